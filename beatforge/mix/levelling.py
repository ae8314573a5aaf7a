"""How loud the whole is: one gain to its loudness, and a limiter where that brings peaks too high.

In: the summed mix as a file, so that it can be heard more than once. Out: its sound at the level that was asked for.
Limiting makes music softer, so the gain is found by hearing what the limiter leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from beatforge.mix.limiting import Limiter
from beatforge.song.analysis import Loudness
from beatforge.song.loudness import SILENT_LUFS, LoudnessMeter
from beatforge.song.waves import Samples, WaveWriter, read_wave, wave_samples

CLOSE_LU = 0.05
"""As near to its loudness a mix is brought; half of what EBU R 128 lets meters differ."""

MARGIN_DB = 0.2
"""What the limiter stays below the peak that was asked for: meters interpolate differently, by 0.1 dB in noise."""

HARDEST_DB = 18.0
"""A limiter brings no more than this back: driven harder, music is noise. Who asks for more gets a softer mix, and the
gate `loudness` says so."""

TRIES = 5
_AT_ONCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Level:
    """What the sum is multiplied by, in dB, and where its peaks end after that; None lets them be."""

    gain_db: float
    ceiling_db: float | None


def spooled(blocks: Iterable[Samples], path: Path, rate: int) -> Loudness:
    """The loudness of what is now in the file."""
    meter = LoudnessMeter(rate, 2)
    with WaveWriter(path, rate) as file:
        for block in blocks:
            meter.hear(block)
            file.write(block)
    return meter.result()


def levelled(path: Path, rate: int, level: Level) -> Iterator[Samples]:
    """The sum at a level, as many samples as it has."""
    factor = 10 ** (level.gain_db / 20)
    limiter = Limiter(rate, level.ceiling_db) if level.ceiling_db is not None else None
    count = int(_AT_ONCE_S * rate)
    for start in range(0, wave_samples(path), count):
        block = read_wave(path, start, count)
        if factor != 1:
            block *= factor
        yield limiter.hear(block) if limiter else block
    if limiter:
        yield limiter.rest()


def loudness_of(blocks: Iterable[Samples], rate: int) -> Loudness:
    """How loud some sound is."""
    meter = LoudnessMeter(rate, 2)
    for block in blocks:
        meter.hear(block)
    return meter.result()


def delivered(
    path: Path,
    rate: int,
    heard: Loudness,
    loudness_lufs: float | None,
    true_peak_dbtp: float | None,
    deliver: Callable[[Iterator[Samples], Level], Loudness],
) -> Loudness:
    """How loud the delivered file is; `deliver` writes one, over what it wrote before, and says how loud it came out.
    It is told at which level its sound is.

    Codecs move peaks and take some loudness away, so a file that came out too high or too soft is made again.
    """
    target = loudness_lufs if heard.integrated_lufs > SILENT_LUFS else None
    level = _first_level(path, rate, heard, target, true_peak_dbtp)
    tried: list[tuple[float, float]] = []
    for _ in range(TRIES):
        found = deliver(levelled(path, rate, level), level)
        tried.append((level.gain_db, found.integrated_lufs))
        over = 0.0 if true_peak_dbtp is None else max(0.0, found.true_peak_dbtp - true_peak_dbtp + MARGIN_DB / 2)
        is_right = target is None or abs(found.integrated_lufs - target) <= CLOSE_LU
        if is_right and not over:
            break
        hardest = target - heard.integrated_lufs + HARDEST_DB if target is not None else 0.0
        gain_db = level.gain_db if is_right or target is None else min(_next_gain(tried, target), hardest)
        ceiling_db = None if level.ceiling_db is None else level.ceiling_db - (over + MARGIN_DB / 4 if over else 0.0)
        level = Level(gain_db, ceiling_db)
    return found


def _first_level(path: Path, rate: int, heard: Loudness, target: float | None, peak: float | None) -> Level:
    """Gain and ceiling at which the sum itself, before any codec, is right."""
    level = Level(0.0, None if peak is None else peak - MARGIN_DB)
    if target is None:
        return level
    level = replace(level, gain_db=target - heard.integrated_lufs)
    tried: list[tuple[float, float]] = []
    while level.ceiling_db is not None and heard.true_peak_dbtp + level.gain_db > level.ceiling_db:
        tried.append((level.gain_db, loudness_of(levelled(path, rate, level), rate).integrated_lufs))
        if abs(tried[-1][1] - target) <= CLOSE_LU or len(tried) == TRIES:
            break
        level = replace(level, gain_db=min(_next_gain(tried, target), target - heard.integrated_lufs + HARDEST_DB))
    return level


def _next_gain(tried: list[tuple[float, float]], target: float) -> float:
    """The gain to try next; the harder a limiter works, the less of each decibel is heard."""
    gain_db, loudness = tried[-1]
    slope = 1.0
    if len(tried) > 1 and abs(gain_db - tried[-2][0]) > 1e-3:
        slope = (loudness - tried[-2][1]) / (gain_db - tried[-2][0])
    return gain_db + (target - loudness) / min(1.0, max(0.2, slope))
