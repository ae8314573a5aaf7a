"""What a human pins wins."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatforge.song.analysis import Analysis, Section
from beatforge.song.pins import PinError, apply_pins, misplaced_pins
from beatforge.song.tempos import Alternative, Tempo


def heard(steady=True, beats=None, duration=60.0):
    beats = tuple(np.arange(0.25, duration, 0.5).tolist()) if beats is None else beats
    return Analysis(
        duration=duration,
        sample_rate=44100,
        channels=2,
        decoder="pyav",
        tempo_bpm=120.0,
        steady=steady,
        beats=beats,
        downbeats=beats[1::4],
        beats_per_bar=4,
        key="C major",
        sections=(Section(0.0, 16.0, "intro"), Section(16.0, 40.0, "verse"), Section(40.0, duration, "chorus")),
        drops=(),
        envelopes={},
    )


def test_no_pins_change_nothing():
    assert apply_pins(heard()) == heard()


def test_a_tempo_that_was_heard_changes_nothing():
    assert apply_pins(heard(steady=False), tempo_bpm=120.0) == heard(steady=False)


@given(st.floats(40, 240), st.floats(0, 59.9))
def test_pinned_tempo_and_downbeat_are_exact(tempo_bpm, first_downbeat):
    pinned = apply_pins(heard(), tempo_bpm=tempo_bpm, first_downbeat=first_downbeat)
    assert pinned.tempo_bpm == tempo_bpm
    assert pinned.steady
    assert pinned.downbeats[0] == pytest.approx(first_downbeat, abs=1e-4)
    assert np.diff(pinned.beats) == pytest.approx(60 / tempo_bpm, abs=6e-3)
    assert set(pinned.downbeats) <= set(pinned.beats)
    assert 0 <= pinned.beats[0] <= 60 / tempo_bpm
    assert pinned.beats[-1] < 60


def test_beats_that_were_followed_move_together():
    beats = tuple(np.arange(0.5, 59, 0.55).tolist())
    pinned = apply_pins(heard(steady=False, beats=beats), first_downbeat=beats[6] + 0.03)
    assert pinned.downbeats[0] == pytest.approx(beats[6] + 0.03, abs=1e-4)
    assert np.subtract(pinned.beats[1 : len(beats)], beats[:-1]) == pytest.approx(0.03, abs=1e-3)
    assert pinned.tempo_bpm == 120.0


def test_a_silent_song_gets_the_grid_that_was_pinned():
    pinned = apply_pins(heard(beats=()), tempo_bpm=60, first_downbeat=1.5)
    assert pinned.beats[:3] == (0.5, 1.5, 2.5)
    assert pinned.downbeats[:2] == (1.5, 5.5)


def test_pinned_sections_stand_where_they_were_put_and_the_rest_remains():
    pinned = apply_pins(heard(), sections=[(14.123, "verse"), (20.5, "bridge")])
    assert [(part.start, part.end, part.kind) for part in pinned.sections] == [
        (0.0, 14.123, "intro"), (14.123, 20.5, "verse"), (20.5, 40.0, "bridge"), (40.0, 60.0, "chorus"),
    ]  # fmt: skip


def test_a_heard_boundary_next_to_a_pinned_one_gives_way():
    pinned = apply_pins(heard(), sections=[(18.0, "solo")])
    assert [(part.start, part.kind) for part in pinned.sections] == [(0.0, "intro"), (18.0, "solo"), (40.0, "chorus")]


def test_a_pinned_list_for_the_whole_song_is_the_song():
    pinned = apply_pins(heard(), sections=[(0.0, "intro"), (55.0, "outro")])
    assert [(part.start, part.end, part.kind) for part in pinned.sections] == [(0, 55, "intro"), (55, 60, "outro")]


def test_pins_outside_the_song_are_all_named():
    faults = misplaced_pins(heard(), first_downbeat=61.0, sections=[(5.0, "verse"), (5.0, "verse"), (70.0, "outro")])
    assert [path for path, _ in faults] == ["first_downbeat", "sections.1.at", "sections.2.at"]
    with pytest.raises(PinError, match=r"pins\.first_downbeat: 61\.0 s lies outside the song, which is 60\.000 s long"):
        apply_pins(heard(), first_downbeat=61.0)


def two_parts():
    beats = (*np.arange(0.25, 30, 0.5).tolist(), *np.arange(30.25, 60, 0.75).tolist())
    stretches = (Tempo(0.0, 30.25, 120.0), Tempo(30.25, 60.0, 80.0))
    return replace(heard(beats=beats), tempos=stretches, alternatives=(Alternative("x2", 240.0, 0.2),))


def test_pinned_tempos_lay_one_exact_grid_each_with_a_beat_where_they_begin():
    pinned = apply_pins(heard(), tempos=[(0.0, 100.0), (20.3, 90.0), (41.0, 130.0)])
    assert [(part.start, part.end, part.tempo_bpm) for part in pinned.tempos] == [
        (0.0, 20.3, 100.0), (20.3, 41.0, 90.0), (41.0, 60.0, 130.0),
    ]  # fmt: skip
    assert {0.75, 20.3, 41.0} <= set(pinned.beats)  # 0.75 s: the first downbeat that was heard
    for start, end, tempo_bpm in ((0, 20.3, 100), (20.3, 41, 90), (41, 60, 130)):
        inside = [beat for beat in pinned.beats if start <= beat < end]
        assert np.diff(inside) == pytest.approx(60 / tempo_bpm, abs=2e-4)
    assert min(np.diff(pinned.beats)) > 0.4 * 60 / 130
    assert pinned.downbeats[0] == 0.75 and set(pinned.downbeats) <= set(pinned.beats)
    assert (pinned.tempo_confidence, pinned.alternatives, pinned.tempo_bpm) == (1.0, (), 90.0)


def test_before_the_first_pinned_tempo_what_was_heard_remains():
    pinned = apply_pins(heard(), tempos=[(40.25, 80.0)])
    assert [beat for beat in pinned.beats if beat < 40] == [beat for beat in heard().beats if beat < 40]
    assert [beat for beat in pinned.beats if beat > 40][:3] == [40.25, 41.0, 41.75]


def test_a_pinned_downbeat_moves_every_part_by_the_same_share_of_a_beat():
    pinned = apply_pins(two_parts(), first_downbeat=1.5)
    assert pinned.downbeats[0] == 1.5
    assert [beat for beat in pinned.beats if 31 < beat < 34] == pytest.approx([31.375, 32.125, 32.875, 33.625])
    assert np.diff([beat for beat in pinned.beats if beat < 30]) == pytest.approx(0.5)


def test_pinned_beats_per_bar_count_bars_anew_from_the_first_downbeat():
    pinned = apply_pins(heard(), beats_per_bar=3)
    assert (pinned.beats_per_bar, pinned.metre, pinned.metre_confidence) == (3, "3/4", 1.0)
    assert pinned.downbeats[:3] == (0.75, 2.25, 3.75)
    assert apply_pins(heard(), beats_per_bar=3, first_downbeat=0.25).downbeats[:2] == (0.25, 1.75)
    assert apply_pins(heard(), beats_per_bar=4).metre == "4/4"


def test_one_pinned_tempo_makes_one_part_of_a_song_of_several():
    pinned = apply_pins(two_parts(), tempo_bpm=96.0)
    assert [(part.start, part.end, part.tempo_bpm) for part in pinned.tempos] == [(0.0, 60.0, 96.0)]
    assert np.diff(pinned.beats) == pytest.approx(60 / 96, abs=2e-4)


def test_pinned_tempos_outside_the_song_or_out_of_order_are_named():
    faults = misplaced_pins(heard(), tempos=[(0.0, 100.0), (0.0, 90.0), (60.0, 80.0)])
    assert [path for path, _ in faults] == ["tempos.1.at", "tempos.2.at"]
    with pytest.raises(PinError, match=r"pins\.tempos\.0\.at: 61\.0 s lies outside the song"):
        apply_pins(heard(), tempos=[(61.0, 100.0)])
