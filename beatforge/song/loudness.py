"""How loud sound is, block after block: integrated loudness, loudness range and true peak.

In: samples at their native rate with all their channels. Out: a `Loudness`. After ITU-R BS.1770-5 (K-weighting, gates,
peak over four-fold oversampling) and EBU Tech 3342 (range); memory holds ten numbers for each second heard. Changes
nothing that it hears.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from beatforge.song.analysis import Loudness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SILENT_LUFS = -70.0
"""The absolute gate; what has nothing above it is called this loud."""

SILENT_DBTP = -120.0
HOP_S = 0.1
_MOMENT_HOPS, _SHORT_TERM_HOPS = 4, 30
_GATE_LU, _RANGE_GATE_LU = -10.0, -20.0
_OFFSET = -0.691
_CHUNK = 1 << 16
_FULL_RATE = 160_000
"""From here on samples lie so close that none is missed between them."""

_PIECE, _PIECES_AT_ONCE = 32, 64

_SURROUND = 1.41
_WEIGHTS = {
    4: (1.0, 1.0, _SURROUND, _SURROUND),
    5: (1.0, 1.0, 1.0, _SURROUND, _SURROUND),
    6: (1.0, 1.0, 1.0, 0.0, _SURROUND, _SURROUND),
    7: (1.0, 1.0, 1.0, 0.0, _SURROUND, _SURROUND, _SURROUND),
    8: (1.0, 1.0, 1.0, 0.0, _SURROUND, _SURROUND, _SURROUND, _SURROUND),
}
"""By number of channels, in the order of FFmpeg's usual layouts (quad, 5.0, 5.1, 6.1, 7.1); others count alike."""


class LoudnessMeter:
    """Hears sound of one rate and number of channels (1 is heard as one speaker, not as two)."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._weighted = WeightedPower(sample_rate, channels)
        self._peaks = PeakMeter(sample_rate, channels)

    def hear(self, samples: NDArray[np.float32]) -> None:
        """Samples (channels, count), full scale at 1, that follow those before."""
        for start in range(0, samples.shape[1], _CHUNK):
            self._hear(samples[:, start : start + _CHUNK])

    def result(self) -> Loudness:
        """What was heard until now; `SILENT_LUFS` where nothing passes the gate. Rounded to 0.01."""
        return Loudness(
            integrated_lufs=round(integrated(self._weighted.powers), 2),
            range_lu=round(loudness_range(self._weighted.powers), 2),
            true_peak_dbtp=round(self._peaks.peak_dbtp, 2),
        )

    def goes_on_as(self, sample_rate: int, channels: int) -> LoudnessMeter:
        """A meter for sound of another form that follows what was heard; the unfinished tenth of a second is left."""
        meter = LoudnessMeter(sample_rate, channels)
        meter._weighted.powers = self._weighted.powers
        meter._peaks.peak = self._peaks.peak
        return meter

    def _hear(self, samples: NDArray[np.float32]) -> None:
        self._peaks.hear(samples)
        self._weighted.hear(samples)


class WeightedPower:
    """`powers`: the mean K-weighted power of each whole tenth of a second heard."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        import numpy as np

        self._rate = sample_rate
        self._filters = k_weighting(sample_rate)
        self._memory = np.zeros((2, channels, 2))
        self._weights = np.array(_WEIGHTS.get(channels, (1.0,) * channels))
        self.powers: list[float] = []
        self._hop, self._rest, self._heard = 0, 0.0, 0

    def hear(self, samples: NDArray[np.float32]) -> None:
        """Samples (channels, count) that follow those before."""
        import numpy as np
        from scipy.signal import sosfilt

        weighted, self._memory = sosfilt(self._filters, samples, axis=1, zi=self._memory)
        power = self._weights @ np.square(weighted)
        start = 0
        while (end := round((self._hop + 1) * HOP_S * self._rate) - self._heard) <= len(power):
            length = end + self._heard - round(self._hop * HOP_S * self._rate)
            self.powers.append((self._rest + float(power[start:end].sum())) / length)
            self._hop, self._rest, start = self._hop + 1, 0.0, end
        self._rest += float(power[start:].sum())
        self._heard += len(power)


