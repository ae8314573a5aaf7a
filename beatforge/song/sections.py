"""The parts of the song: where they begin, which of them are the same, and what a musician would call them.

Boundaries come from `boundaries`, by what each beat sounds like. Parts that sound alike form a group (`alike`); groups
are named by repetition, energy and where somebody sings (`naming`). What the words say of them is laid over later
(`worded`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from beatforge.song.alike import group_parts
from beatforge.song.analysis import ENVELOPE_HZ, LIKELY_SUNG, Analysis, Drop, Section
from beatforge.song.boundaries import SHORTEST_BARS, SHORTEST_S, SURE_DOWNBEATS, SectionCount, find_starts
from beatforge.song.chroma import chroma_between, mean_between
from beatforge.song.naming import Part, name_parts
from beatforge.song.singer import Singer
from beatforge.song.spectrum import FRAME_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.song.spectrum import Spectra

HARMONY, VOICE = 0.7, 0.7
"""What they count beside timbre in what a beat sounds like."""

RELATIVE = 0.6
"""How much of how sung a part is comes from where the voice is louder than usual; the rest from what sounds sung."""

EVEN_BARS = 8
_MFCC = 13


def find_sections(
    heard: Analysis,
    spectra: Spectra,
    chroma: NDArray[np.float32],
    energy: NDArray[np.float64],
    voice: Sequence[int],
    singer: Singer,
    drops: Sequence[Drop],
    count: SectionCount,
) -> tuple[Section, ...]:
    """Sections that touch and cover the whole song whose beats were heard; one where it is too short or shapeless."""
    import numpy as np

    beats, downbeats, duration = heard.beats, heard.downbeats, heard.duration
    if duration < 2 * SHORTEST_S or len(downbeats) < 2 * SHORTEST_BARS or count.max == 1:
        return (Section(0.0, duration, "verse"),)
    edges = np.array((0.0, *(beat for beat in beats if beat > 0), duration))
    timbre, harmony = _beat_features(edges, spectra, chroma)
    sung = _standard(_mean_between(np.asarray(voice) / 255, edges)[:, None])
    is_sure = heard.downbeat_confidence >= SURE_DOWNBEATS
    starts = find_starts(np.hstack([timbre, harmony, VOICE * sung]), edges, downbeats, is_sure, count)
    ends = (*starts[1:], duration)
    spans = [
        slice(*np.searchsorted(edges[:-1], (start - 1e-6, end - 1e-6))) for start, end in zip(starts, ends, strict=True)
    ]
    strength = _mean_between(energy, np.array((*starts, duration))).tolist()
    heard_sung = _mean_between(np.asarray(voice) / 255, np.array((*starts, duration))).tolist()
    groups = group_parts(timbre, harmony, spans, strength)
    parts = [
        Part(start, end, group, power, RELATIVE * relative + (1 - RELATIVE) * singer.between(start, end))
        for start, end, group, power, relative in zip(starts, ends, groups, strength, heard_sung, strict=True)
    ]
    kinds = name_parts(parts, drops, singer.confidence >= LIKELY_SUNG)
    return tuple(Section(part.start, part.end, kind) for part, kind in zip(parts, kinds, strict=True))


def even_sections(downbeats: Sequence[float], duration: float, count: SectionCount) -> tuple[Section, ...]:
    """Sections of about `EVEN_BARS` bars each, for a song in which none were looked for; "verse" all of them."""
    most = max(1, len(downbeats) // SHORTEST_BARS)
    number = min(most, max(round(len(downbeats) / EVEN_BARS), count.min or 1, 1), count.max or most)
    bars = [round(part * len(downbeats) / number) for part in range(1, number)]
    starts = [0.0, *(downbeats[bar] for bar in bars)]
    return tuple(Section(start, end, "verse") for start, end in pairwise((*starts, duration)))


def _mean_between(curve: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of a curve at ENVELOPE_HZ between neighbouring times."""
    return mean_between(curve[:, None].astype("float32"), times.tolist(), ENVELOPE_HZ)[:, 0].astype("float64")


def _beat_features(
    edges: NDArray[np.float64], spectra: Spectra, chroma: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Timbre and harmony, (beats, columns) each, with the weight they have in likeness."""
    import numpy as np

    times = edges.tolist()
    loud = np.log(mean_between(spectra.mel, times, FRAME_HZ) + 1e-4 * max(float(spectra.mel.mean()), 1e-9))
    bands = np.arange(loud.shape[1])
    cosines = np.cos(np.pi / len(bands) * (bands[:, None] + 0.5) * np.arange(_MFCC))
    timbre, harmony = loud @ cosines, chroma_between(chroma, times).astype(np.float64)
    return _standard(timbre) / np.sqrt(_MFCC), HARMONY * _standard(harmony) / np.sqrt(12)


def _standard(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    deviation = columns.std(axis=0)
    standard: NDArray[np.float64] = (columns - columns.mean(axis=0)) / (deviation + 1e-3 * deviation.max() + 1e-9)
    return standard
