"""What a human pins wins."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatforge.song.analysis import Analysis, Section
from beatforge.song.pins import PinError, apply_pins, misplaced_pins


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
