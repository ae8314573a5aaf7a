"""A scratch: curves that a hand could make, the sound along them, and nothing changed beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beatforge.mix.ducking import SCRATCH_DB, SCRATCH_RELEASE_S
from beatforge.mix.parts import Part
from beatforge.mix.scratch import PATTERNS, PEAK_SPEED, Scratch, crossfader_cut, scratch_offset, scratch_pattern
from beatforge.mix.summing import summed
from beatforge.mix.turntable import hand, read_scratched
from beatforge.song.waves import Samples
from tests.mix.sounds import tones, write
from tests.mix.test_summing import RATE, level_db, mixed, noise, row

LENGTHS = (0.1, 0.3, 0.5, 0.8, 1.0, 4 / 3, 3.0)
PART = Part("song", "", "mix", ((0.0, 0.0), (4.0, 4.0)))


def music(seconds: float) -> Samples:
    """A chord with some noise, as loud as songs are."""
    return np.asarray(tones([110.0, 440.0, 1250.0], RATE, seconds, 0.12) + noise(seconds, 3, 0.05), np.float32)


def heard(folder: Path, sound: Samples, *scratches: Scratch, **more: Any) -> Samples:
    told = {"scratches": [scratch.to_value() for scratch in scratches]} if scratches else {}
    return mixed(folder, sound.shape[1] / RATE, (row(0, sound.shape[1] / RATE, **told, **more), sound))


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("length_s", LENGTHS)
def test_a_record_comes_back_to_its_place_and_no_hand_is_faster_than_hands_are(pattern: str, length_s: float) -> None:
    step = length_s / 4000
    for strength in (1, 50, 100):
        places = [scratch_offset(pattern, length_s, index * step, strength) for index in range(-2, 4003)]
        speeds = np.diff(places) / step
        assert places[2] == 0 and places[-3] == pytest.approx(0, abs=1e-12)
        assert not any((*places[:2], *places[-2:]))
        assert abs(speeds[2]) < 0.02 and abs(speeds[-3]) < 0.02
        assert np.abs(speeds).max() == pytest.approx(PEAK_SPEED * (0.5 + 0.5 * (strength - 1) / 99), rel=1e-3)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_crossfader_is_open_at_both_ends_and_never_jumps(pattern: str) -> None:
    gates = [crossfader_cut(pattern, 0.8, index / 10_000) for index in range(-10, 8010)]
    assert gates[10] == gates[-11] == 1
    assert min(gates) >= 0 and max(gates) == 1
    assert np.abs(np.diff(gates)).max() < 0.05
    assert (min(gates) == 0) == (pattern in ("chirp", "transformer"))


def test_the_curve_of_the_sound_is_that_of_the_hand() -> None:
    for pattern in PATTERNS:
        scratch = Scratch(1.0, 0.9, pattern, 70)
        seconds = np.arange(0, 0.9, 0.0011)
        offsets, speeds = hand(scratch, seconds)
        due = [scratch_offset(pattern, 0.9, second, 70) for second in seconds.tolist()]
        assert np.allclose(offsets, due, atol=1e-12)
        assert np.allclose(np.diff(offsets) / 0.0011, (speeds[1:] + speeds[:-1]) / 2 - 1, atol=0.06)


def test_neighbouring_strengths_are_other_patterns_and_equal_ones_the_same() -> None:
    assert {scratch_pattern(strength) for strength in range(50, 54)} == set(PATTERNS)


def test_a_part_without_scratches_says_nothing_of_them_and_one_with_some_says_them() -> None:
    assert "scratches" not in PART.to_value()
    marked = replace(PART, scratches=(Scratch(1.0, 0.8, "baby", 40), Scratch(2.5, 0.8, "chirp")))
    assert Part.from_value(marked.to_value()) == marked
    assert Part.from_value(PART.to_value()) == PART


@pytest.mark.parametrize(
    ("scratches", "fault"),
    [
        ([Scratch(1, 0.5, "scribble")], "none of baby"),
        ([Scratch(1, 0, "baby")], "a scratch of 0 s"),
        ([Scratch(1, 0.5, "baby", 101)], "strength 101"),
        ([Scratch(4, 0.5, "baby")], "does not sound"),
        ([Scratch(1, 0.5, "baby"), Scratch(1.4, 0.5, "baby")], "overlap"),
    ],
)
def test_scratches_that_can_not_be_are_refused(scratches: list[Scratch], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        replace(PART, scratches=tuple(scratches))


def test_beside_its_scratches_a_part_keeps_every_sample(tmp_path: Path) -> None:
    sound = music(3)
    found = heard(tmp_path, sound, Scratch(1.0, 0.8, "transformer"))
    first, end = RATE, round(1.8 * RATE)
    assert np.array_equal(found[:, :first], sound[:, :first])
    assert np.array_equal(found[:, end:], sound[:, end:])
    assert level_db(found[:, first:end] - sound[:, first:end]) > level_db(sound) - 6
    assert np.array_equal(found, heard(tmp_path, sound, Scratch(1.0, 0.8, "transformer")))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_scratch_is_heard_within_5_ms_of_its_act_and_clicks_at_neither_end(tmp_path: Path, pattern: str) -> None:
    sound = music(3)
    found = heard(tmp_path, sound, Scratch(1.2, 0.8, pattern))
    changed = np.flatnonzero(np.abs(found - sound).max(axis=0) > 0.01) / RATE
    assert 1.2 <= changed[0] < 1.205 and 1.995 < changed[-1] < 2.0
    usual = np.abs(np.diff(sound)).max()
    for end in (round(1.2 * RATE), round(2.0 * RATE)):
        assert np.abs(np.diff(found[:, end - 20 : end + 20])).max() <= usual


def test_what_is_read_fast_does_not_fold_down(tmp_path: Path) -> None:
    file = write(tmp_path / "high.wav", tones([9000.0], RATE, 3, 0.5), RATE)
    scratch = Scratch(1.0, 1.0, "baby")
    seconds = np.arange(RATE) / RATE
    is_fast = np.abs(hand(scratch, seconds)[1]) > 1.4  # from 1.23 on, 9 kHz would be over half of 22050 Hz
    fast = read_scratched(file, 0, [scratch], RATE, 2 * RATE, RATE)[:, is_fast]
    assert level_db(fast) < level_db(tones([9000.0], RATE, 1, 0.5)) - 30


def test_a_hand_that_pulls_at_the_first_beat_of_a_part_is_heard(tmp_path: Path) -> None:
    sound = music(2)
    found = heard(tmp_path, sound, Scratch(0.0, 0.8, "baby"))
    assert level_db(found[:, : RATE // 2]) > level_db(sound) - 4


def test_other_parts_make_way_for_a_scratch_and_come_back(tmp_path: Path) -> None:
    still, told = np.zeros((2, 3 * RATE), np.float32), {"scratches": [Scratch(1.0, 0.8, "baby").to_value()]}
    bed = tones([300.0], RATE, 3)
    loud = mixed(tmp_path, 3, (row(0, 3, **told), music(3)), (row(0, 3), bed))
    alone = mixed(tmp_path, 3, (row(0, 3, **told), music(3)), (row(0, 3), still))
    found = loud - alone
    assert level_db(found[:, : RATE - 1] - bed[:, : RATE - 1]) < -100
    middle = slice(round(1.1 * RATE), round(1.7 * RATE))
    assert level_db(found[:, middle]) == pytest.approx(level_db(bed[:, middle]) - SCRATCH_DB, abs=0.05)
    after = round((1.8 + SCRATCH_RELEASE_S) * RATE) + 1
    assert np.allclose(found[:, after:], bed[:, after:], atol=1e-6)
    files = [write(tmp_path / "still.wav", still, RATE), write(tmp_path / "bed.wav", bed, RATE)]
    quiet = np.concatenate(list(summed([row(0, 3, **told), row(0, 3)], files, 3 * RATE, RATE)), axis=1)
    assert np.array_equal(quiet, bed), "nothing makes way for a record on which nothing sounds"
