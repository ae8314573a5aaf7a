"""Tempo and bars of rendered songs whose tempo changes, whose metre is not four, whose off-beats are louder than beats.

mir_eval is the referee. `bench_beats --rendered` has the same for many more songs.
"""

from __future__ import annotations

from functools import cache

import mir_eval
import numpy as np
import pytest

from beatforge.song.analysis import Analysis
from beatforge.song.listen import analyse
from beatforge.song.readings import FASTEST_BPM, SLOWEST_BPM
from beatforge.song.tempos import HALF_BEAT, KINDS, RATIOS, USUAL
from tests.rendered import RATE, RHYTHMS, Rendered, lay_beats, render, render_steady, spectra_of


@cache
def steady(name: str, tempo_bpm: float, seconds: float = 30, seed: int = 1) -> tuple[Rendered, Analysis]:
    song = render_steady(RHYTHMS[name], tempo_bpm, seconds, seed=seed)
    return song, analyse(spectra_of(song), "rendered")


def changing(name: str, *stretches: tuple[int, float] | tuple[int, float, float]) -> tuple[Rendered, Analysis]:
    beats, tempos = lay_beats(*stretches, start=0.4)
    song = render(RHYTHMS[name], beats, 3, tempos)
    return song, analyse(spectra_of(song), "rendered")


def score(truth: tuple[float, ...], heard: tuple[float, ...]) -> float:
    trimmed = (mir_eval.beat.trim_beats(np.array(times)) for times in (truth, heard))
    return float(mir_eval.beat.f_measure(*trimmed))


def heard_in(samples: np.ndarray) -> Analysis:
    return analyse(spectra_of(Rendered(samples.astype(np.float32), (), (), "4/4")), "rendered")


@pytest.mark.parametrize(
    ("name", "first_bpm", "then_bpm"), [("rock", 120, 90), ("breakbeat", 170, 150), ("waltz", 90, 140)]
)
def test_each_part_of_a_song_whose_tempo_changes_gets_its_own_exact_grid(
    name: str, first_bpm: float, then_bpm: float
) -> None:
    song, heard = changing(name, (60, first_bpm), (60, then_bpm))
    assert heard.steady
    assert [stretch.tempo_bpm for stretch in heard.tempos] == pytest.approx([first_bpm, then_bpm], rel=5e-4)
    assert heard.tempos[1].start == pytest.approx(song.tempos[1][0], abs=60 / first_bpm)
    assert (heard.tempos[0].start, heard.tempos[0].end) == (0, heard.tempos[1].start)
    assert heard.tempos[1].end == pytest.approx(heard.duration, abs=1e-4)
    assert score(song.beats, heard.beats) >= 0.98


def test_a_short_break_at_another_tempo_is_found_between_two_parts_of_one() -> None:
    song, heard = changing("rock", (64, 124), (28, 100), (64, 124))
    assert [stretch.tempo_bpm for stretch in heard.tempos] == pytest.approx([124, 100, 124], rel=1e-3)
    assert score(song.beats, heard.beats) >= 0.98


def test_a_cut_moves_the_grid_and_keeps_the_tempo() -> None:
    beats, _ = lay_beats((60, 120), start=0.4)
    after, _ = lay_beats((60, 120), start=beats[-1] + 0.17)
    song = render(RHYTHMS["rock"], (*beats[:-1], *after), 3)
    heard = analyse(spectra_of(song), "rendered")
    assert heard.steady
    assert [stretch.tempo_bpm for stretch in heard.tempos] == pytest.approx([120, 120], rel=5e-4)
    assert score(song.beats, heard.beats) >= 0.97


def test_what_speeds_up_all_the_time_is_followed_and_has_no_parts() -> None:
    song, heard = changing("rock", (130, 100, 135))
    assert not heard.steady
    assert len(heard.tempos) == 1
    assert heard.tempo_confidence <= 0.5
    assert score(song.beats, heard.beats) >= 0.95


def test_a_steady_song_is_one_part() -> None:
    _, heard = steady("sixteenths", 101.3)
    assert [(stretch.start, stretch.tempo_bpm) for stretch in heard.tempos] == [(0, heard.tempo_bpm)]
    assert heard.tempos[0].end == pytest.approx(heard.duration, abs=1e-4)


@pytest.mark.parametrize("tempo_bpm", [96, 128, 174])
def test_loud_off_beats_do_not_pull_the_beats_half_a_beat_aside(tempo_bpm: float) -> None:
    song, heard = steady("four on the floor", tempo_bpm)
    assert score(song.beats, heard.beats) >= 0.95


@pytest.mark.parametrize(
    ("name", "tempo_bpm"), [("rock", 84), ("breakbeat", 176), ("shuffle", 112), ("half time", 140)]
)
def test_neither_octaves_nor_thirds_are_taken_for_the_beat(name: str, tempo_bpm: float) -> None:
    song, heard = steady(name, tempo_bpm)
    assert heard.tempo_bpm == pytest.approx(tempo_bpm, rel=5e-4)
    assert score(song.beats, heard.beats) >= 0.95


