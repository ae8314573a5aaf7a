"""The sound of a song or of some of its stems, read forward, a stretch at a time.

In: files and who decodes them. Out: samples by their place in the song, silence before its start and after its end.
Memory holds what was asked for last, not the song.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from beatforge.song.sound import stereo_blocks
from beatforge.song.waves import Samples

KEPT_S = 1.0
"""What stays of the past: later stretches may begin so much before the one before did."""


class Reel:
    """One sound, the sum of its files."""

    def __init__(self, files: Sequence[Path], decoder: str, sample_rate: int) -> None:
        self._tapes = [_Tape(stereo_blocks(file, decoder, sample_rate), int(KEPT_S * sample_rate)) for file in files]

    def read(self, start: int, end: int) -> Samples:
        """Samples [start, end) of the sound; `start` never goes back by more than `KEPT_S`."""
        first, *others = (tape.read(start, end) for tape in self._tapes)
        for other in others:
            first += other
        return first


class _Tape:
    def __init__(self, blocks: Iterator[Samples], kept: int) -> None:
        self._blocks, self._kept = blocks, kept
        self._held: list[Samples] = []
        self._first = self._end = 0
        """Where what is held begins and ends."""

    def read(self, start: int, end: int) -> Samples:
        while self._end < end and (block := next(self._blocks, None)) is not None:
            self._held.append(block)
            self._end += block.shape[1]
            while self._held and self._first + self._held[0].shape[1] <= start - self._kept:
                self._first += self._held.pop(0).shape[1]
        found: Samples = np.zeros((2, end - start), np.float32)
        at = self._first
        for block in self._held:
            low, high = max(start, at), min(end, at + block.shape[1])
            if low < high:
                found[:, low - start : high - start] = block[:, low - at : high - at]
            at += block.shape[1]
        return found
