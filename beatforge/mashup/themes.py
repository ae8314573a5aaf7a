"""What lines are about and how they feel: lists of words, and finding them in a line. Pure.

In: the words of `config/themes.yaml` and `config/feelings.yaml`, and those that a project adds. Out: `WordLists`. The
shipped ones are English: of words in another language they say nothing, and whoever asks is told so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.sentiment import forms_of, valence_of

ENGLISH = 0.12
"""The share of words that are common English ones, from which on a text counts as English. English songs have 0.25 to
0.55 of them (five were counted); a refrain of "la la la" halves it."""

FEWEST_WORDS = 12
"""With fewer words nobody can tell a language."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class WordLists:
    """Words by theme, and how glad or sad words are, shipped ones and the project's own together.

    `own_themes` are the themes that the project says words for, `has_own_feelings` whether it does so for feelings;
    `common` are words that every English text has.
    """

    themes: Mapping[str, tuple[str, ...]]
    feelings: Mapping[str, Any]
    common: frozenset[str]
    own_themes: frozenset[str] = frozenset()
    has_own_feelings: bool = False

    def words_for(self, themes: Iterable[str]) -> frozenset[str]:
        """All words that carry any of the themes; a theme that is in no list carries itself."""
        return frozenset(word for theme in themes for word in (theme.lower(), *self.themes.get(theme.lower(), ())))

    def gladness(self, text: str) -> float | None:
        """-1..1: whether a text's words are rather sad or glad; None where they say neither."""
        felt, count = valence_of(text, self.feelings)
        return felt if count else None

    def is_read(self, analysis: Analysis, themes: Iterable[str] | None = None) -> bool:
        """Whether these lists can tell anything of a song's words: they are English, or the project says words of its
        own for all `themes`, for feelings where none are named."""
        own = self.has_own_feelings
        if themes is not None:
            own = all(theme.lower() in self.own_themes or theme.lower() not in self.themes for theme in themes)
        return own or is_english(analysis, self.common)


def word_lists(spec: MashupSpec, themes: Mapping[str, Any], feelings: Mapping[str, Any]) -> WordLists:
    """The lists for a project: what is shipped, and what it adds."""
    own = {name.lower(): tuple(word.lower() for word in words) for name, words in spec.themes.items()}
    every = {name: (*themes["themes"].get(name, ()), *own.get(name, ())) for name in {**themes["themes"], **own}}
    valence = {name: tuple(words) for name, words in feelings["valence"].items()}
    glad, sad = (tuple(word.lower() for word in words) for words in (spec.feelings.glad, spec.feelings.sad))
    valence = {name: tuple(word for word in words if word not in (*glad, *sad)) for name, words in valence.items()}
    valence |= {"glad_2": (*valence["glad_2"], *glad), "sad_2": (*valence["sad_2"], *sad)}
    common = frozenset(themes["languages"]["english"])
    return WordLists(every, {**feelings, "valence": valence}, common, frozenset(own), bool(glad or sad))


def hits(words: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of a line's words that are wanted, as they stand or in their base form."""
    goals = frozenset(wanted)
    return tuple(word for word in words if any(form in goals for form in forms_of(word)))


def tokens(text: str) -> Iterator[str]:
    """All words of a text, in small letters."""
    return (found.lower() for found in _WORD.findall(text.replace("’", "'")))


def is_english(analysis: Analysis, common: frozenset[str]) -> bool:
    """Whether a song's words are English, as far as their commonest words tell; too few words are taken to be."""
    said = [word for line in analysis.lyrics.lines for word in tokens(line.text)] if analysis.lyrics else []
    return len(said) < FEWEST_WORDS or sum(word in common for word in said) >= ENGLISH * len(said)


def unread(songs: Iterable[str], what: str, hint: str) -> Fault:
    """The refusal of words that the lists say nothing of."""
    text = f"the words of {' and '.join(songs)} are not English, and the lists of {what} are"
    return Fault("BF085", text, hint, ("type",))
