"""Which scenes an override is for, as text: a section kind, `hero`, an occurrence, a time range or a scene id.

Only the form is read here; whether such a scene exists is known when the film is planned.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from beatforge.project.meant import our_word
from beatforge.project.nodes import Node
from beatforge.project.problems import Fault, advice, nearest
from beatforge.project.scalars import read_seconds
from beatforge.song.analysis import SECTION_KINDS

HERO = "hero"
FILM = "film"
"""Where a waiver may stand instead of a selector: for all of it."""

RANKS = ("kind", HERO, "occurrence", "range", "scene")
"""Later ones win over earlier ones."""

_NAMED = re.compile(r"([a-z]+)-([1-9][0-9]{0,3})(?:\.([0-9]{2,4}))?")


@dataclass(frozen=True, slots=True)
class Selector:
    """A selector's parts; those that its form does not have are empty or 0. `rank` says how special it is."""

    text: str
    form: str
    section: str = ""
    occurrence: int = 0
    bar: int = 0
    start_s: float = 0.0
    end_s: float = 0.0

    @property
    def rank(self) -> int:
        return RANKS.index(self.form)


def parse_selector(text: str) -> Selector:
    """The selector the text means; raises Fault if it has none of the five forms."""
    if text == HERO:
        return Selector(text, HERO)
    if text in SECTION_KINDS:
        return Selector(text, "kind", section=text)
    if text[:1].isdigit():
        return _time_range(text)
    if (match := _NAMED.fullmatch(text)) and match[1] in SECTION_KINDS:
        form = "scene" if match[3] else "occurrence"
        return Selector(text, form, section=match[1], occurrence=int(match[2]), bar=int(match[3] or 0))
    forms = "a section kind, hero, chorus-2, 1:12-1:20 or verse-2.09"
    raise Fault("BF040", f'"{text}" selects no scenes', _meant(text) or forms)


def split_selector(dotted: str, known: Collection[str] = ()) -> tuple[str, str]:
    """The longest selector that `dotted` starts with, and what follows its dot; scene ids have dots themselves."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        head = ".".join(parts[:count])
        if head in known or _is_selector(head):
            return head, ".".join(parts[count:])
    return parts[0], ".".join(parts[1:])


def _meant(text: str) -> str:
    """A hint: the selector that this one is nearly, or what there is."""
    match = re.fullmatch(r"(.*?)[-_ #]*([0-9]{1,4})?(?:[.:/]([0-9]{1,4}))?", text)
    words, occurrence, bar = match.groups() if match else (text, None, None)
    kind = our_word(words, SECTION_KINDS) or next(iter(nearest(words, (*SECTION_KINDS, HERO))), "")
    number = str(int(occurrence or 0)) if occurrence and int(occurrence) else ""
    close = kind + (f"-{number}" if number else "") + (f".{int(bar):02d}" if number and bar and int(bar) else "")
    if kind and _is_selector(close):
        return f'did you mean "{close}"?'
    if kind in SECTION_KINDS:
        return f"{kind}-2 is the second {kind}, {kind}-2.09 the scene at its bar 9"
    return advice(words, (*SECTION_KINDS, HERO))


def _is_selector(text: str) -> bool:
    try:
        parse_selector(text)
    except Fault:
        return False
    return True


def _time_range(text: str) -> Selector:
    start, dash, end = text.partition("-")
    if not dash:
        plain = re.sub(r"\s*(?:[\u2010-\u2015]|\bto\b)\s*", "-", text)
        hint = f"did you mean {plain}?" if plain != text and _is_selector(plain) else "write start-end: 1:12-1:20"
        raise Fault("BF040", f'"{text}" is no time range', hint)
    start_s, end_s = (read_seconds(Node(0, 0, 0, 0, text=part.strip(), plain=True)) for part in (start, end))
    if start_s >= end_s:
        raise Fault(
            "BF040", f'"{text}" ends before it starts', f"did you mean {end}-{start}?" if end_s < start_s else ""
        )
    return Selector(text, "range", start_s=start_s, end_s=end_s)
