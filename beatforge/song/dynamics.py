"""Where energy gathers and where the beat stays away: builds and breaks.

In: the spectra, onsets, downbeats, where parts and drops begin. Out: stretches that begin and end on downbeats. A break
is two bars or more in which what carries the beat, the low band, is `BREAK_DB` below where the song usually has it,
with the beat before and after. A build is four seconds or more before a part or a drop in which tension (loudness,
brightness and how much happens, each over the song's own range) rises by `RISE` and nearly all the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from beatforge.song.analysis import ENVELOPE_HZ, Stretch
from beatforge.song.energy import smooth, to_envelope_rate
from beatforge.song.spectrum import FRAME_HZ, Spectra, mel_centres

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOW_HZ = 160.0
BREAK_DB = -10.0
MOST_AWAY = 0.4
"""Music whose low band is so weak in more bars than these (an orchestra's) has no beat that could stay away."""

BREAK_BARS = 2
SHORTEST_S = 4.0

BUILD_BARS = (16, 12, 8, 6, 4, 2)
"""How long a build may be; the one that rises most steadily is taken."""

RISE, STEADINESS = 0.25, 0.88
"""By how much tension rises from the first to the last quarter, and its correlation with time: a step has .87."""

_SMOOTH_S = 1.0
_HAPPENS_S = 2.0
_QUIET = 1e-4


def find_breaks(spectra: Spectra, downbeats: Sequence[float]) -> tuple[Stretch, ...]:
    """Stretches without the beat, in order; an intro or an outro without it is none."""
    import numpy as np

    if len(downbeats) < 2 * BREAK_BARS or not spectra.power.any():
        return ()
    low = np.square(spectra.mel[:, np.asarray(mel_centres()) < LOW_HZ]).sum(axis=1).astype(np.float64)
    bars = np.array([*downbeats, spectra.duration])
    edges = np.clip(np.round(bars * FRAME_HZ).astype(int), 0, len(low) - 1)
    level = np.array([low[start : max(start + 1, end)].mean() for start, end in pairwise(edges)])
    usual = float(np.quantile(level, 0.75))
    is_without = level < usual * 10 ** (BREAK_DB / 10)
    if is_without.mean() > MOST_AWAY:
        return ()
    runs = [(first, last) for first, last in _runs(is_without) if first and last < len(level)]
    return tuple(
        Stretch(float(bars[first]), float(bars[last]))
        for first, last in runs
        if last - first >= BREAK_BARS and bars[last] - bars[first] >= SHORTEST_S
    )


def find_builds(
    spectra: Spectra, onsets: NDArray[np.float32], downbeats: Sequence[float], goals: Iterable[float]
) -> tuple[Stretch, ...]:
    """Stretches that lead to one of these moments, in order; of two that overlap the one that rises more."""
    import numpy as np

    if len(downbeats) < min(BUILD_BARS) or not spectra.power.any():
        return ()
    tension, bars = _tension(spectra, onsets), np.asarray(downbeats)
    found: list[tuple[float, Stretch]] = []
    for at in sorted({int(np.abs(bars - goal).argmin()) for goal in goals}):
        spans = (Stretch(float(bars[at - count]), float(bars[at])) for count in BUILD_BARS if count <= at)
        ramps = [(*_ramp(tension, span), span) for span in spans if span.end - span.start >= SHORTEST_S]
        held = [ramp for ramp in ramps if ramp[0] >= STEADINESS and ramp[1] >= RISE]
        found += [(rise, span) for _, rise, span in sorted(held, key=lambda ramp: -ramp[0])[:1]]
    builds: list[Stretch] = []
    for _, span in sorted(found, key=lambda build: -build[0]):
        if all(span.end <= other.start or span.start >= other.end for other in builds):
            builds.append(span)
    return tuple(sorted(builds, key=lambda build: build.start))


def _tension(spectra: Spectra, onsets: NDArray[np.float32]) -> NDArray[np.float64]:
    """0..1 at ENVELOPE_HZ: mean of loudness, brightness and how much begins, each between its own quiet and loud."""
    import numpy as np

    width = round(_SMOOTH_S * FRAME_HZ)
    power = smooth(spectra.power.astype(np.float64), width)
    loud = np.log(power + _QUIET * power.mean())
    strength = spectra.mel.sum(axis=1).astype(np.float64)
    octaves = np.log2(np.asarray(mel_centres()))
    centre = (spectra.mel @ octaves) / np.where(strength > 0, strength, np.inf)
    bright = smooth(centre * strength, width) / np.maximum(smooth(strength, width), 1e-12)
    happens = smooth(onsets.sum(axis=0).astype(np.float64), round(_HAPPENS_S * FRAME_HZ))
    curves = []
    for curve in (loud, bright, happens):
        low, high = np.quantile(curve, (0.05, 0.95))
        curves.append(np.clip((curve - low) / max(float(high - low), 1e-9), 0, 1))
    return to_envelope_rate(np.mean(curves, axis=0), spectra.duration)


def _ramp(tension: NDArray[np.float64], span: Stretch) -> tuple[float, float]:
    """How steadily tension rises over the span (its correlation with time), and how far."""
    import numpy as np

    # What the smoothing carries over from beyond either end is left out.
    gap = round(_SMOOTH_S * ENVELOPE_HZ / 2)
    piece = tension[round(span.start * ENVELOPE_HZ) + gap : round(span.end * ENVELOPE_HZ) - gap]
    if len(piece) < SHORTEST_S * ENVELOPE_HZ / 2 or piece.std() < 1e-6:
        return 0.0, 0.0
    quarter = len(piece) // 4
    rise = float(piece[-quarter:].mean() - piece[:quarter].mean())
    return float(np.corrcoef(piece, np.arange(len(piece)))[0, 1]), rise


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """[first, last) of each run of True."""
    import numpy as np

    turns = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    return [(int(first), int(last)) for first, last in zip(turns[::2], turns[1::2], strict=True)]
