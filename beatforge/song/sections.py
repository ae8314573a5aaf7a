"""The parts of the song: where they begin, which of them are the same, and what a musician would call them.

Boundaries are where timbre and harmony turn over (Foote 2000), among downbeats, chosen all together so that parts have
musical lengths. Parts that sound alike form a group; groups are named by repetition and energy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from beatforge.song.analysis import ENVELOPE_HZ, Drop, Section
from beatforge.song.chroma import chroma_between, mean_between
from beatforge.song.naming import Part, name_parts
from beatforge.song.spectrum import FRAME_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.song.spectrum import Spectra

SHORTEST_S, SHORTEST_BARS = 6.0, 4
LONGEST_S = 48.0
USUAL_S, LENGTH_WEIGHT = 18.0, 0.12
PRICES = tuple(0.3 + 0.05 * step for step in range(40))
"""What a boundary costs; the first price that leaves few enough of them is taken."""

USUAL_BARS = {4: 0.0, 8: 0.35, 12: 0.1, 16: 0.35, 24: 0.1, 32: 0.1}
"""What a part gains by being this many bars long."""

ALIKE, UNLIKE = 0.85, 0.5
"""Likeness from which two parts are surely the same, and below which surely not."""

_KERNEL_BEATS = (16, 32)
_MFCC = 13


def find_sections(
    beats: Sequence[float],
    downbeats: Sequence[float],
    spectra: Spectra,
    chroma: NDArray[np.float32],
    energy: NDArray[np.float64],
    drops: Sequence[Drop],
) -> tuple[Section, ...]:
    """Sections that touch and cover the whole song; one where it is too short or shapeless to divide."""
    import numpy as np

    duration = spectra.duration
    if duration < 2 * SHORTEST_S or len(downbeats) < 2 * SHORTEST_BARS:
        return (Section(0.0, duration, "verse"),)
    edges = (0.0, *(beat for beat in beats if beat > 0), duration)
    features = _beat_features(edges, spectra, chroma)
    novelty = _novelty(features)
    starts = _choose_boundaries(novelty, edges, downbeats, duration)
    ends = (*starts[1:], duration)
    spans = [
        slice(*np.searchsorted(edges[:-1], (start - 1e-6, end - 1e-6))) for start, end in zip(starts, ends, strict=True)
    ]
    groups = _group(features, spans)
    parts = [
        Part(
            start,
            end,
            group,
            float(energy[int(start * ENVELOPE_HZ) : max(int(start * ENVELOPE_HZ) + 1, int(end * ENVELOPE_HZ))].mean()),
        )
        for start, end, group in zip(starts, ends, groups, strict=True)
    ]
    kinds = name_parts(parts, drops)
    return tuple(Section(part.start, part.end, kind) for part, kind in zip(parts, kinds, strict=True))


def _beat_features(edges: Sequence[float], spectra: Spectra, chroma: NDArray[np.float32]) -> NDArray[np.float64]:
    """(beats, columns) of timbre, harmony and loudness, each column group with the weight it has in likeness."""
    import numpy as np

    loud = np.log(mean_between(spectra.mel, edges, FRAME_HZ) + 1e-4 * max(float(spectra.mel.mean()), 1e-9))
    bands = np.arange(loud.shape[1])
    cosines = np.cos(np.pi / len(bands) * (bands[:, None] + 0.5) * np.arange(_MFCC))
    timbre, harmony = loud @ cosines, chroma_between(chroma, edges).astype(np.float64)
    return np.hstack([_standard(timbre) / np.sqrt(_MFCC), 0.7 * _standard(harmony) / np.sqrt(12)])


def _standard(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    deviation = columns.std(axis=0)
    standard: NDArray[np.float64] = (columns - columns.mean(axis=0)) / (deviation + 1e-3 * deviation.max() + 1e-9)
    return standard


def _novelty(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much the sound turns over at the start of each beat, 0..1, over several reaches."""
    import numpy as np

    unit = features / (np.linalg.norm(features, axis=1, keepdims=True) + 1e-9)
    total = np.zeros(len(unit))
    for reach in _KERNEL_BEATS:
        place = np.arange(2 * reach) - reach + 0.5
        kernel = np.sign(place) * np.exp(-0.5 * (place / (0.5 * reach)) ** 2)
        padded = np.pad(unit, ((reach, reach - 1), (0, 0)))
        # The checkerboard sum over a window of unit x unit.T is the squared length of the window's signed sum.
        signed = np.stack([np.convolve(column, kernel[::-1], "valid") for column in padded.T])
        turn = np.square(signed).sum(axis=0)
        total += turn / max(float(np.percentile(turn, 98)), 1e-9)
    return np.clip(total / len(_KERNEL_BEATS), 0, 1)


