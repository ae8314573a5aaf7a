"""Maps of time: downbeats where the grid has them, by as few anchors as that takes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from beatforge.mashup.bars import DOWNBEAT_S, GROOVE_S, Bars, warp_of
from beatforge.mix.parts import Part, Warp
from beatforge.mix.runs import runs_of

BEAT_S, RATE, PER_BAR = 0.5, 44100, 4
BEATS = 64


def played(sway_s: float, drift: float = 0.0, seed: int = 3) -> Bars:
    """A band whose tempo goes up and down by `drift`, and whose beats come up to `sway_s` early or late."""
    steps = 0.48 * (1 + drift * np.sin(np.arange(BEATS) / 9))
    late = np.random.default_rng(seed).uniform(-sway_s, sway_s, BEATS + 1)
    return Bars(tuple(np.round(0.7 + np.concatenate([[0.0], np.cumsum(steps)]) + late, 6).tolist()), PER_BAR)


def off(bars: Bars, warp: Warp) -> np.ndarray:
    """How far from the grid each beat is heard, in seconds."""
    part = Part("a", "a", "mix", warp)
    return np.abs([part.mix_s(bars.beats[index]) - index * BEAT_S for index in range(BEATS)])


@pytest.mark.parametrize(("sway_s", "drift"), [(0.0, 0.0), (0.002, 0.0), (0.006, 0.0), (0.012, 0.0), (0.004, 0.03)])
def test_downbeats_are_on_the_grid_and_other_beats_keep_no_more_than_their_groove(sway_s: float, drift: float) -> None:
    bars = played(sway_s, drift)
    found = off(bars, warp_of(bars, 0, 0, BEATS, BEAT_S))
    assert found[::PER_BAR].max() <= DOWNBEAT_S * 1.1 and found.max() <= GROOVE_S * 1.1


def test_a_steady_song_has_no_anchor_but_its_ends() -> None:
    assert len(warp_of(played(0.0), 0, 0, BEATS, BEAT_S)) == 2
    assert len(warp_of(played(0.002), 0, 0, BEATS, BEAT_S)) == 2


def test_an_uneven_song_turns_at_bars_only_and_seldom() -> None:
    bars = played(0.006)
    warp = warp_of(bars, 0, 0, BEATS, BEAT_S)
    assert len(warp) <= BEATS // PER_BAR + 1
    assert all(round(mix / BEAT_S, 6) % PER_BAR == 0 for _, mix in warp)
    every = [(song, round(index * BEAT_S * RATE)) for index, song in enumerate(bars.beats)]
    own = [(song, round(mix * RATE)) for song, mix in warp]
    assert 4 * len(runs_of(own, RATE, 0)) <= len(runs_of(every, RATE, 0))


def test_where_beats_inside_a_bar_stray_too_far_it_turns_there() -> None:
    beats = list(played(0.0).beats)
    beats[10] += 0.03
    bars = Bars(tuple(beats), PER_BAR)
    assert off(bars, warp_of(bars, 0, 0, BEATS, BEAT_S)).max() <= GROOVE_S * 1.1


def test_parts_that_go_on_in_one_another_meet_in_the_song_too() -> None:
    bars = played(0.006)
    first, second = warp_of(bars, 0, 0, 16, BEAT_S), warp_of(bars, 16, 16, 16, BEAT_S)
    assert first[-1] == second[0]
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise((*first, *second[1:])))