class PeakMeter:
    """The highest level between samples too, by interpolating four-fold (BS.1770 annex 2) where it can matter."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        import numpy as np

        self._filters = np.zeros((0, 0)) if sample_rate >= _FULL_RATE else between_samples()
        self._reach = float(np.abs(self._filters).sum(axis=0).max(initial=1.0))
        """No interpolated level is more than this times the samples around it."""
        self._before = np.zeros((channels, max(0, len(self._filters) - 1)), np.float32)
        self.peak = 0.0

    @property
    def peak_dbtp(self) -> float:
        """Decibels of full scale, as if the sound ended here."""
        import numpy as np

        if self._before.size:
            for channel in np.pad(self._before, ((0, 0), (0, len(self._filters)))):
                self._between(channel)
        return max(SILENT_DBTP, 20 * math.log10(self.peak)) if self.peak > 0 else SILENT_DBTP

    def hear(self, samples: NDArray[np.float32]) -> None:
        """Samples (channels, count) that follow those before."""
        import numpy as np

        self.peak = max(self.peak, float(np.abs(samples).max(initial=0.0)))
        if not len(self._filters):
            return
        sound = np.concatenate([self._before, samples], axis=1)
        self._before = sound[:, max(0, sound.shape[1] - len(self._filters) + 1) :]
        for channel in sound:
            self._between(channel)

    def _between(self, sound: NDArray[np.float32]) -> None:
        """Interpolates only around samples loud enough to pass the peak so far, the loudest places first."""
        import numpy as np

        taps, span = len(self._filters), len(self._filters) + _PIECE - 1
        count = max(0, (len(sound) - span) // _PIECE + 1)
        rest = sound[count * _PIECE :]
        if len(rest) >= taps:
            self._interpolate(np.lib.stride_tricks.sliding_window_view(rest, taps))
        if not count:
            return
        windows = np.lib.stride_tricks.sliding_window_view(sound, span)[::_PIECE]
        level = np.maximum.reduceat(np.abs(sound), np.arange(0, len(sound), _PIECE))
        reach = -(-span // _PIECE)
        around = np.lib.stride_tricks.sliding_window_view(level, reach).max(axis=1)[:count]
        order = np.argsort(-around, kind="stable")
        for start in range(0, count, _PIECES_AT_ONCE):
            some = order[start : start + _PIECES_AT_ONCE]
            if around[some[0]] * self._reach <= self.peak:
                break
            self._interpolate(np.lib.stride_tricks.sliding_window_view(windows[some], taps, axis=1).reshape(-1, taps))

    def _interpolate(self, windows: NDArray[np.float32]) -> None:
        import numpy as np

        self.peak = max(self.peak, float(np.abs(windows @ self._filters).max(initial=0.0)))


def integrated(powers: list[float]) -> float:
    """LUFS of mean powers per tenth of a second: blocks of 400 ms, a gate at -70 LUFS and one 10 LU below the rest."""
    blocks = _windows(powers, _MOMENT_HOPS)
    loud = blocks[_level(blocks) > SILENT_LUFS]
    if not len(loud):
        return SILENT_LUFS
    return float(_level(loud[_level(loud) > _level(loud.mean()) + _GATE_LU].mean()))


def loudness_range(powers: list[float]) -> float:
    """LU between the quiet (10 %) and the loud (95 %) of what is heard over 3 s; 0 for what is shorter."""
    import numpy as np

    blocks = _windows(powers, _SHORT_TERM_HOPS)
    loud = blocks[_level(blocks) > SILENT_LUFS]
    if not len(loud):
        return 0.0
    levels = _level(loud)
    kept = levels[levels > _level(loud.mean()) + _RANGE_GATE_LU]
    low, high = np.percentile(kept, (10, 95))
    return float(high - low)


def _windows(powers: list[float], hops: int) -> NDArray[np.float64]:
    """Mean power over each run of so many tenths of a second."""
    import numpy as np

    if len(powers) < hops:
        return np.zeros(0)
    means: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(np.array(powers), hops).mean(axis=1)
    return means


def _level(power: NDArray[np.float64] | np.floating) -> NDArray[np.float64]:
    import numpy as np

    level: NDArray[np.float64] = _OFFSET + 10 * np.log10(np.maximum(power, 1e-12))
    return level


@cache
def k_weighting(sample_rate: int) -> NDArray[np.float64]:
    """The head's shelf and the low cut of BS.1770 as two second-order sections for any rate.

    The standard tabulates them for 48 kHz only; these are the analogue prototypes behind the table (Mansbridge, Finn &
    Reiss 2012), taken to the rate by the bilinear transform.
    """
    import numpy as np

    # Sound of so low a rate that the shelf would lie beyond its upper end has no head to weigh: it stays below that.
    k, q = math.tan(math.pi * min(1681.974450955533 / sample_rate, 0.45)), 0.7071752369554196
    high, band = 10 ** (3.999843853973347 / 20), 10 ** (3.999843853973347 * 0.4996667741545416 / 20)
    scale = 1 + k / q + k * k
    shelf = [(high + band * k / q + k * k), 2 * (k * k - high), (high - band * k / q + k * k)]
    shelf_back = [scale, 2 * (k * k - 1), 1 - k / q + k * k]
    k, q = math.tan(math.pi * min(38.13547087602444 / sample_rate, 0.45)), 0.5003270373238773
    cut_scale = 1 + k / q + k * k
    cut_back = [cut_scale, 2 * (k * k - 1), 1 - k / q + k * k]
    sections = [
        [value / scale for value in (*shelf, *shelf_back)],
        [1.0, -2.0, 1.0, *(value / cut_scale for value in cut_back)],
    ]
    return np.array(sections)


@cache
def between_samples() -> NDArray[np.float32]:
    """(taps, 3): what weighs the samples around to give the level a quarter, a half and three quarters further on."""
    import numpy as np

    taps = 24
    place = np.arange(taps) - taps / 2 + 1
    columns = []
    for quarter in (0.25, 0.5, 0.75):
        away = place - quarter
        column = np.sinc(away) * np.i0(6.0 * np.sqrt(np.maximum(0, 1 - (away / (taps / 2)) ** 2)))
        columns.append(column / column.sum())
    filters: NDArray[np.float32] = np.stack(columns, axis=1).astype(np.float32)
    return filters
