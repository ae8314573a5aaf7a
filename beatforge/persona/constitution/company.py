"""Whether a thing is said of the persona or of somebody else in the picture: "the crowd runs", "a duel of guitars".

In: a text's words and where a term stands. Out: yes or no. English only, and by the words next to each other: no
grammar is parsed. Where nobody is named the persona is meant, and in doubt, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from beatforge.persona.constitution.words import CLAUSE, COLON, COMMA, Token, tokens, word_set

_ARTICLES = word_set("a an the one two three some many every each their his our")

_PLACING = word_set(
    "in on at through by past over under behind beside near from front across along into onto around with to towards"
)
"""After these a thing is where something happens, not what does it."""

_JOINING = word_set("and then but")
_BELONGING = word_set("of between among by")
_THEIRS = word_set("his its")
_BODY = word_set("legs leg feet foot fists fist hands hand arms arm knees knee body head face hair eyes nose mouth")
_PLURAL = re.compile(r"[^isu]s$")
_NO_NOUNS = word_set("is was has does always sometimes lets makes as this shes")


@dataclass(frozen=True)
class Company:
    """Who may be in the picture: words for the persona `herself`, and for `others` and things."""

    herself: Sequence[str]
    others: Sequence[str]

    def is_of_others(self, words: Sequence[Token], first: int, end: int) -> bool:
        """Whether somebody else in the picture is meant: "the crowd runs", "a running crowd", "a sprint of light"."""
        if end - first == 1 and words[first].word in self._other_words:
            return True
        if self._is_of_herself(words, first, end):
            return False
        starts = _start_of_part(words, first, COMMA)
        is_hers = any(self._is_herself(words, at) for at in range(starts, first))
        is_done_to = any(self._is_herself(words, at) for at in range(_start_of_part(words, first, CLAUSE), first))
        before = words[first - 1].word if first else ""
        if self._is_thing(words, end) and (not is_done_to or before in _ARTICLES | _PLACING):
            return True
        if not is_hers and (self._is_made_of_others(words, end) or before in _THEIRS):
            return True
        if self._is_someone(words, first, is_hers):
            return True
        saw_others = is_second_verb = False
        for at in range(first - 1, starts - 1, -1):
            if self._is_herself(words, at):
                return False
            if self._is_other(words[at]) and not _is_place(words, at):
                if not is_second_verb:
                    return not self._is_with_herself(words, at)
                saw_others = True
            is_second_verb = is_second_verb or words[at].word in _JOINING
        return saw_others

    def _is_of_herself(self, words: Sequence[Token], first: int, end: int) -> bool:
        """Whether the words next to a thing, or in it, say that it is hers: "her short hair", "old Nova"."""
        if any(word.stem in self._herself for word in words[first:end]):
            return True
        if end < len(words) and not words[end].mark:
            if words[end].word in _BELONGING:
                stop = next((at for at in range(end + 1, len(words)) if words[at].mark), len(words))
                if any(word.stem in self._herself for word in words[end + 1 : min(stop, end + 6)]):
                    return True
            if words[end].stem in self._herself and words[end].word not in self._other_words | {"her"}:
                return not _is_place(words, end)
        return first > 0 and words[first - 1].word == "her" and not words[first].word.endswith("s")

    def _is_herself(self, words: Sequence[Token], at: int) -> bool:
        """Whether a word is for the persona, who acts: not so in "behind her", but in "light on Nova running"; "girls"
        may be others."""
        word = words[at]
        if word.stem not in self._herself or word.word in self._other_words:
            return False
        after = words[at + 1].word if at + 1 < len(words) else ""
        return not _is_place(words, at) or after.endswith("ing") or after in ("who", "that")

    def _is_thing(self, words: Sequence[Token], at: int) -> bool:
        """Whether the word right there is for somebody else or for a thing."""
        return at < len(words) and not words[at].mark and self._is_other(words[at])

    def _is_other(self, word: Token) -> bool:
        """Whether a word is for somebody else or for a thing, and no form of a verb ("streaming")."""
        is_verb = word.word.endswith(("ing", "ed"))
        return word.word in self._other_words or (word.stem in self._others and not is_verb)

    def _is_made_of_others(self, words: Sequence[Token], end: int) -> bool:
        """Whether the words after a thing say whose it is: "a duel between two guitars"."""
        if end >= len(words) or words[end].mark or words[end].word not in _BELONGING:
            return False
        stop = next((at for at in range(end + 1, len(words)) if words[at].mark), len(words))
        return any(map(self._is_other, words[end + 1 : min(stop, end + 6)]))

    def _is_with_herself(self, words: Sequence[Token], at: int) -> bool:
        """Whether others do it together with her: "Nova and the dancers run"."""
        joined = [i for i in range(max(1, at - 3), at) if words[i].word == "and"]
        return any(self._is_herself(words, i - 1) for i in joined)

    def _is_someone(self, words: Sequence[Token], first: int, is_hers: bool) -> bool:
        """Whether a thing of any kind does it: its word stands right before the verb ("a fox runs", "foxes run"); hers
        may be one, too ("her shadow runs")."""
        verb, noun = words[first], words[first - 1]
        if not first or verb.mark or noun.stem in self._herself or _is_place(words, first - 1):
            return False
        if is_hers and (first < 2 or words[first - 2].word != "her" or noun.mark or noun.word in _BODY):
            return False
        if verb.word.endswith("s"):
            return is_hers or any(word.word in _ARTICLES for word in words[max(0, first - 3) : first - 1])
        return verb.word == verb.stem and bool(_PLURAL.search(noun.word)) and noun.word not in _NO_NOUNS

    @cached_property
    def _herself(self) -> frozenset[str]:
        return frozenset(token.stem for word in self.herself for token in tokens(word))

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(token.stem for word in self.others for token in tokens(word)) - self._herself

    @cached_property
    def _other_words(self) -> frozenset[str]:
        return frozenset(self.others)


def _start_of_part(words: Sequence[Token], first: int, mark: int) -> int:
    """Where the part of the sentence begins that a word is in, after such a mark or a stronger one, no colon."""
    return next((at for at in range(first, 0, -1) if mark <= words[at].mark < COLON), 0)


def _is_place(words: Sequence[Token], at: int) -> bool:
    """Whether a thing is only where something happens: "past the crowd"."""
    return any(word.word in _PLACING for word in words[max(0, at - 2) : at])
