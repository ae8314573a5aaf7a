"""Rows of a lyrics file that are about the song and are not sung: headings, places where only the band plays.

In: a row's text. Out: whether it is one. What stands in square brackets as a whole is, everywhere. Without them only
names of parts are, and only where brackets, a colon, a number or "x2" make them a heading: "Solo" alone may be sung.
"""

from __future__ import annotations

import re

_PART = (
    r"(?:intro(?:duction)?|verse|strophe|pre[- ]?chorus|post[- ]?chorus|chorus|refrain|hook|bridge|interlude"
    r"|middle (?:8|eight)|break(?:down)?|drop|build[- ]?up|outro|coda|ending|repeat"
    r"|(?:guitar|drum|piano|sax|bass) solo|solo"
    r"|instrumental(?: break| solo| interlude)?|music(?: playing)?|applause|spoken)"
)
_BRACKETS = re.compile(r"\s*\[[^\[\]]*\]\s*$")
_MARKED = re.compile(rf"\W*[(*~♪♫<{{-]+\s*{_PART}\s*(?:\d+|x ?\d+)?\s*[:.]?\s*[)*~♪♫>}}-]+\W*$", re.IGNORECASE)
_NUMBERED = re.compile(rf"\s*{_PART}\s*(?:(?:\d+|x ?\d+|\(x ?\d+\))\s*:?|:)\s*$", re.IGNORECASE)
_ALONE = re.compile(r"\W*instrumental(?: break| solo| interlude)?\W*$", re.IGNORECASE)


def is_unsung(text: str) -> bool:
    """Whether nobody sings this row."""
    return any(rule.match(text) for rule in (_BRACKETS, _MARKED, _NUMBERED, _ALONE))
