"""Whether what is said of a thing is that it shall not be: "no anime", "anything but anime", "anime is forbidden".

In: a text's words and where a term stands. Out: yes or no. English only. In doubt the answer is no, so that a doubtful
prompt is looked at by a person: "not only anime", "no text, anime" and "she doesn't wait while running" are no
negations of what comes last.
"""

from __future__ import annotations

from collections.abc import Sequence

from beatforge.persona.constitution.words import CLAUSE, COLON, COMMA, Token, word_set

REACH = 9
"""Words over which a negation reaches at most."""

_NEGATORS = word_set(
    "no not never without none neither nor cannot cant dont doesnt didnt wont wouldnt shouldnt mustnt isnt arent wasnt"
    " werent aint avoid avoids avoiding avoided exclude excludes excluding forbid forbids forbidding ban bans banning"
    " zero lacks lacking nobody refuse refuses refusing refused decline declines hate hates reject rejects sans"
    " minus"
)
_PAIRS = (("instead", "of"), ("rather", "than"), ("anything", "but"), ("free", "of"), ("free", "from"), ("far", "from"),
          ("nothing", "like"), ("steer", "clear"), ("away", "from"),
          ("refrain", "from"), ("opposite", "of"))  # fmt: skip
_NEXT_ONLY = frozenset(("non", "nothing", "un", "anti"))
"""What negates the next word alone."""

_UNDOING = word_set(
    "only just merely simply less doubt problem stop stops stopping limit limits fear matter wonder question"
    " longer forget forgets mind hesitate miss"
)
"""Right after a negator these take it back: not only, no doubt."""

_KEEPING_ON = word_set(
    "stop stops stopping quit quits cease ceases end ends tire tires tired help resist fail fails tell distinguish"
    " believe enough"
)
"""Anywhere after a negator these take it back: never wants to stop, can't help, you can't tell it from."""

_LISTING = word_set("avoid negative negatives exclude without never no not forbidden banned taboo nothing")
"""Before a colon these say that nothing of the list that follows shall be."""
_LISTED = word_set("prompt prompts include following show use want add contain")
"""So do these where one of the former, or a negator, stands before them."""

_NEW_THOUGHT = word_set(
    "but however instead yet though although while as when whenever until till before after because since if that who"
    " why which where whereas then so except unless just only"
)
_STARTS = word_set("she he they it her his nova then the a an with make let show have give put add more use")
"""After "and" these begin something new: no rain and she runs."""

_VERBS = word_set("is are be being must should shall will would can may was were stays stay remains remain do does")
_REFUSED = word_set(
    "forbidden banned prohibited excluded avoided unwanted disallowed off out refused taboo wrong unwelcome"
    " unacceptable no"
)
_BEFORE_VERBS = word_set("dont doesnt didnt wont cannot cant refuse refuses refused declines")
"""They negate infinitives, so not what "and runs" says."""
_PLACES = word_set("in on at of as")
_WANTED = word_set(
    "allowed wanted want permitted welcome used shown seen there part ok okay present needed appear happen acceptable"
    " included visible desired tolerated"
)


def is_negated(text: Sequence[Token], first: int, end: int, own: int = 0) -> bool:
    """Whether the words `first` to `end` are said not to be; `own` of them are negations that belong to the term."""
    if _refused_after(text, end) or _is_listed(text, first):
        return True
    inside = negations(text[first:end]) - own
    return (inside + _negators_before(text, first)) % 2 == 1


def negations(words: Sequence[Token]) -> int:
    """How many of the words negate."""
    return sum(token.word in _NEGATORS for token in words)


def _is_listed(text: Sequence[Token], first: int) -> bool:
    """Whether the word stands in a list like "avoid: anime, manga"."""
    for at in range(first, 0, -1):
        if text[at].mark == COLON:
            before = [token.word for token in text[max(0, at - 4) : at]]
            return before[-1] in _LISTING or (
                before[-1] in _LISTED and any(word in _LISTING | _NEGATORS for word in before)
            )
        if text[at].mark >= CLAUSE:
            return False
    return False


