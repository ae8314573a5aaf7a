"""Parts of a song get names that agree with its words; where the words tell too little, what was heard stands."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from beatforge.song.analysis import SECTION_KINDS, Section
from beatforge.song.lyrics.lines import Lyrics
from beatforge.song.lyrics.parts import named_by_words
from beatforge.song.lyrics.pieces import Piece, line_of

HEARD = tuple(
    Section(20.0 * index, 20.0 * index + 20, kind)
    for index, kind in enumerate(("verse", "verse", "verse", "bridge", "chorus", "verse", "verse", "verse"))
)
"""Listening gave most of them the usual name."""

SUNG = {
    1: ("down by the river", "nobody came"),
    2: ("Oh, sing it again!", "sing it loud"),
    3: ("up on the mountain", "somebody did"),
    4: ("oh sing it again", "sing it loud"),
    6: ("oh sing it again", "sing it loud"),
}
"""Which lines are sung in which part; two parts between have none."""


def lyrics_of(sung):
    lines = [
        line_of([Piece(20.0 * part + 8 * place, 20.0 * part + 8 * place + 6, text)], row=1)
        for part, texts in sung.items()
        for place, text in enumerate(texts)
    ]
    return Lyrics("lrc", tuple(lines))


def kinds(sections):
    return [section.kind for section in sections]


def test_a_chorus_is_what_returns_and_parts_without_words_are_instrumental():
    assert kinds(named_by_words(HEARD, lyrics_of(SUNG))) == [
        "intro", "verse", "chorus", "bridge", "chorus", "instrumental", "chorus", "outro"
    ]  # fmt: skip


def test_drops_and_solos_are_heard_and_not_read():
    heard = tuple(replace(s, kind={2: "drop", 5: "solo"}.get(i, s.kind)) for i, s in enumerate(HEARD))
    named = kinds(named_by_words(heard, lyrics_of(SUNG)))
    assert (named[2], named[5]) == ("drop", "solo")


def test_words_that_tell_too_little_change_no_name():
    never_returns = {part: texts for part, texts in SUNG.items() if part < 3} | {6: ("goodbye",)}
    only_the_start = {1: ("la la", "li"), 2: ("la la", "li")}
    for sung in ({}, never_returns, only_the_start):
        assert named_by_words(HEARD, lyrics_of(sung)) == HEARD


def test_a_line_that_is_sung_twice_in_a_row_has_not_returned():
    twice = {1: ("hey now", "hey now"), 3: ("other words",), 6: ("more of them",)}
    assert named_by_words(HEARD, lyrics_of(twice)) == HEARD


def test_another_word_in_a_line_that_never_returns_changes_no_name():
    other = SUNG | {1: ("down by the water", "nobody came")}
    assert named_by_words(HEARD, lyrics_of(other)) == named_by_words(HEARD, lyrics_of(SUNG))


@given(
    st.dictionaries(st.integers(0, 7), st.lists(st.sampled_from(["a", "b c", "d", "♪ e"]), min_size=1, max_size=2)),
    st.lists(st.sampled_from(SECTION_KINDS), min_size=8, max_size=8),
)
def test_names_change_and_nothing_else(sung, heard):
    sections = tuple(replace(section, kind=kind) for section, kind in zip(HEARD, heard, strict=True))
    named = named_by_words(sections, lyrics_of(sung))
    assert [(s.start, s.end) for s in named] == [(s.start, s.end) for s in sections]
    assert set(kinds(named)) <= set(SECTION_KINDS)
