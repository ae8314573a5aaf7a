"""A text as words that can be compared: spellings, accents, marks and endings set aside, places kept.

In: what a user wrote. Out: tokens with their stems and places. What words mean is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

COMMA, CLAUSE, COLON = 1, 2, 3
"""What stands before a word, beside blanks and hyphens: a comma, a mark that ends a clause, or one that begins a list
(it ends a clause, too)."""

_COMMAS = frozenset(",،、")
_STUTTER = re.compile(r"(.)\1{2,}")
_CLAUSE_ENDS = frozenset(".;!?()[]{}|…。！？；—–")
_BULLETS = frozenset("-*+•")

_FORMS = {
    form: word
    for word, forms in {
        "become": "became", "do": "does did done", "draw": "drew drawn", "dye": "dyed dyeing", "fight": "fought",
        "flee": "fled", "get": "got gotten", "give": "gave given", "go": "goes went gone", "grow": "grew grown",
        "hurl": "hurled", "leap": "leapt", "lose": "lost", "run": "ran rans runned runnin runing",
        "shave": "shaven", "shear": "shorn", "strike": "struck", "swing": "swung", "take": "took taken",
        "throw": "threw thrown", "wear": "wore worn",
    }.items()
    for form in forms.split()
}  # fmt: skip
"""Forms that no rule of endings leads back to their word, and some that people write all the same."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word: as it is compared, its stem, where it stands in the text (`end` exclusive), and what stands before."""

    word: str
    stem: str
    start: int
    end: int
    mark: int = 0


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in their order; `photo-real`, `photo_real` and `photo real` are the same two words."""
    letters = [(letter, at) for at, char in enumerate(text) for letter in _plain(char)]
    spans: list[tuple[int, int]] = []
    for index, (letter, _) in enumerate(letters):
        if not letter.isalnum():
            continue
        if spans and spans[-1][1] == index:
            spans[-1] = (spans[-1][0], index + 1)
        else:
            spans.append((index, index + 1))
    found: list[Token] = []
    last = 0
    for first, end in spans:
        word = "".join(letter for letter, _ in letters[first:end])
        start, stop = letters[first][1], letters[end - 1][1] + 1
        found.append(Token(word, stem(word), start, stop, _mark(text[last:start]) if found else CLAUSE))
        last = stop
    return tuple(found)


def word_set(words: str) -> frozenset[str]:
    """The words of a row, as sets of them are best read."""
    return frozenset(words.split())


@cache
def stem(word: str) -> str:
    """The word without its endings, by Snowball's English rules (Porter 2): runs, running, and ran are run."""
    word = _STUTTER.sub(r"\1\1", word)
    return str(_stemmer().stemWord(_FORMS.get(word, word)))


@cache
def _stemmer() -> Any:
    import snowballstemmer  # type: ignore[import-untyped]  # it comes without types

    return snowballstemmer.stemmer("english")


@cache
def _plain(char: str) -> str:
    """A character as it is compared: wide, accented and capital forms are the plain letter; nothing for an apostrophe
    (don't is dont) and for what can't be seen."""
    if char in "'’`´ʼ" or unicodedata.category(char) in ("Cf", "Mn"):
        return ""
    return "".join(c for c in unicodedata.normalize("NFKD", char).casefold() if not unicodedata.combining(c))


def _mark(between: str) -> int:
    """The strongest mark in what stands between two words; a line that begins with a bullet begins a clause."""
    if any(char in _CLAUSE_ENDS for char in between) or "\n\n" in between:
        return CLAUSE
    lines = between.split("\n")
    if any(after.strip()[:1] in _BULLETS for _, after in pairwise(lines) if after.strip()):
        return CLAUSE
    if ":" in between or "：" in between:
        return COLON
    return COMMA if any(char in _COMMAS for char in between) else 0
