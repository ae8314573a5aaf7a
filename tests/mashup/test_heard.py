"""A mashup as a song: composed of what was heard in its songs, exact in its grid, and local in everything else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from beatforge.mashup.heard import analysis_of
from beatforge.mashup.recipes import TYPES
from beatforge.song.analysis import ENVELOPE_HZ, ENVELOPES, Analysis, Stretch
from tests.mashup.bands import SUNG, made, stems_of

STEMS = {name: stems_of(analysis) for name, analysis in SUNG.items()}


def heard(type: str, **said: object) -> Analysis:
    found, mix = made(type, **said)  # type: ignore[arg-type]  # choices of a type
    return analysis_of(found, mix, STEMS)


@pytest.mark.parametrize("name", TYPES)
def test_its_grid_is_exact_and_its_sections_cover_it(name: str) -> None:
    found, mix = made(name)
    song = analysis_of(found, mix, STEMS)
    assert song.duration == mix.duration_s and song.steady
    assert song.beats == tuple(round(index * 60 / found.decks.tempo_bpm, 4) for index in range(len(song.beats)))
    assert song.downbeats == song.beats[::4] and len(song.downbeats) == found.bars
    assert song.sections[0].start == 0 and song.sections[-1].end == song.duration
    assert all(before.end == after.start for before, after in pairwise(song.sections))
    assert {section.start for section in song.sections} <= set(song.downbeats)
    assert all(len(song.envelopes[curve]) == int(song.duration * ENVELOPE_HZ) for curve in ENVELOPES)
    assert Analysis.from_value(song.to_value()) == song


def test_words_are_sung_when_their_part_has_them() -> None:
    found, mix = made("classic")
    song = analysis_of(found, mix, STEMS)
    voices = [part for part in mix.parts if part.stem == "vocals"]
    words = SUNG["a"].lyrics
    assert song.lyrics and words
    expected = [
        (line.text, round(part.mix_s(line.start or 0.0), 3))
        for part in voices
        for line in words.lines
        if part.warp[0][0] <= (line.start or 0.0) and (line.end or 0.0) <= part.warp[-1][0]
    ]
    assert [(line.text, line.start) for line in song.lyrics.lines] == expected
    assert all(line.words and line.words[0].start == line.start for line in song.lyrics.lines)


def test_drops_and_breaks_are_those_of_what_carries_it() -> None:
    songs = {name: replace(analysis, breaks=(Stretch(16.0, 20.0),)) for name, analysis in SUNG.items()}
    found, mix = made("classic", heard=songs)
    song = analysis_of(found, mix, STEMS)
    beds = [part for part in mix.parts if part.stem == "instrumental"]
    drops = {round(part.mix_s(drop.at), 3) for part in beds for drop in SUNG["b"].drops
             if part.warp[0][0] <= drop.at < part.warp[-1][0]}  # fmt: skip
    assert {drop.at for drop in song.drops} == drops and drops
    assert song.breaks and all(one.end - one.start == pytest.approx(4.0, abs=0.01) for one in song.breaks)


def test_a_muted_row_changes_the_curves_where_it_was_and_nowhere_else() -> None:
    _, mix = made("classic")
    part = next(part for part in mix.parts if part.id == "a-vocals.13")
    before, after = heard("classic"), heard("classic", edits=[{"part": part.id, "mute": True}])
    for name in ENVELOPES:
        moved = [at for at, pair in enumerate(zip(before.envelopes[name], after.envelopes[name], strict=True))
                 if pair[0] != pair[1]]  # fmt: skip
        assert all(part.start_s - 0.02 <= at / ENVELOPE_HZ <= part.end_s + 0.02 for at in moved)
    assert sum(after.envelopes["mid"]) < sum(before.envelopes["mid"])
    assert (before.beats, before.sections) == (after.beats, after.sections)
