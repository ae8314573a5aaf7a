"""Beats of songs whose beats are known."""

import mir_eval
import numpy as np
import pytest

from beatforge.song.listen import listen


def score(truth, heard):
    trimmed = (mir_eval.beat.trim_beats(np.array(times)) for times in (truth, heard))
    return mir_eval.beat.f_measure(*trimmed)


@pytest.mark.parametrize(("tempo_bpm", "offset_s", "tonic_midi"), [(90, 0.37, 60), (128.37, 0.2, 57), (174, 1.23, 65)])
def test_a_steady_song_gets_an_exact_grid(make_song, tempo_bpm, offset_s, tonic_midi):
    truth = make_song(tempo_bpm=tempo_bpm, offset_s=offset_s, tonic_midi=tonic_midi)
    heard = listen(truth.path)
    assert heard.steady
    assert heard.tempo_bpm == pytest.approx(tempo_bpm, abs=0.01)
    assert score(truth.beats, heard.beats) >= 0.95
    assert score(truth.downbeats, heard.downbeats) >= 0.95
    late = [min(heard.beats, key=lambda beat: abs(beat - at)) - at for at in truth.beats]
    assert max(map(abs, late)) < 0.006


def test_beats_reach_both_ends_of_the_song(make_song):
    truth = make_song(tempo_bpm=174, offset_s=1.23, tonic_midi=65)
    heard = listen(truth.path)
    period = 60 / 174
    assert 0 <= heard.beats[0] < period
    assert truth.duration - period <= heard.beats[-1] + 0.006 < truth.duration
    assert np.diff(heard.beats) == pytest.approx(period, abs=0.001)


def test_a_waltz_has_three_beats_to_the_bar(make_song):
    truth = make_song(tempo_bpm=100, offset_s=0.1, tonic_midi=62, beats_per_bar=3)
    heard = listen(truth.path)
    assert heard.beats_per_bar == 3
    assert score(truth.downbeats, heard.downbeats) >= 0.95


def test_beats_follow_a_player_who_slows_down(play):
    period = 0.5 * 1.25 ** (np.arange(140) / 140)
    truth = 0.3 + np.cumsum(period)
    heard = listen(play(truth))
    assert not heard.steady
    assert score(truth, heard.beats) >= 0.95


def test_a_pinned_tempo_is_taken_as_it_is(make_song):
    truth = make_song(tempo_bpm=90, offset_s=0.37)
    heard = listen(truth.path, tempo_bpm=45)
    assert heard.tempo_bpm == 45
    assert score(truth.beats[::2], heard.beats) >= 0.95 or score(truth.beats[1::2], heard.beats) >= 0.95
