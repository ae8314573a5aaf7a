"""What lines are about: words in their base forms, words of a project's own, and words that the lists can't read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from beatforge.mashup.themes import hits, is_english
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.lyrics.lines import Lyrics
from tests.mashup.bands import ARC, SHELVES, SUNG, lists_of, made, spec_of

GERMAN = ("die liebe in der nacht", "wir gehen auf der strasse", "halte mein herz", "wieder regen", "komm nach hause",
          "sag mir wo die blumen sind")  # fmt: skip
FRENCH = ("la nuit nous attend", "mon amour je suis perdu", "dans la rue sous la pluie", "ne me quitte pas")
ENGLISH = ("love in the night", "we walk along the road", "hold my heart", "rain again", "come home tonight")
LISTS = lists_of(spec_of("classic"))


def translated(analysis: Analysis, words: tuple[str, ...]) -> Analysis:
    """The song with its lines in other words."""
    assert analysis.lyrics
    lines = [replace(line, text=words[i % len(words)], words=()) for i, line in enumerate(analysis.lyrics.lines)]
    return replace(analysis, lyrics=Lyrics("lrc", tuple(lines)))


FOREIGN = {name: translated(analysis, GERMAN) for name, analysis in SUNG.items()}


@pytest.mark.parametrize(("word", "theme"), [("nights", "night"), ("dancing", "joy"), ("burned", "fire"),
                                             ("stories", "night"), ("kisses", "love")])  # fmt: skip
def test_a_word_is_found_in_its_base_form(word: str, theme: str) -> None:
    assert bool(hits([word], LISTS.words_for([theme]))) == (word != "stories")


def test_no_list_has_a_word_twice_or_a_word_of_every_song() -> None:
    for theme, words in SHELVES.themes["themes"].items():
        assert len(set(words)) == len(words), theme
        assert not set(words) & LISTS.common, theme


@pytest.mark.parametrize(("lines", "told"), [(GERMAN, False), (FRENCH, False), (ENGLISH, True)])
def test_english_is_known_by_its_commonest_words(lines: tuple[str, ...], told: bool) -> None:
    assert is_english(translated(SUNG["a"], lines), LISTS.common) is told


@pytest.mark.parametrize("said", [{"type": "theme_fusion", "theme": ["night"]}, {"type": "theme_fusion", "theme": []},
                                  {"type": "semantic_aligned", "arc": ARC}], ids=str)  # fmt: skip
def test_words_of_another_language_are_refused_with_the_ways_out(said: dict[str, Any]) -> None:
    with pytest.raises(Fault) as told:
        made(heard=FOREIGN, **said)
    assert told.value.code == "BF085" and "not English" in told.value.text and "of theirs" in told.value.hint


@pytest.mark.parametrize("said", [
    {"type": "theme_fusion", "theme": ["nacht", "strasse"]},
    {"type": "theme_fusion", "theme": ["night"], "themes": {"night": ["nacht"]}},
    {"type": "theme_fusion", "theme": [], "themes": {"weg": ["strasse", "hause"]}},
    {"type": "semantic_aligned", "arc": ARC, "feelings": {"glad": ["liebe", "herz"], "sad": ["regen"]}},
], ids=str)  # fmt: skip
def test_a_project_has_words_of_its_own_in_any_language(said: dict[str, Any]) -> None:
    found, _ = made(heard=FOREIGN, **said)
    assert any(row.stem == "vocals" for row in found.rows)


def test_a_song_in_another_language_is_left_out_and_the_plan_says_so() -> None:
    found, _ = made("theme_fusion", heard={**SUNG, "b": FOREIGN["b"]})
    assert "b" not in {row.song for row in found.rows if row.stem == "vocals"}
    assert "words of b are not English, and were not looked at" in found.reasons


def test_own_feelings_move_what_is_sung_along_an_arc() -> None:
    glad, sad = (made("semantic_aligned", feelings={how: ["walk", "rain"]})[0].rows for how in ("glad", "sad"))
    assert [row.song_beat for row in glad] != [row.song_beat for row in sad]
