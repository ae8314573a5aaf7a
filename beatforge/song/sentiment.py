"""What the words of a song feel like, laid over what its sound does. Pure.

In: an analysis with lyrics, and the words of `config/feelings.yaml`. Out: the analysis with a mood and an arc that the
words have moved. Words count by how many of them say something; a line's words count where it is sung, estimated times
too. "Not happy" is half of the opposite of happy; irony stays unheard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from beatforge.song.analysis import Analysis, Feeling
from beatforge.song.lyrics.lines import Line
from beatforge.song.mood import mood_of

WORDS_SHARE = 0.5
"""How much words may say about valence beside sound; reached with `ENOUGH_WORDS` that say something."""

ENOUGH_WORDS, ENOUGH_IN_PART = 20, 5
OPPOSITE, STRONGER = -0.5, 1.5
_REACH = 3
"""So many words on, a negation or a strengthening still counts."""

STEPS = {"glad_2": 1.0, "glad_1": 0.5, "sad_1": -0.5, "sad_2": -1.0}

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDINGS = (
    ("'s", ""),
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ly", ""),
)
_LEAST_STEM = 3


def with_words(analysis: Analysis, feelings: Mapping[str, Any]) -> Analysis:
    """The analysis with its mood as sound and words have it together; as it is without words or mood."""
    if analysis.lyrics is None or analysis.mood is None:
        return analysis
    lines = analysis.lyrics.lines
    felt, share = _felt(lines, feelings, ENOUGH_WORDS)
    mood = mood_of(_mixed(analysis.mood.valence, felt, share), analysis.mood.energy)
    ends = [*(point.at for point in analysis.arc[1:]), analysis.duration]
    arc = []
    for point, end in zip(analysis.arc, ends, strict=False):
        own = [line for line in lines if line.start is not None and point.at <= line.start < end]
        felt, share = _felt(own, feelings, ENOUGH_IN_PART)
        arc.append(Feeling(point.at, round(_mixed(point.valence, felt, share), 3), point.energy))
    return replace(analysis, mood=mood, arc=tuple(arc))


def valence_of(text: str, feelings: Mapping[str, Any]) -> tuple[float, int]:
    """-1..1, sad to glad, and how many words say so; (0, 0) for a text that says neither."""
    said = list(_said([token.lower().replace("’", "'") for token in _WORD.findall(text)], feelings))
    return (sum(said) / len(said), len(said)) if said else (0.0, 0)


def _felt(lines: Iterable[Line], feelings: Mapping[str, Any], enough: int) -> tuple[float, float]:
    """Valence of the lines' words, and how much of the mood they may decide."""
    told = [valence_of(line.text, feelings) for line in lines]
    count = sum(words for _, words in told)
    if not count:
        return 0.0, 0.0
    return sum(valence * words for valence, words in told) / count, WORDS_SHARE * min(1.0, count / enough)


def _mixed(sound: float, words: float, share: float) -> float:
    return (1 - share) * sound + share * words


def _said(tokens: Sequence[str], feelings: Mapping[str, Any]) -> Iterator[float]:
    """The valence of each word that has one, as it is said here."""
    table = {word: STEPS[name] for name, words in feelings["valence"].items() for word in words}
    negates, strengthens = (frozenset(feelings["words"][name]) for name in ("negates", "strengthens"))
    for at, token in enumerate(tokens):
        own = next((table[form] for form in forms_of(token) if form in table), None)
        if own is None or (token in negates and any(_means(word, table) for word in tokens[at + 1 : at + 1 + _REACH])):
            continue
        before = tokens[max(0, at - _REACH) : at]
        own *= OPPOSITE if any(word in negates for word in before) else 1.0
        own *= STRONGER if before and before[-1] in strengthens else 1.0
        yield max(-1.0, min(1.0, own))


def _means(word: str, table: Mapping[str, float]) -> bool:
    return any(form in table for form in forms_of(word))


def forms_of(word: str) -> Iterator[str]:
    """The word, and what it may be an inflection of."""
    yield word
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _LEAST_STEM:
            yield stem + instead
            if ending in ("ing", "ed") and not instead and stem[-1] == stem[-2]:
                yield stem[:-1]
