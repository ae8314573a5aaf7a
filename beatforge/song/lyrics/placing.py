"""Lines laid over a song in their order, so that they lie where somebody sings: a monotone dynamic programming. Pure.

In: how likely somebody sings, the beats, syllables of each line, what else speaks for a line at a moment. Out: a start
for each line, on a beat or half-way to the next. A line likes a voice while it lasts and one that begins with it; what
is left between lines likes to be short, lines like to follow each other in whole bars, and those that return like the
song's peaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Curve = NDArray[np.float64]
    Places = NDArray[np.intp]

USUAL_S = 0.33
"""A syllable with its share of pauses; the pace that the voice suggests is drawn half-way towards it."""

FARTHEST_S = 60.0
"""From one line's start to the next one's at most; an instrumental part may lie between."""

COARSEST_S = 0.5
"""Beats further apart than this are halved."""

LOCAL_S = 40.0
"""A voice is measured half against the whole song, half against so many seconds around it: full bands sound like more
voice everywhere."""

RISE, RISE_S, BEFORE_S = 1.0, 0.4, 0.4
"""What a voice that begins with the line is worth, from the mean before to the mean after."""

SHORTEST, HURRY = 0.6, 3.0
"""The shortest a line gets, as a share of its usual length, and what the square of the log of that share costs."""

GAP, UNSUNG, BARS, PEAK = 0.3, 0.3, 0.3, 0.3
"""What the log of the seconds between lines costs; a second of voice without words; what whole bars from one line to
the next are worth, and a line that returns at a peak."""

_NEVER = -1e18


@dataclass(frozen=True, slots=True)
class Ground:
    """What lines are laid over: `voice` at `rate`, beats and bars, the spans of the song's peaks, and its `chroma`
    (see `Analysis`), if that is known."""

    voice: tuple[int, ...]
    rate: int
    duration: float
    beats: tuple[float, ...]
    beats_per_bar: int
    peaks: tuple[tuple[float, float], ...] = ()
    chroma: tuple[tuple[int, ...], ...] = ()


def voiced_pace(voice: Sequence[int], duration: float, count: int) -> float:
    """Seconds that a syllable of `count` takes, if all of them fill what is voiced of the song."""
    import numpy as np

    curve = np.asarray(voice, np.float64)
    edge = float(curve.mean()) if len(curve) else 0.0
    for _ in range(20):  # two means
        high, low = curve[curve > edge], curve[curve <= edge]
        if not len(high) or not len(low):
            break
        edge = float(high.mean() + low.mean()) / 2
    voiced = float((curve > edge).mean()) * duration if len(curve) else duration
    pace = 0.9 * float(np.sqrt(USUAL_S * np.clip(voiced / count, 0.15, 0.6)))
    return min(pace, 0.9 * duration / count)


class Floor:
    """A ground made ready for lines: `times` are the moments at which one may begin.

    `lay` is asked again and again; what a step from one line to the next is worth is kept by the line's length.
    """

    def __init__(self, ground: Ground) -> None:
        import numpy as np

        self.ground = ground
        self.times, self._numbers = _grid(ground)
        self._sung = _sung(ground)
        self._at = self._sung.at(self.times)
        self._own = RISE * self._sung.rise(self.times)
        self._peak = PEAK * np.array([any(a <= at < b for a, b in ground.peaks) for at in self.times], np.float64)
        # Row j, column k: from the grid's place j - k - 1 to its place j.
        step_s = max(float(np.median(np.diff(self.times))), 0.05) if len(self.times) > 1 else FARTHEST_S
        reach = max(1, int(min(len(self.times) - 1, np.ceil(FARTHEST_S / step_s))))
        before = np.arange(len(self.times))[:, None] - 1 - np.arange(reach)[None, :]
        self._is_there = before >= 0
        self._before: Places = np.maximum(before, 0)
        self._apart: Curve = np.where(self._is_there, self.times[:, None] - self.times[self._before], np.inf)
        self._moves: dict[float, Curve] = {}

    def lay(
        self, counts: Sequence[int], is_peak: Sequence[bool], pace: float, spoken: Curve
    ) -> tuple[Places, float] | None:
        """(indices into `times`, worth) of lines of so many syllables at a pace in seconds; None where they do not fit.

        `spoken` says for each line and moment what else speaks for the line's beginning there.
        """
        import numpy as np

        if len(self.times) < len(counts) + 1:
            return None
        self._moves.clear()
        sung, own, rows = self._sung, self._own, np.arange(len(self.times))
        score = own + self._peak * is_peak[0] + spoken[0] - _gap(self.times) - UNSUNG * sung.voiced(self.times)
        steps = []
        for index, count in enumerate(counts[:-1], start=1):
            total = score[self._before] + self._move(pace * count)
            best = total.argmax(axis=1)
            score = total[rows, best] + own + self._peak * is_peak[index] + spoken[index]
            steps.append(self._before[rows, best])
        ends = np.minimum(self.times + pace * counts[-1], self.ground.duration)
        score = score + sung.at(ends) - self._at - _gap(self.ground.duration - ends)
        score -= UNSUNG * (sung.total - sung.voiced(ends))
        place = int(score.argmax())
        if score[place] < _NEVER / 2:
            return None
        places = [place]
        for step in reversed(steps):
            places.append(int(step[places[-1]]))
        return np.array(places[::-1]), float(score[place])

    def _move(self, length: float) -> Curve:
        """What it is worth to go on to each place from each before it, with a line of this length between."""
        import numpy as np

        if length not in self._moves:
            lasting = np.minimum(self._apart, length)
            begins = self.times[self._before]
            ends = begins + lasting
            gained = self._sung.at(ends) - self._at[self._before]
            gained -= UNSUNG * (self._sung.voiced(self.times)[:, None] - self._sung.voiced(ends))
            cost = HURRY * np.log(np.maximum(lasting / length, 0.05)) ** 2
            cost += _gap(np.where(self._is_there, self._apart, 0) - length)
            turns = (self._numbers[:, None] - self._numbers[self._before]) / self.ground.beats_per_bar
            total = gained - cost + BARS * np.cos(2 * np.pi * turns)
            is_long = self._is_there & (self._apart >= SHORTEST * length)
            self._moves[length] = np.where(is_long, total, _NEVER)
        return self._moves[length]


@dataclass(frozen=True, slots=True)
class _Sung:
    """Running sums of the voice, in seconds of its own deviation: of all of it, and of what is above its mean."""

    sums: Curve
    above: Curve
    rate: int

    @property
    def total(self) -> float:
        return float(self.above[-1])

    def at(self, times: Curve) -> Curve:
        found: Curve = self.sums[self._samples(times)]
        return found

    def voiced(self, times: Curve) -> Curve:
        found: Curve = self.above[self._samples(times)]
        return found

    def rise(self, times: Curve) -> Curve:
        """How much more voice there is after these moments than before them."""
        after = (self.at(times + RISE_S) - self.at(times)) / RISE_S
        return after - (self.at(times) - self.at(times - BEFORE_S)) / BEFORE_S

    def _samples(self, times: Curve) -> NDArray[np.intp]:
        import numpy as np

        samples: NDArray[np.intp] = np.clip(times * self.rate, 0, len(self.sums) - 1).astype(np.intp)
        return samples


def _sung(ground: Ground) -> _Sung:
    import numpy as np
    from scipy.ndimage import uniform_filter1d

    curve = np.asarray(ground.voice, np.float64)
    curve = uniform_filter1d(curve, round(0.3 * ground.rate), mode="nearest")
    deviation = max(float(curve.std()), 1e-6)
    around = round(LOCAL_S * ground.rate)
    mean = uniform_filter1d(curve, around, mode="nearest")
    spread = np.sqrt(np.maximum(uniform_filter1d(curve * curve, around, mode="nearest") - mean * mean, 0))
    local = (curve - mean) / np.maximum(spread, 0.5 * deviation)
    relative = np.clip(0.5 * local + 0.5 * (curve - curve.mean()) / deviation, -2, 2)
    sums, above = (
        np.concatenate([[0.0], np.cumsum(part)]) / ground.rate for part in (relative, np.maximum(relative, 0))
    )
    return _Sung(sums, above, ground.rate)


def _gap(seconds: Curve) -> Curve:
    import numpy as np

    cost: Curve = GAP * np.log1p(np.maximum(0, seconds))
    return cost


def _grid(ground: Ground) -> tuple[Curve, Curve]:
    """Where lines may begin, and the beats' numbers there; quarters of a second in a song without beats."""
    import numpy as np

    beats = np.asarray(ground.beats, np.float64)
    numbers = np.arange(len(beats), dtype=np.float64)
    if len(beats) < 8:
        beats = np.arange(0, ground.duration, 0.25)
        return beats, np.zeros(len(beats))
    if float(np.median(np.diff(beats))) > COARSEST_S:
        beats = np.sort(np.concatenate([beats, (beats[1:] + beats[:-1]) / 2]))
        numbers = np.arange(len(beats)) / 2
    within = beats < ground.duration - 0.5
    return beats[within], numbers[within]