def _choose_boundaries(
    novelty: NDArray[np.float64], edges: Sequence[float], downbeats: Sequence[float], duration: float
) -> tuple[float, ...]:
    """Starts of sections: the downbeats that together gather most novelty, as many as a song of this length has."""
    import numpy as np

    at = np.minimum(np.searchsorted(edges[:-1], np.asarray(downbeats) - 1e-6), len(novelty) - 1)
    # A turn heard a beat early or late (pick-ups, fills) still belongs to this downbeat.
    gains = [max(novelty[beat], 0.8 * novelty[max(0, beat - 1) : beat + 2].max()) for beat in at]
    bar = float(np.median(np.diff(downbeats)))
    places = [(time, float(gain)) for time, gain in zip(downbeats, gains, strict=True) if time > SHORTEST_S / 2]
    starts: tuple[float, ...] = ()
    for price in PRICES:
        starts = _best_starts(places, bar, duration, price)
        if len(starts) <= most_sections(duration):
            break
    return starts


def most_sections(duration: float) -> int:
    """How many parts a song of so many seconds may have: 7 in one minute, 14 in four, slower from there."""
    return round(7 * math.sqrt(duration / 60))


def _best_starts(places: Sequence[tuple[float, float]], bar: float, duration: float, price: float) -> tuple[float, ...]:
    """The chain of (time, gain) from the song's start to its end with the greatest sum, each part costing `price`."""
    times, gains = (0.0, *(time for time, _ in places), duration), (0.0, *(gain for _, gain in places), 0.0)
    best, back = [0.0], [0]
    for end in range(1, len(times)):
        options: list[tuple[float, int]] = []
        for start in range(end - 1, -1, -1):
            length = times[end] - times[start]
            if length > 2 * LONGEST_S and options:
                break
            inner = start > 0 and end < len(times) - 1
            options.append((best[start] + _fit_of_length(length, bar, inner), -start))
        value, start = max(options)
        best.append(value + gains[end] - price)
        back.append(-start)
    chosen, index = [], back[-1]
    while index > 0:
        chosen.append(times[index])
        index = back[index]
    return (0.0, *chosen[::-1])


def _fit_of_length(length: float, bar: float, inner: bool) -> float:
    """How usual a part of this length is; far below 0 for one too short to be a part."""
    if length < SHORTEST_S or length < min(SHORTEST_BARS * bar, 2 * SHORTEST_S) - 1e-3:
        return -4.0
    bars = length / bar
    whole = round(bars)
    musical = USUAL_BARS.get(whole, -0.15 if whole % 2 else 0.0) if inner and abs(bars - whole) < 0.1 else 0.0
    too_long = max(0.0, length - LONGEST_S) / 10
    return musical - LENGTH_WEIGHT * math.log2(length / USUAL_S) ** 2 - too_long


def _group(features: NDArray[np.float64], spans: Sequence[slice]) -> list[int]:
    """A group number per section: sections whose sound and harmony run alike share one.

    Merged pairwise, most alike first, up to the widest gap between what is alike and what is not in this song.
    """
    import numpy as np

    likeness = np.array([[_likeness(features[one], features[other]) for other in spans] for one in spans])
    groups: list[tuple[int, ...]] = [(index,) for index in range(len(spans))]
    stages, merged = [groups], [ALIKE]
    while len(groups) > 1:
        like, a, b = max(
            (float(likeness[np.ix_(one, other)].mean()), a, b)
            for a, one in enumerate(groups)
            for b, other in enumerate(groups[:a])
        )
        groups = [group for index, group in enumerate(groups) if index not in (a, b)] + [groups[a] + groups[b]]
        stages.append(groups)
        merged.append(like)
    limits = np.clip([*merged, UNLIKE], UNLIKE, ALIKE)
    stage = stages[int(np.argmax(limits[:-1] - limits[1:]))]
    return [next(number for number, group in enumerate(stage) if index in group) for index in range(len(spans))]


def _likeness(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Mean cosine of beat-wise features at the best of a few alignments (a pick-up bar more or less)."""
    import numpy as np

    if not len(one) or not len(other):
        return 0.0
    best = -1.0
    for shift in (-4, 0, 4):
        a, b = one[max(0, -shift) :], other[max(0, shift) :]
        length = min(len(a), len(b))
        if length >= 8:
            a, b = a[:length], b[:length]
            best = max(best, float((a * b).sum() / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-9)))
    mean_a, mean_b = one.mean(axis=0), other.mean(axis=0)
    means = float(mean_a @ mean_b / (np.linalg.norm(mean_a) * np.linalg.norm(mean_b) + 1e-9))
    return max(best, 0.5 * best + 0.5 * means)
