"""Finds songs by words and by music: `dark slow piano bpm:90-100 key:8A artist:coulton`.

In: what the user typed. Out: entries, the best first. Words are looked up in titles, tags, lyrics and among words for
how songs sound; `bpm:`, `key:`, `energy:`, `duration:`, `title:`, `artist:`, `genre:` and `file:` must hold.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beatforge.errors import UsageError
from beatforge.mashup.library.embedder import Embedder
from beatforge.mashup.library.embedding import meaning_vector, words_of
from beatforge.mashup.library.entry import Entry
from beatforge.mashup.library.index import all_with, nearest
from beatforge.mashup.library.shelf import Shelf
from beatforge.mashup.library.sound import SAME_WORDS
from beatforge.mashup.vocabulary import count_words
from beatforge.song.wheel import Key, are_compatible, camelot, parse_key

SHORTLIST = 200
"""Songs whose meaning is looked at closely for one answer."""

ALIKE = 0.35
"""Cosine from which on a song means something like the words; sentence models put strangers at 0 to 0.2."""

_RANGES = {"bpm": "bpm", "energy": "energy", "duration": "duration_s"}
_TEXTS = ("title", "artist", "genre", "file")
CONDITIONS = (*_RANGES, "key", *_TEXTS)
_NEAR_BPM = 1.0
_TERM = re.compile(r'(\w+):(?:"([^"]*)"|(\S*))')


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: words, and conditions for the index."""

    words: tuple[str, ...]
    where: Mapping[str, Any] | None
    text: Mapping[str, Any] | None

    def with_words(self) -> Mapping[str, Any] | None:
        """The condition on texts, and that one of the words is there if there are any."""
        told = [{"$contains": f" {word} "} for word in self.words]
        any_word = {"$or": told} if len(told) > 1 else told[0] if told else None
        return {"$and": [self.text, any_word]} if self.text and any_word else self.text or any_word


@dataclass(frozen=True, slots=True)
class Found:
    """A song, how well the words tell of it (0..1, 1 if none were asked for), and which of them do."""

    entry: Entry
    score: float
    words: tuple[str, ...]


def parse_query(text: str) -> Query:
    """The query a user wrote; UsageError with the nearest condition for one that is not there."""
    where: list[dict[str, Any]] = []
    texts = []
    for name, quoted, bare in _TERM.findall(text):
        value = quoted or bare
        if name in _RANGES:
            low, high = _range(name, value)
            where += [{_RANGES[name]: {"$gte": low}}, {_RANGES[name]: {"$lte": high}}]
        elif name == "key":
            where.append({"key": {"$in": _keys(value)}})
        elif name in _TEXTS and value:
            texts.append(f"{name}:[^\n]*{re.escape(value.lower())}")
        else:
            raise UsageError(_unknown(name, value))
    if len(texts) > 1:
        order = sorted(texts, key=lambda part: _TEXTS.index(part.partition(":")[0]))
        texts = [r"(?s)" + ".*".join(order)]
    words = tuple(SAME_WORDS.get(word, word) for word, _ in count_words([_TERM.sub(" ", text)]))
    if not (words or where or texts):
        raise UsageError(f'"{text}" could be said of every song; add a word that tells more, or a condition')
    facts = {"$and": where} if len(where) > 1 else where[0] if where else None
    return Query(words, facts, {"$regex": texts[0]} if texts else None)


def find_songs(shelf: Shelf, query: Query, number: int, embedder: Embedder | None = None) -> list[Found]:
    """At most so many songs, those first of which most words tell; songs of which none does are left out.

    With an embedder also those whose words mean the like.
    """
    digests = dict.fromkeys(all_with(shelf, query.where, query.with_words()))
    meaning = embedder.embed(" ".join(query.words)) if embedder and query.words else ()
    meant = (embedder.name, meaning) if embedder and meaning else None
    if meant:
        digests |= dict.fromkeys(nearest(shelf, meaning_vector(meaning), SHORTLIST, query.where, query.text))
    found = [_judged(entry, query.words, meant) for digest in digests if (entry := shelf.entry(digest))]
    found = [each for each in found if each.score > 0]
    found.sort(key=lambda each: (-each.score, each.entry.name.lower(), each.entry.digest))
    return found[:number]


def _judged(entry: Entry, words: Sequence[str], meant: tuple[str, tuple[float, ...]] | None) -> Found:
    """Each word that tells of the song counts the same; one that is said often, or stands for the sound, a bit more."""
    known = words_of(entry)
    told = tuple(word for word in words if word in known)
    if not words:
        return Found(entry, 1.0, ())
    weight = sum(0.9 + 0.1 * min(1.0, math.log(1 + known[word]) / 3) for word in told)
    score = weight / len(words)
    if meant and entry.profile.meant_by == meant[0]:
        cosine = sum(one * two for one, two in zip(entry.profile.meaning, meant[1], strict=False))
        score = max(score, cosine if cosine >= ALIKE else 0.0)
    return Found(entry, round(score, 4), told)


def _range(name: str, text: str) -> tuple[float, float]:
    """Both ends of "120-128", "120-", "-128" or "120"."""
    match = re.fullmatch(r"([\d.:]*)(-?)([\d.:]*)", text)
    try:
        if match is None or not (match[1] or match[3]):
            raise ValueError(text)
        low, dash, high = match.groups()
        if not dash:
            near = _NEAR_BPM if name == "bpm" else 0.05 if name == "energy" else 5.0
            return _seconds(low) - near, _seconds(low) + near
        return _seconds(low or "0"), _seconds(high or "1e9")
    except ValueError as error:
        example = {"bpm": "bpm:120-128", "energy": "energy:0.6-1", "duration": "duration:2:30-4:00"}[name]
        raise UsageError(f"{name}:{text} is no range; write it like {example}") from error


def _seconds(text: str) -> float:
    value = 0.0
    for part in text.split(":"):
        value = 60 * value + float(part)
    return value


def _keys(text: str) -> list[str]:
    """Camelot names for "8A", "Am", "1m" or "A minor"; with ~ before it of all that go with it."""
    key = parse_key(text.removeprefix("~").replace("_", " "))
    if key is None:
        raise UsageError(f'key:{text} is no key; write 8A, 1m, Am or "A minor", with ~ before it for all that fit')
    every = [Key(tonic, is_minor) for tonic in range(12) for is_minor in (False, True)]
    return [camelot(other) for other in every if (are_compatible(key, other) if text[0] == "~" else other == key)]


def _unknown(name: str, value: str) -> str:
    from beatforge.project.problems import advice

    if name in CONDITIONS:
        return f"{name}: wants a value, as {name}:something"
    return f'no condition "{name}:"; {advice(name, CONDITIONS) or "one of " + ", ".join(CONDITIONS)}'
