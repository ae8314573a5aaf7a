"""What a text says to the renderer, found in the lexicon; the rest only shifts details.

In: a text and the lexicon (`config/lexicon.yaml`), whose words are looked up as they stand and then in their base form
("lighthouses", "burning", "the river's"). Out: motifs, light, weather, views, colours, pace and mood, each once, in the
order they are said. Pure and small: no model. "No rain" and "without rain" take the rain away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

GROUPS = ("motifs", "hints", "light", "conditions", "views", "colours", "speed", "moods")
"""The lexicon's groups that words belong to; `hints` are motifs where no other is named, and `seasons` are words that
say several of these at once."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
_NEGATIONS = frozenset(("no", "not", "without", "never"))
_LONGEST_PHRASE = 3
# fmt: off
_FILLERS = frozenset({
    "a", "about", "across", "after", "again", "all", "along", "am", "an", "and", "any", "are", "around", "as", "at",
    "back", "be", "becomes", "been", "before", "behind", "being", "below", "beneath", "beside", "between", "beyond",
    "but", "by", "can", "comes", "down", "each", "every", "for", "from", "get", "gets", "goes", "has", "have", "he",
    "her", "here", "him", "his", "i", "in", "inside", "into", "is", "it", "its", "like", "me", "my", "near",
    "nothing", "of", "off", "on", "one", "only", "onto", "or", "our", "out", "outside", "over", "own", "past",
    "seen", "she", "some", "something", "somewhere", "so", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "three", "through", "till", "to", "toward", "towards", "two", "under",
    "until", "up", "upon", "us", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who",
    "will", "with", "within", "you", "your",
})
# fmt: on
_ENDINGS = (
    ("'s", ""),
    ("’s", ""),
    ("ies", "y"),
    ("sses", "ss"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("ves", "f"),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ly", ""),
)  # fmt: skip
"""Endings and what stands in their place in the base form; a doubled consonant before -ing and -ed loses one."""

_LEAST_STEM = 3


@dataclass(frozen=True, slots=True)
class Words:
    """What was understood, in the order of the text, and what was not."""

    motifs: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    times: tuple[int, ...] = ()
    """For each condition the number of the light it is said with: "rain at dusk" rains at dusk."""
    absent: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
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
    found: dict[str, list[str]] = {group: [] for group in (*GROUPS, "absent")}
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
        motifs=tuple(found["motifs"] or found["hints"]),
        lights=tuple(found["light"]),
        conditions=conditions,
        times=tuple(_nearest(places[f"conditions {name}"], lights) for name in conditions),
        absent=tuple(found["absent"]),
        views=tuple(found["views"]),
        colours=tuple(found["colours"]),
        moods=tuple(found["moods"]),
        pace=found["speed"][-1] if found["speed"] else None,
        understood=tuple(understood),
        unknown=tuple(unknown),
    )


def meanings_of(lexicon: Mapping[str, Any]) -> Meanings:
    """The lexicon by phrase; one word may say several things (a storm is a light and rain)."""
    table: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for group in GROUPS:
        for name, entry in lexicon.get(group, {}).items():
            for phrase in _phrases(entry):
                table.setdefault(tuple(phrase.lower().split()), []).append((group, name))
    for season in lexicon.get("seasons", {}).values():
        said = [(group, name) for group in GROUPS for name in season.get(group, ())]
        for phrase in season["words"]:
            table.setdefault(tuple(phrase.lower().split()), []).extend(said)
    return {phrase: tuple(dict.fromkeys(said)) for phrase, said in table.items()}


def found_in(meanings: Meanings, phrase: str) -> tuple[tuple[str, str], ...]:
    """What an understood phrase stands for, in whatever form of the word it was said."""
    return _longest(phrase.removeprefix("no ").split(" "), 0, meanings)[1]


def base_forms(word: str) -> Iterator[str]:
    """What an inflected word may come from, likeliest first."""
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _LEAST_STEM:
            continue
        yield stem + instead
        if ending in ("ing", "ed") and not instead and stem[-1] == stem[-2]:
            yield stem[:-1]


def _nearest(place: int, places: Sequence[int]) -> int:
    """The number of the place that is nearest; 0 if there is none."""
    return min(range(len(places)), key=lambda index: abs(places[index] - place), default=0)


def _phrases(entry: Any) -> Sequence[str]:
    words: Sequence[str] = entry["words"] if isinstance(entry, Mapping) else entry
    return words


def _longest(
    tokens: Sequence[str], at: int, meanings: Meanings
) -> tuple[tuple[str, ...] | None, tuple[tuple[str, str], ...]]:
    """The longest phrase from here on that the lexicon has, its last word in any form, and what it says."""
    for length in range(_LONGEST_PHRASE, 0, -1):
        phrase = tuple(tokens[at : at + length])
        if len(phrase) < length:
            continue
        if phrase in meanings:
            return phrase, meanings[phrase]
        if length == 1 and phrase[0] in _FILLERS:
            continue
        for base in base_forms(phrase[-1]):
            if (*phrase[:-1], base) in meanings:
                return phrase, meanings[(*phrase[:-1], base)]
    return None, ()
