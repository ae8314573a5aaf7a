"""The words that tell what a song is about: those of its title, tags and lyrics that carry a meaning, counted.

In: texts. Out: words in small letters with how often they occur, the most frequent first. Nothing is translated or
taken back to a base form: "nights" is not "night".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

MOST_WORDS = 400
"""A song has some 100 to 200 different ones; a novel beside it must not fill the library."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d{2,}")
_SAID_EVERYWHERE = (
    "a about all am an and are as at be been but by can come could da de der did die do does don't down el en es for "
    "from get go got gonna had has have he her here him his how i i'd i'll i'm i've if ich in into is ist it it's its "
    "just know la le let like me mein mir mp3 my na nicht no not now of off oh on one ooh or our out que s say see she "
    "so t than that that's the their them then there they they're this to track too und up us uh un una und very was "
    "we we're well were what when where which who why will with would yeah yes yo you you're your"
)
"""Words of songs everywhere, in the languages most are sung in; they say nothing of this one."""

_EMPTY = frozenset(_SAID_EVERYWHERE.split())


def count_words(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Words with their counts over all texts, the most frequent first, equals by alphabet."""
    words = (word.lower().replace("’", "'") for text in texts for word in _WORD.findall(text.replace("’", "'")))
    counts = Counter(word for word in words if len(word) > 1 and word not in _EMPTY)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS])


def likeness_of_words(words: Mapping[str, int], others: Mapping[str, int]) -> float:
    """0..1: cosine between both songs' words; a word said often counts by the logarithm of how often."""
    shared = words.keys() & others.keys()
    dot = sum(_weight(words[word]) * _weight(others[word]) for word in shared)
    return dot / (_length(words) * _length(others)) if dot else 0.0


def _weight(count: int) -> float:
    return 1 + math.log(count)


def _length(words: Mapping[str, int]) -> float:
    return math.sqrt(sum(_weight(count) ** 2 for count in words.values()))
