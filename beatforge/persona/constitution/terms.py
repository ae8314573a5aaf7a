"""Terms: phrases of words, with classes of words and gaps, found in a text whatever its spelling and endings.

They are written so:

    photo realistic        these words in this order, in any form; two words may be written as one
    =anime                 exactly this word (its stem is that of animation, too)
    ~somersault            this word, or nearly: one letter wrong, missing, too many, or two of them exchanged
    0yo                    any figures in the place of 0
    <change> .. <hair>     a word of a class, up to three words that are no preposition, a word of another class
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from beatforge.persona.constitution.words import Token, stem, tokens, word_set

GAP = ".."

EXACT, NEARLY, FIGURES = "=", "~", "0"

GAP_WORDS = 3
"""Words a gap may hold at most: "change the colour of her hair" has two, and more is another thought."""

_BLOCKS = word_set("in on at to from with for by over under behind beside near against into onto through across and or")
"""Words that lead to another thing: in "new light on her hair" the hair is not new."""

Element = tuple[tuple[str, ...], ...]
"""Alternatives, each a row of words; a word is compared by its stem if no sign says otherwise."""

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase as it was written and as it is looked for: alternatives in a row, gaps as empty ones; `joined` is the
    one word that two can be written as."""

    text: str
    elements: tuple[Element, ...]
    joined: tuple[Element, ...] = ()
    starts: frozenset[str] = frozenset()
    """The words it can begin with, if all are compared whole or by their stem."""

    def found(self, text: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """(first, end) of every place where the term stands, in words; of several at one word the longest."""
        rows = (self.elements, self.joined)
        for first, token in enumerate(text):
            if self.starts and token.stem not in self.starts and EXACT + token.word not in self.starts:
                continue
            ends = [end for row in rows for end in _ends(row, text, first, first) if end > first]
            if ends:
                yield first, max(ends)


def parse_term(text: str, classes: Mapping[str, Sequence[str]]) -> Term:
    """The term that is written so; raises KeyError for a class that is not there."""
    parts = text.split()
    joined = "".join(parts) if len(parts) == 2 and all(part.isalpha() for part in parts) else ""
    elements = tuple(_element(part, classes) for part in parts)
    as_one = (tuple(_rows(joined)),) if joined else ()
    starts = frozenset(row[0] for element in (*elements[:1], *as_one) for row in element)
    return Term(text, elements, as_one, frozenset() if any(s[0] in NEARLY + FIGURES for s in starts) else starts)


def _element(part: str, classes: Mapping[str, Sequence[str]]) -> Element:
    if part == GAP:
        return ()
    if part.startswith("<") and part.endswith(">"):
        return tuple(row for phrase in classes[part[1:-1]] for row in _rows(phrase))
    return tuple(_rows(part))


def _rows(phrase: str) -> Iterator[tuple[str, ...]]:
    yield tuple(piece if piece[0] in (EXACT, NEARLY, FIGURES) else word.stem
                for piece in phrase.split() for word in tokens(piece))  # fmt: skip


def _ends(elements: Sequence[Element], text: Sequence[Token], at: int, first: int) -> Iterator[int]:
    """Where a row of elements can end that begins at `at`."""
    if not elements:
        yield at
        return
    element, rest = elements[0], elements[1:]
    if not element:
        yield from _ends(rest, text, at, first)
        for skipped in range(1, GAP_WORDS + 1):
            word = at + skipped - 1
            if word >= len(text) or text[word].mark or text[word].word in _BLOCKS:
                return
            yield from _ends(rest, text, at + skipped, first)
        return
    for row in element:
        if _stands(row, text, at, first):
            yield from _ends(rest, text, at + len(row), first)


def _stands(row: Sequence[str], text: Sequence[Token], at: int, first: int) -> bool:
    if at + len(row) > len(text):
        return False
    for wanted, token in zip(row, text[at : at + len(row)], strict=True):
        if token.mark and token is not text[first]:
            return False
        if not _is_word(wanted, token):
            return False
    return True


def _is_word(wanted: str, token: Token) -> bool:
    if wanted[0] == EXACT:
        return token.word == wanted[1:]
    if wanted[0] == NEARLY:
        return stem(wanted[1:]) == token.stem or _is_nearly(wanted[1:], token.word)
    if wanted[0] == FIGURES:
        return _DIGITS.sub(FIGURES, token.word) == wanted
    return token.stem == wanted


@cache
def _is_nearly(word: str, other: str) -> bool:
    """Whether one slip at most makes one of the other; an "s" may follow."""
    if len(other) < len(word) - 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), len(word))
    rest = word[at:]
    slips = (rest, rest[1:], other[at : at + 1] + rest[1:], other[at : at + 1] + rest, rest[1::-1] + rest[2:])
    return any(other[at:] in (slip, f"{slip}s") for slip in slips)