def _negators_before(text: Sequence[Token], first: int) -> int:
    """How many negations reach the word `first`."""
    count = 0
    for at in range(first - 1, max(-1, first - 1 - REACH), -1):
        here, after = text[at], text[at + 1]
        if after.mark >= CLAUSE or (after.mark == COMMA and not _goes_on(text, at + 1)):
            break
        pair = (here.word, after.word)
        if pair in _PAIRS:
            count += 1
            continue
        if here.word in _NEXT_ONLY:
            count += at + 1 == first or here.word == "nothing"
            continue
        if here.word in _NEGATORS:
            is_other = at > 0 and text[at - 1].word == "why"
            is_undone = after.word in _UNDOING or any(word.word in _KEEPING_ON for word in text[at + 1 : first])
            is_other |= here.word in _BEFORE_VERBS and text[first - 1].word == "and" and text[first].word.endswith("s")
            count += not is_undone and not is_other and not (here.word == "neither" and count)
            if at > 0 and text[at - 1].word in ("and", "or"):
                break
        elif here.word == "that" and at and text[at - 1].word == "nothing":
            return count + 1
        elif (here.word in _NEW_THOUGHT and pair[::-1] not in _PAIRS and not _is_of_pair(text, at)) or (
            here.word == "and" and after.word in _STARTS
        ):
            break
    return count


def _is_of_pair(text: Sequence[Token], at: int) -> bool:
    """Whether the word closes a pair, as the "but" of "anything but"."""
    return (at > 0 and (text[at - 1].word, text[at].word) in _PAIRS) or (text[at].word, text[at + 1].word) in _PAIRS


def _goes_on(text: Sequence[Token], at: int) -> bool:
    """Whether a comma before `at` only parts the things of one list, which "or" or "nor" closes."""
    length = 0
    for index in range(at, len(text)):
        word = text[index]
        if (index > at and word.mark >= CLAUSE) or word.word in _NEW_THOUGHT:
            return False
        length = 0 if word.mark else length + 1
        if word.word in ("or", "nor"):
            return True
        if length > 3:
            return False
    return False


def _refused_after(text: Sequence[Token], end: int) -> bool:
    """Whether the words after a thing refuse it: is forbidden, is not allowed, must never appear."""
    if _is_waved_off(text, end):
        return True
    saw_verb = saw_not = False
    place = 0
    for token in text[end : end + 8]:
        if token.word in _PLACES and not saw_verb:
            place = 4
        place -= place > 0
        if token.mark >= CLAUSE:
            return False
        if token.word in _VERBS:
            saw_verb, place = True, 0
        elif saw_verb and token.word in ("not", "never"):
            saw_not = True
        elif token.word in ("isnt", "arent", "cant", "cannot", "mustnt", "shouldnt", "wont"):
            saw_verb = saw_not = True
        elif place and not token.mark and token.word not in _NEW_THOUGHT | {"and"}:
            continue
        elif saw_verb and token.word in _REFUSED:
            return not saw_not and not (
                token.word == "no" and any(word.word in _UNDOING for word in text[end : end + 8])
            )
        elif saw_not and token.word in _WANTED:
            return True
        elif token.word not in ("what", "we", "i", "strictly", "absolutely", "to", "ever", "a", "completely", "also"):
            return False
    return False


def _is_waved_off(text: Sequence[Token], end: int) -> bool:
    """Whether one word after a thing refuses it: "anime-free", "anime? no!"; "running free" is no refusal."""
    if end >= len(text):
        return False
    word, is_last = text[end], end + 1 == len(text) or text[end + 1].mark > 0
    if word.word == "free" and not word.mark:
        return is_last and not text[end - 1].word.endswith("ing") and text[end - 1].stem != "run"
    return word.mark >= CLAUSE and is_last and word.word in ("no", "nope", "never", "not")
