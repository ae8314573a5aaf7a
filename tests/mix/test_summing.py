"""The sum of parts: each at its sample, faded, cut, ducked; and nothing else done to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beatforge.mix.ducking import ATTACK_S, PAUSE_S, RELEASE_S
from beatforge.mix.summing import summed
from beatforge.song.waves import Samples
from tests.mix.sounds import clicks, tones, write

RATE = 22050


def row(start: float, seconds: float, **more: Any) -> dict[str, Any]:
    usual = {"role": "bed", "gain_db": 0.0, "fade_in": 0, "fade_out": 0, "low_cut_hz": 0.0, "duck_db": 0.0}
    return {**usual, "start": round(start * RATE), "num_samples": round(seconds * RATE), **more}


def mixed(folder: Path, seconds: float, *parts: tuple[dict[str, Any], Samples]) -> Samples:
    files = [write(folder / f"{index}.wav", sound, RATE) for index, (_, sound) in enumerate(parts)]
    blocks = list(summed([row for row, _ in parts], files, round(seconds * RATE), RATE))
    assert max(block.shape[1] for block in blocks) <= RATE
    return np.concatenate(blocks, axis=1)


def noise(seconds: float, seed: int = 0, level: float = 0.1) -> Samples:
    return np.random.default_rng(seed).normal(0, level, (2, round(seconds * RATE))).astype(np.float32)


def level_db(sound: Samples) -> float:
    return float(10 * np.log10(np.square(sound, dtype=np.float64).mean()))


def test_parts_lie_at_their_samples_and_add_up_bit_by_bit(tmp_path: Path) -> None:
    one, other = noise(2.3), noise(1.7, 1)
    found = mixed(tmp_path, 4.5, (row(0.4, 2.3), one), (row(1.9, 1.7), other))
    due = np.zeros((2, round(4.5 * RATE)), np.float32)
    for sound, at in ((one, 0.4), (other, 1.9)):
        start = round(at * RATE)
        due[:, start : start + sound.shape[1]] += sound
    assert np.array_equal(found, due)


def test_a_part_and_its_opposite_leave_nothing(tmp_path: Path) -> None:
    more = {"gain_db": -3.7, "low_cut_hz": 150.0, "fade_in": RATE // 2, "fade_out": RATE}
    found = mixed(tmp_path, 3, (row(0.5, 2, **more), noise(2)), (row(0.5, 2, **more), -noise(2)))
    assert not found.any()


def test_two_parts_that_fade_into_each_other_are_as_loud_as_each(tmp_path: Path) -> None:
    fade = RATE
    found = mixed(tmp_path, 5, (row(0, 3, fade_out=fade), noise(3)), (row(2, 3, fade_in=fade), noise(3, 1)))
    levels = [level_db(found[:, at : at + RATE // 5]) for at in range(0, 5 * RATE - RATE // 5, RATE // 5)]
    assert max(levels) - min(levels) < 0.6


def test_a_low_cut_takes_the_basses_and_leaves_onsets_where_they_are(tmp_path: Path) -> None:
    cut = {"low_cut_hz": 180.0}
    assert level_db(mixed(tmp_path, 2, (row(0, 2, **cut), tones([45.0], RATE, 2)))[:, RATE:]) < -60
    high = mixed(tmp_path, 2, (row(0, 2, **cut), tones([1500.0], RATE, 2)))[:, RATE:]
    assert level_db(high) == pytest.approx(level_db(tones([1500.0], RATE, 1)), abs=0.05)
    at = [0.5, 0.9, 1.3]
    clicked = mixed(tmp_path, 2, (row(0, 2, **cut), clicks(at, RATE, 2)))
    assert [int(np.argmax(np.abs(clicked[0, round(t * RATE) - 500 : round(t * RATE) + 500]))) for t in at] == [500] * 3


def spoken() -> Samples:
    """Two phrases: 1 s to 2 s and, after a short breath, 2.4 s to 3 s; silence around them."""
    voice = np.zeros((2, round(4 * RATE)), np.float32)
    for start, end in ((1.0, 2.0), (2.4, 3.0)):
        voice[:, round(start * RATE) : round(end * RATE)] = tones([300.0], RATE, end - start, 0.3)
    return voice


@pytest.mark.parametrize(("voice", "music"), [({"role": "voice", "duck_db": 10.0}, {}),
                                              ({"role": "lead"}, {"duck_db": 10.0})])  # fmt: skip
def test_music_goes_down_before_the_first_word_and_comes_back_after_the_last(
    tmp_path: Path, voice: dict[str, Any], music: dict[str, Any]
) -> None:
    found = mixed(tmp_path, 8, (row(0, 8, **music), noise(8)), (row(2, 4, **voice), spoken()))
    found[:, 2 * RATE : 6 * RATE] -= spoken()

    def heard(start: float, end: float) -> float:
        return level_db(found[:, round(start * RATE) : round(end * RATE)]) - level_db(noise(8))

    assert heard(0, 3 - ATTACK_S - 0.02) == pytest.approx(0, abs=0.1)
    assert heard(3, 4) == pytest.approx(-10, abs=0.3)
    assert PAUSE_S > 0.4 and heard(4.0, 4.4) == pytest.approx(-10, abs=0.3)
    assert heard(4.4, 5) == pytest.approx(-10, abs=0.3)
    assert heard(5 + RELEASE_S + 0.05, 8) == pytest.approx(0, abs=0.1)


def test_a_lead_does_not_duck_itself_and_a_voice_ducks_leads_too(tmp_path: Path) -> None:
    lead = mixed(tmp_path, 2, (row(0, 2, role="lead", duck_db=12.0), tones([300.0], RATE, 2)))
    assert np.array_equal(lead, tones([300.0], RATE, 2))
    both = mixed(
        tmp_path,
        2,
        (row(0, 2, role="lead"), tones([300.0], RATE, 2)),
        (row(0, 2, role="voice", duck_db=12.0), noise(2)),
    )
    both -= noise(2)
    assert level_db(both[:, RATE // 2 :]) - level_db(tones([300.0], RATE, 1)) == pytest.approx(-12, abs=0.3)


def test_a_voice_that_is_silent_moves_nothing(tmp_path: Path) -> None:
    silence = np.zeros((2, 2 * RATE), np.float32)
    found = mixed(tmp_path, 3, (row(0, 3), noise(3)), (row(0.5, 2, role="voice", duck_db=12.0), silence))
    assert np.array_equal(found, noise(3))
