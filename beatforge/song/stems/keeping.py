"""Stems on their way to the disk: written side by side, and measured as they pass.

In: blocks of the song and of each stem, over the same samples. Out: the files and the `Stems` that a step leaves.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.song.loudness import WeightedPower, integrated
from beatforge.song.stems.stems import ENVELOPE_DB, STEMS, Stems, files_of, stem_file
from beatforge.song.waves import WaveWriter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.song.stems.heard import Block

HZ = 100
"""ENVELOPE_HZ, written here so that a change of the analysis parts no song again."""

SMOOTH = 5
"""Bins that an envelope is smoothed over: 50 ms hold a period of every bass."""

NOTHING_DB = -120.0


class Keeper:
    """Takes stems of these names block by block; when its context ends well, all that a step leaves is in `out`."""

    def __init__(self, out: Path, names: Sequence[str], sample_rate: int, approximate: bool, made_by: str) -> None:
        self.out, self.names, self.sample_rate = out, tuple(names), sample_rate
        self._said = approximate, made_by
        self._summed = summed(names)
        self._song_power = self._lacking_power = 0.0
        self._stack = ExitStack()

    def __enter__(self) -> Keeper:
        self._waves = {
            name: self._stack.enter_context(WaveWriter(self.out / stem_file(name), self.sample_rate))
            for name in self.names
        }
        self._meters = {name: _Meter(self.sample_rate) for name in self.names}
        return self

    def keep(self, song: Block, stems: Mapping[str, Block]) -> None:
        """The next samples of the song, and what of them is in each stem."""
        import numpy as np

        for name in self.names:
            self._waves[name].write(stems[name])
            self._meters[name].hear(stems[name])
        self._song_power += float(np.square(song, dtype=np.float64).sum())
        if self._summed:
            lacking = song - sum((stems[name] for name in self._summed), np.zeros_like(song))
            self._lacking_power += float(np.square(lacking, dtype=np.float64).sum())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._stack.__exit__(kind, error, None)
        if error is None:
            part = self.out / f"{STEMS}.part"
            part.write_text(
                json.dumps(self._stems().to_value(), sort_keys=True, separators=(",", ":"), allow_nan=False)
            )
            part.replace(self.out / STEMS)

    def _stems(self) -> Stems:
        approximate, made_by = self._said
        return Stems(
            names=self.names,
            sample_rate=self.sample_rate,
            num_samples=next(iter(self._waves.values())).num_samples,
            approximate=approximate,
            made_by=made_by,
            envelopes=_envelopes({name: meter.powers() for name, meter in self._meters.items()}),
            residual_db=_ratio_db(self._lacking_power, self._song_power) if self._summed else None,
            loudness_lufs={name: round(meter.loudness_lufs(), 2) for name, meter in self._meters.items()},
        )


def summed(names: Sequence[str]) -> tuple[str, ...]:
    """Which stems should add up to the song; none where some are lacking."""
    parts = tuple(name for name in names if name != "instrumental")
    without = files_of("instrumental", parts)
    if without:
        return parts
    return tuple(names) if set(names) == {"vocals", "instrumental"} else ()


class _Meter:
    """The power of a stem in each bin of 1 / HZ seconds, and how loud it is."""

    def __init__(self, sample_rate: int) -> None:
        self._rate, self._at, self._sums = sample_rate, 0, [0.0]
        self._loudness = WeightedPower(sample_rate, 2)

    def hear(self, block: Block) -> None:
        import numpy as np

        self._loudness.hear(block)
        power = np.square(block, dtype=np.float64).sum(axis=0)
        bins = np.arange(self._at, self._at + len(power)) * HZ // self._rate
        if not len(bins):
            return
        sums = np.bincount(bins - bins[0], weights=power).tolist()
        self._sums.extend([0.0] * (int(bins[-1]) + 1 - len(self._sums)))
        for place, value in enumerate(sums, start=int(bins[0])):
            self._sums[place] += value
        self._at += len(power)

    def loudness_lufs(self) -> float:
        """Integrated loudness of what was heard."""
        return integrated(self._loudness.powers)

    def powers(self) -> NDArray[np.float64]:
        """Mean power per bin, as many as an envelope of the analysis has values."""
        import numpy as np

        count = int(self._at / self._rate * HZ) + 1
        sums = np.array((self._sums + [0.0] * count)[:count]) * HZ / (2 * self._rate)
        padded = np.pad(sums, SMOOTH // 2, mode="edge")
        smooth: NDArray[np.float64] = np.convolve(padded, np.ones(SMOOTH) / SMOOTH, mode="valid")
        return smooth


def _envelopes(powers: Mapping[str, NDArray[np.float64]]) -> dict[str, tuple[int, ...]]:
    """Levels in dB below the loudest moment of all, as 0..255."""
    import numpy as np

    loudest = max(float(power.max()) for power in powers.values())
    if not loudest:
        return {name: (0,) * len(power) for name, power in powers.items()}
    curves = {}
    for name, power in powers.items():
        level_db = 10 * np.log10(np.maximum(power / loudest, 1e-12))
        curves[name] = tuple(np.round(255 * np.clip(1 + level_db / ENVELOPE_DB, 0, 1)).astype(int).tolist())
    return curves


def _ratio_db(part: float, whole: float) -> float:
    if not part:
        return NOTHING_DB
    return round(max(NOTHING_DB, 10 * math.log10(part / whole)), 2) if whole else 0.0
