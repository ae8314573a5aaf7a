"""What a text says to the renderer: motifs, light, weather and pace, found in the lexicon; the rest only shifts detail.

Pure and small: no stemming, no model. The lexicon (`config/lexicon.yaml`) lists the words people use, with their
inflections; "no rain" and "without rain" take the rain away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?", re.UNICODE)
_NEGATIONS = frozenset(("no", "not", "without", "never"))
_LONGEST_PHRASE = 3
# fmt: off
_FILLERS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "he", "her", "his", "in", "into", "is",
    "it", "its", "my", "of", "off", "on", "onto", "or", "our", "over", "she", "that", "the", "their", "they",
    "this", "through", "to", "under", "up", "us", "we", "while", "with", "you", "your",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class Words:
    """What was understood, in the order of the text, and what was not."""

    motifs: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    times: tuple[int, ...] = ()
    """For each condition the number of the light it is said with: "rain at dusk" rains at dusk."""
    absent: tuple[str, ...] = ()
    pace: str | None = None
    understood: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def detail(self) -> int:
        """A number 0..999 made from the words the lexicon lacks: they vary small things, 0 if there are none."""
        if not self.unknown:
            return 0
        return 1 + int(sha256(" ".join(self.unknown).encode()).hexdigest()[:8], 16) % 999


Meanings = Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]
"""Phrase -> the (group, name) pairs it stands for."""


def read_words(text: str, meanings: Meanings) -> Words:
    """What `text` says; each meaning once, in the order in which it is first said."""
    tokens = [token.lower() for token in _WORD.findall(text)]
    found: dict[str, list[str]] = {"motifs": [], "light": [], "conditions": [], "absent": [], "speed": []}
    places: dict[str, int] = {}
    understood: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(tokens):
        phrase, said = _longest(tokens, at, meanings)
        if phrase is None:
            if tokens[at] not in _FILLERS and tokens[at] not in _NEGATIONS:
                unknown.append(tokens[at])
            at += 1
            continue
        negated = at > 0 and tokens[at - 1] in _NEGATIONS
        for group, name in said:
            place = ("absent" if group == "conditions" else None) if negated else group
            if place and name not in found[place]:
                found[place].append(name)
                places[f"{place} {name}"] = at
        understood.append(("no " if negated else "") + " ".join(phrase))
        at += len(phrase)
    conditions = tuple(name for name in found["conditions"] if name not in found["absent"])
    lights = [places[f"light {name}"] for name in found["light"]]
    return Words(
        motifs=tuple(found["motifs"]),
        lights=tuple(found["light"]),
        conditions=conditions,
        times=tuple(_nearest(places[f"conditions {name}"], lights) for name in conditions),
        absent=tuple(found["absent"]),
        pace=found["speed"][-1] if found["speed"] else None,
        understood=tuple(understood),
        unknown=tuple(unknown),
    )


def meanings_of(lexicon: Mapping[str, Any]) -> Meanings:
    """The lexicon by phrase; one word may say two things (a storm is a light and rain)."""
    table: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for group in ("motifs", "light", "conditions", "speed"):
        for name, entry in lexicon[group].items():
            for phrase in _phrases(entry):
                table.setdefault(tuple(phrase.lower().split()), []).append((group, name))
    return {phrase: tuple(said) for phrase, said in table.items()}


def _nearest(place: int, places: Sequence[int]) -> int:
    """The number of the place that is nearest; 0 if there is none."""
    return min(range(len(places)), key=lambda index: abs(places[index] - place), default=0)


def _phrases(entry: Any) -> Sequence[str]:
    words: Sequence[str] = entry["words"] if isinstance(entry, Mapping) else entry
    return words


def _longest(
    tokens: Sequence[str], at: int, meanings: Meanings
) -> tuple[tuple[str, ...] | None, tuple[tuple[str, str], ...]]:
    for length in range(_LONGEST_PHRASE, 0, -1):
        phrase = tuple(tokens[at : at + length])
        if len(phrase) == length and phrase in meanings:
            return phrase, meanings[phrase]
    return None, ()
