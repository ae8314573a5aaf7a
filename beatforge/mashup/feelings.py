"""How a mashup feels, who sings in it and how loud it is, composed of what was heard in its songs. Pure.

In: the parts of a mix, its sections, the songs' analyses. Out: an arc of `Feeling`s, a `Mood`, the likelihood of a
voice, a `Loudness`. Nothing is listened to; what a song does not know is left out, and so is what only that song knew.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from beatforge.mix.parts import Mix, Part
from beatforge.song.analysis import ENVELOPE_HZ, Analysis, Feeling, Loudness, Mood, Section
from beatforge.song.mood import mood_of

SUNG_IN = ("mix", "vocals")
"""Parts in which a voice is heard."""

HEARD_DB = -20.0
"""A voice this far below its usual level is texture: nobody follows its words."""

WEIGHTS: Mapping[str, float] = {
    "mix": 1.0,
    "instrumental": 0.85,
    "vocals": 0.8,
    "drums": 0.5,
    "bass": 0.4,
    "other": 0.6,
}
"""How much each says of what one feels: a voice nearly as much as the band, harmonies more than drums."""


def composed_arc(
    parts: Sequence[Part], sections: Sequence[Section], songs: Mapping[str, Analysis]
) -> tuple[Feeling, ...]:
    """What the parts of each section feel like where they are heard, by how long, how loud and what they are."""
    arc = []
    for section in sections:
        sums = [0.0, 0.0, 0.0]
        for part in parts:
            low, high = max(part.start_s, section.start), min(part.end_s, section.end)
            if high <= low or part.stem not in WEIGHTS:
                continue
            weight = WEIGHTS[part.stem] * 10 ** (part.gain_db / 20)
            for lasting, feeling in _felt(songs[part.song].arc, part.song_s(low), part.song_s(high)):
                for index, value in enumerate((1.0, feeling.valence, feeling.energy)):
                    sums[index] += weight * lasting * value
        if sums[0]:
            arc.append(Feeling(section.start, round(sums[1] / sums[0], 3), round(sums[2] / sums[0], 3)))
    return tuple(arc)


def composed_mood(arc: Sequence[Feeling], duration_s: float) -> Mood | None:
    """The mood of the whole: that of its arc, by how long each part of it lasts; None without one."""
    if not arc:
        return None
    ends = [point.at for point in arc[1:]] + [duration_s]
    lasting = [end - point.at for point, end in zip(arc, ends, strict=True)]
    whole = sum(lasting)
    valence = sum(point.valence * length for point, length in zip(arc, lasting, strict=True)) / whole
    energy = sum(point.energy * length for point, length in zip(arc, lasting, strict=True)) / whole
    return mood_of(valence, energy)


def composed_voice(mix: Mix, parts: Sequence[Part], songs: Mapping[str, Analysis]) -> tuple[int, ...]:
    """How likely somebody sings, 0..255 at ENVELOPE_HZ: as likely as in the song of any voice that is heard."""
    if not any(songs[part.song].voice for part in parts):
        return ()
    count = int(mix.duration_s * ENVELOPE_HZ)
    found = [0] * count
    for part in parts:
        curve = songs[part.song].voice
        if part.stem not in SUNG_IN or part.gain_db < HEARD_DB or not curve:
            continue
        for (song, start), (song_end, end) in pairwise(part.warp):
            pace = (song_end - song) / (end - start)
            for frame in range(math.ceil(start * ENVELOPE_HZ), min(math.ceil(end * ENVELOPE_HZ), count)):
                at = int((song + (frame / ENVELOPE_HZ - start) * pace) * ENVELOPE_HZ)
                found[frame] = max(found[frame], curve[min(at, len(curve) - 1)])
    return tuple(found)


def planned_loudness(mix: Mix, lead: Analysis) -> Loudness | None:
    """What the mix is brought to; its range is that of the song which carries it. None where it is left as it is."""
    if mix.loudness_lufs is None or mix.true_peak_dbtp is None or lead.loudness is None:
        return None
    return Loudness(mix.loudness_lufs, lead.loudness.range_lu, mix.true_peak_dbtp)


def _felt(arc: Sequence[Feeling], low: float, high: float) -> list[tuple[float, Feeling]]:
    """(seconds, feeling) of what a song feels like from one of its seconds to another."""
    if not arc:
        return []
    starts = [point.at for point in arc]
    first = max(0, bisect_right(starts, low) - 1)
    found = []
    for index in range(first, len(arc)):
        begin = low if index == first else arc[index].at
        end = min(high, arc[index + 1].at) if index + 1 < len(arc) else high
        if end > begin:
            found.append((end - begin, arc[index]))
    return found
