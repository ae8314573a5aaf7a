"""The beats that a performance is laid on, and how loud the music is between two moments.

In: an analysis. Out: the nearest beats and downbeats, bars counted from a moment, means of the energy curve. A song in
which no beat was found has stand-in beats, as its cuts have.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from beatforge.film.cut import STAND_IN_BAR_S
from beatforge.song.analysis import ENVELOPE_HZ, Analysis

BEATS_IN_A_STAND_IN = 4


@dataclass(frozen=True, slots=True)
class Grid:
    """Beats and downbeats in seconds, the usual length of a beat, and the energy curve."""

    beats: tuple[float, ...]
    downbeats: tuple[float, ...]
    beat_s: float
    energy: tuple[int, ...]
    duration: float

    @property
    def bar_s(self) -> float:
        """Seconds of a usual bar."""
        return self.beat_s * max(1, round(len(self.beats) / max(1, len(self.downbeats))))

    def beat_near(self, second: float) -> float:
        """The beat nearest to a moment."""
        return nearest(second, self.beats)

    def bars_from(self, start: float, end: float) -> tuple[float, ...]:
        """Downbeats in [start, end), half a beat before `start` counted in."""
        low, high = (bisect_left(self.downbeats, second - self.beat_s / 2) for second in (start, end))
        return self.downbeats[low:high]

    def beats_before(self, second: float, count: int) -> float:
        """The beat so many before the one nearest to a moment; before the first one, by the usual length."""
        index = bisect_right(self.beats, self.beat_near(second) + 1e-6) - 1 - count
        return self.beats[index] if index >= 0 else second - count * self.beat_s

    def loudness(self, start: float, end: float) -> float:
        """Mean energy 0..1 between two seconds."""
        low = max(0, int(start * ENVELOPE_HZ))
        window = self.energy[low : max(low + 1, int(end * ENVELOPE_HZ))]
        return sum(window) / (255 * len(window)) if window else 0.0


def grid_of(analysis: Analysis) -> Grid:
    """The beats of a song, or beats in their stead."""
    beats, downbeats, beat_s = analysis.beats, analysis.downbeats, 60 / max(analysis.tempo_bpm, 30)
    if len(beats) < 2 or not downbeats:
        beat_s = STAND_IN_BAR_S / BEATS_IN_A_STAND_IN
        beats = tuple(round(index * beat_s, 4) for index in range(1 + int(analysis.duration / beat_s)))
        downbeats = beats[::BEATS_IN_A_STAND_IN]
    return Grid(beats, downbeats, beat_s, analysis.envelopes["energy"], analysis.duration)


def nearest(second: float, points: Sequence[float]) -> float:
    """The point nearest to a moment; the moment itself where there is none."""
    index = bisect_left(points, second)
    return min(points[max(0, index - 1) : index + 1], key=lambda point: abs(point - second), default=second)