@pytest.mark.parametrize(
    ("name", "tempo_bpm", "metre", "beats_per_bar"),
    [("waltz", 132, "3/4", 3), ("three rock", 104, "3/4", 3), ("six eight", 66, "6/8", 2), ("jig", 95, "6/8", 2),
     ("rock", 110, "4/4", 4), ("shuffle", 120, "4/4", 4)],
)  # fmt: skip
def test_metre_and_bars_are_heard(name: str, tempo_bpm: float, metre: str, beats_per_bar: int) -> None:
    song, heard = steady(name, tempo_bpm)
    assert (heard.metre, heard.beats_per_bar) == (metre, beats_per_bar)
    assert score(song.downbeats, heard.downbeats) >= 0.95
    assert heard.metre_confidence > 0.5 and heard.downbeat_confidence > 0.4  # a jig this fast is nearly a shuffle


@pytest.mark.parametrize("name", sorted(RHYTHMS))
def test_alternatives_are_what_they_say_and_share_one_certainty(name: str) -> None:
    _, heard = steady(name, 60 if RHYTHMS[name].metre == "6/8" else 118)
    kinds = [other.kind for other in heard.alternatives]
    assert len(set(kinds)) == len(kinds) and set(kinds) <= set(KINDS)
    assert [o.confidence for o in heard.alternatives] == sorted(
        (o.confidence for o in heard.alternatives), reverse=True
    )
    assert 0 < heard.tempo_confidence + sum(other.confidence for other in heard.alternatives) <= 1.02
    for other in heard.alternatives:
        assert other.tempo_bpm == pytest.approx(heard.tempo_bpm * RATIOS.get(other.kind, 1.0), rel=1e-4)


@pytest.mark.parametrize(("name", "tempo_bpm"), [("rock", 70), ("dembow", 100), ("swing", 150), ("waltz", 110)])
def test_what_beats_are_usually_mistaken_for_is_offered_wherever_a_beat_can_be(name: str, tempo_bpm: float) -> None:
    _, heard = steady(name, tempo_bpm)
    could_be = {kind for kind in USUAL if SLOWEST_BPM <= heard.tempo_bpm * RATIOS.get(kind, 1.0) <= FASTEST_BPM}
    assert could_be and could_be <= {other.kind for other in heard.alternatives}


def test_a_song_whose_bars_have_tempi_of_their_own_is_on_no_grid() -> None:
    chance = np.random.default_rng(3)
    stretches = [(4, 100 * float(np.exp(chance.normal(0, 0.07)))) for _ in range(24)]
    beats, _ = lay_beats(*stretches, start=0.4)
    song = render(RHYTHMS["arpeggio"], beats, 1)
    heard = analyse(spectra_of(song), "rendered")
    assert not heard.steady and heard.tempo_confidence <= 0.5


@pytest.mark.parametrize("name", sorted(RHYTHMS))
def test_a_tempo_that_is_misheard_is_offered(name: str) -> None:
    tempo_bpm = 60 if RHYTHMS[name].metre == "6/8" else 118
    song, heard = steady(name, tempo_bpm)
    offered = {other.tempo_bpm for other in heard.alternatives}
    ratios = [candidate / tempo_bpm for candidate in (heard.tempo_bpm, *offered)]
    assert any(abs(ratio - 1) < 1e-3 for ratio in ratios)
    if abs(heard.tempo_bpm / tempo_bpm - 1) < 1e-3:
        assert score(song.beats, heard.beats) >= 0.95 or HALF_BEAT in {other.kind for other in heard.alternatives}


def test_noise_and_talk_have_no_tempo_to_be_sure_of() -> None:
    chance = np.random.default_rng(5)
    noise = 0.2 * chance.standard_normal(20 * RATE)
    talk = np.zeros(20 * RATE)
    at = 0.0
    while at < 19:  # syllables of all lengths at all distances
        length = int(chance.uniform(0.08, 0.3) * RATE)
        hz = chance.uniform(100, 220)
        begin = int(at * RATE)
        wave = sum(np.sin(2 * np.pi * hz * k * np.arange(length) / RATE) / k for k in range(1, 12))
        talk[begin : begin + length] += 0.2 * wave * np.hanning(length)
        at += length / RATE + float(chance.exponential(0.12))
    for sound in (noise, talk):
        heard = heard_in(sound)
        assert not heard.steady
        assert heard.tempo_confidence < 0.35
        assert heard.downbeat_confidence <= 0.5


def test_silence_has_no_tempo_map() -> None:
    heard = heard_in(np.zeros(20 * RATE))
    assert (heard.tempos, heard.alternatives, heard.tempo_confidence, heard.metre) == ((), (), 0.0, "4/4")
