"""A constitution's articles, and which of them a text violates.

In: articles as a persona's file has them, and a text. Out: violations with their places in the text. Where the text
stands in a file is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from beatforge.persona.constitution.company import Company
from beatforge.persona.constitution.negation import is_negated, negations
from beatforge.persona.constitution.terms import Term, parse_term
from beatforge.persona.constitution.words import Token, tokens

HERSELF, PICTURE = "herself", "picture"
"""What an article is about: what the persona is and does, or how the whole picture looks."""


@dataclass(frozen=True, slots=True)
class Article:
    """One thing that may not be. `forbids` are terms by the name of what is forbidden; `unless` are harmless phrases
    that hold such words; `of` says whether others in the picture may be or do it."""

    title: str
    of: str
    forbids: Mapping[str, Sequence[str]]
    unless: Sequence[str] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """A place (`start`, `end` in characters, exclusive) where a text says what an article forbids."""

    start: int
    end: int
    said: str
    forbidden: str
    article: Article


@dataclass(frozen=True)
class Constitution:
    """Articles, and the words they are written with: `classes` of words, words for the persona `herself` and for
    `others` who may be in the picture."""

    articles: Sequence[Article]
    classes: Mapping[str, Sequence[str]]
    herself: Sequence[str]
    others: Sequence[str]

    def violations(self, text: str) -> tuple[Violation, ...]:
        """What the text says against the articles, in the order of its words; one for each place."""
        words = tokens(text)
        found: dict[int, tuple[int, str, Article]] = {}
        for article, terms, harmless in self._articles:
            spared = [span for term in harmless for span in term.found(words)]
            for forbidden, term in terms:
                for first, end in term.found(words):
                    if end <= found.get(first, (0,))[0] or self._is_harmless(words, first, end, spared, article, term):
                        continue
                    found[first] = (end, forbidden, article)
        told: list[tuple[int, int, str, Article]] = []
        for first, (end, forbidden, article) in sorted(found.items()):
            if told and first < told[-1][1]:
                continue
            if told and first == told[-1][1] and not words[first].mark and forbidden == told[-1][2]:
                first = told.pop()[0]  # one thing said in two words
            told.append((first, end, forbidden, article))
        found_at = ((words[first].start, words[end - 1].end, name, article) for first, end, name, article in told)
        return tuple(Violation(start, end, text[start:end], name, article) for start, end, name, article in found_at)

    def _is_harmless(
        self,
        words: Sequence[Token],
        first: int,
        end: int,
        spared: Sequence[tuple[int, int]],
        article: Article,
        term: Term,
    ) -> bool:
        own = negations(tokens(term.text))
        if any(one < end and first < other for one, other in spared) or is_negated(words, first, end, own):
            return True
        return article.of == HERSELF and self._company.is_of_others(words, first, end)

    @cached_property
    def _articles(self) -> tuple[tuple[Article, tuple[tuple[str, Term], ...], tuple[Term, ...]], ...]:
        return tuple(
            (
                article,
                tuple((name, parse_term(one, self.classes)) for name, said in article.forbids.items() for one in said),
                tuple(parse_term(term, self.classes) for term in article.unless),
            )
            for article in self.articles
        )

    @cached_property
    def _company(self) -> Company:
        return Company(self.herself, self.others)
