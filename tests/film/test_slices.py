"""A shot's music is its own: the same bars give the same slice wherever they stand."""

from __future__ import annotations

from fractions import Fraction

from beatforge.film.clock import frame_at, frame_count
from beatforge.film.slices import score_of, slice_of
from tests.film.songs import song

RATE = Fraction(24)


def test_curves_have_one_number_per_frame_with_handles() -> None:
    analysis = song()
    score = score_of(analysis, frame_count(analysis.duration, RATE), RATE)
    music = slice_of(score, 96, 192)
    assert music.first == -48
    assert {len(curve) for curve in (music.energy, music.bass, music.onset)} == {96 + 2 * 48}


def test_outside_the_song_it_is_silent() -> None:
    analysis = song()
    frames = frame_count(analysis.duration, RATE)
    score = score_of(analysis, frames, RATE)
    assert slice_of(score, 0, 48).energy[:48] == (0,) * 48
    assert slice_of(score, frames - 48, frames).energy[-48:] == (0,) * 48


def test_a_slice_does_not_know_its_place_in_the_song() -> None:
    """The same bars of two sections with the same sound: 120 bpm at 24 fps puts bars on whole frames."""
    from dataclasses import replace

    flat = {name: (100,) * len(curve) for name, curve in song().envelopes.items()}
    analysis = replace(song(), envelopes=flat)
    score = score_of(analysis, frame_count(analysis.duration, RATE), RATE)
    assert slice_of(score, 480, 576) == slice_of(score, 864, 960)


def test_beats_reach_over_both_ends() -> None:
    analysis = song()
    score = score_of(analysis, frame_count(analysis.duration, RATE), RATE)
    music = slice_of(score, 101, 203)
    assert music.beats[0] <= music.first and music.beats[-1] >= 102 + 47


def test_boundaries_are_rounded_once() -> None:
    assert frame_at(0.5 / 24, RATE) == 1
    assert frame_at(1001 / 24000 * 7, Fraction(24000, 1001)) == 7
    assert frame_count(61.458, RATE) == 1475


def test_drops_and_words_are_frames_of_the_shot_itself() -> None:
    analysis = song()
    score = score_of(analysis, frame_count(analysis.duration, RATE), RATE, words=(31.0, 32.5, 90.0))
    music = slice_of(score, 720, 864)  # the chorus, with its drop, begins at 32 s
    assert music.drops == ((48, 80),)
    assert music.words == (24, 60)


def test_a_shot_knows_how_far_its_part_of_the_song_has_come() -> None:
    analysis = song()
    score = score_of(analysis, frame_count(analysis.duration, RATE), RATE)
    assert slice_of(score, 384, 576).section == (0, 500)
    assert slice_of(score, 576, 768).section == (500, 1000)
    assert slice_of(score, 1152, frame_count(analysis.duration, RATE)).section == (0, 1000)
