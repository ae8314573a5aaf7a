"""All parts at their places in the mix, summed: gains, fades, cut basses, ducking. No loudness yet.

In: rows (where and how loud each part sounds) and the parts' files. Out: blocks of samples, as many as the mix is long.
Memory holds one block, however many parts there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from beatforge.mix.ducking import Ducking
from beatforge.mix.scratch import scratches_of
from beatforge.mix.turntable import read_scratched
from beatforge.song.waves import Samples, read_wave

AT_ONCE_S = 1.0
LOW_CUT_ORDER = 4
"""24 dB an octave, as in a DJ's mixer. Onsets stay where they are: only phases near the cut are delayed."""


def summed(
    rows: Sequence[Mapping[str, Any]],
    files: Sequence[Path],
    num_samples: int,
    rate: int,
    ducking: Ducking | None = None,
) -> Iterator[Samples]:
    """The sum in blocks of `AT_ONCE_S`. `ducking` is found from these parts where none is given."""
    ducking = ducking or Ducking(rows, files, num_samples, rate)
    players = [_Player(row, file, ducking, rate) for row, file in zip(rows, files, strict=True)]
    for start in range(0, num_samples, count := int(AT_ONCE_S * rate)):
        end = min(start + count, num_samples)
        block = np.zeros((2, end - start), np.float32)
        for player in players:
            low, high = max(start, player.start), min(end, player.end)
            if low < high:
                block[:, low - start : high - start] += player.play(low, high)
        yield block


class _Player:
    """One part, heard from its start to its end."""

    def __init__(self, row: Mapping[str, Any], file: Path, ducking: Ducking, rate: int) -> None:
        self._row, self._file, self._ducking, self._rate = row, file, ducking, rate
        self._scratches = scratches_of(row)
        self.start, self.end = row["start"], row["start"] + row["num_samples"]
        self._gain = np.float32(10 ** (row["gain_db"] / 20))
        cut = row["low_cut_hz"]
        self._cut = butter(LOW_CUT_ORDER, cut, "highpass", fs=rate, output="sos") if cut else None
        self._memory = np.zeros((LOW_CUT_ORDER // 2, 2, 2))

    def play(self, start: int, end: int) -> Samples:
        """Samples [start, end) of the mix; each call goes on where the last one ended."""
        if self._scratches:
            sound = read_scratched(self._file, self.start, self._scratches, start, end, self._rate)
        else:
            sound = read_wave(self._file, start - self.start, end - start)
        if self._cut is not None:
            cut, self._memory = sosfilt(self._cut, sound, axis=1, zi=self._memory)
            sound = cut.astype(np.float32)
        if self._gain != 1:
            sound = sound * self._gain
        for gain in (self._faded(start, end), self._ducking.gain(self._row, start, end)):
            if gain is not None:
                sound = sound * gain
        return sound

    def _faded(self, start: int, end: int) -> NDArray[np.float32] | None:
        """Of equal power: two parts that fade into each other are as loud together as each alone."""
        fade_in, fade_out = self._row["fade_in"], self._row["fade_out"]
        if start >= self.start + fade_in and end <= self.end - fade_out:
            return None
        at = np.arange(start, end)
        up = np.clip((at - self.start + 0.5) / fade_in, 0, 1) if fade_in else np.ones(len(at))
        down = np.clip((self.end - at - 0.5) / fade_out, 0, 1) if fade_out else np.ones(len(at))
        gain: NDArray[np.float32] = (np.sin(up * np.pi / 2) * np.sin(down * np.pi / 2)).astype(np.float32)
        return gain
