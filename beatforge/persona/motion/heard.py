"""A shot's music in the film's seconds: beats with their weight, bars, and curves.

In: a shot. Out: what lies at a time. All numbers are counted from the film's start, so that two shots which share a
frame hear the same there. Where no beats are known a slow count goes on, which weighs nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from beatforge.film.clock import rate_of
from beatforge.film.shot import Shot
from beatforge.persona.motion.curves import chance, clamp, lerp, ramp

QUIET_BEAT_S, QUIET_BAR_S = 0.5, 2.0
"""The count where there is no music."""

FAST_BEAT_S = 0.40
"""Beats that come quicker (150 a minute) are nodded every second time."""

SMOOTHED_S = 0.25
"""How far to either side the music's strength is averaged for motion."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A beat at a time in seconds, its place in the bar (0 is the downbeat), and how heavy it is (0..1)."""

    at: float
    place: int
    weight: float


class Heard:
    """The music of one shot, in the film's seconds."""

    def __init__(self, shot: Shot) -> None:
        assert shot.performance is not None
        self.rate = rate_of(shot.fps)
        self.frame, self.first = shot.performance.frame, shot.music.first
        music = shot.music
        self._curves = {name: getattr(music, name) for name in ("energy", "bass", "mid", "high", "onset")}
        self._curves |= {name: getattr(shot.performance, name) for name in ("left", "right", "crossfader")}
        self._curves["strength"] = self._smoothed(music.energy)
        self.start = self.seconds(self.first)
        low = self.start - QUIET_BAR_S
        high = self.seconds(self.first + len(music.energy)) + QUIET_BAR_S
        downbeats = [self.seconds(frame) for frame in music.downbeats]
        self.bars = _filled(downbeats, QUIET_BAR_S, low, high)
        marks = _filled([self.seconds(frame) for frame in music.beats], QUIET_BEAT_S, low, high)
        known = {self.seconds(frame) for frame in music.beats}
        self.beats = tuple(
            self._beat(at, after, at in known) for at, after in zip(marks, (*marks[1:], high), strict=True)
        )
        self._times = tuple(beat.at for beat in self.beats)

    def seconds(self, frame: int) -> float:
        """The film's time at a frame of the shot."""
        return (self.frame + frame) * self.rate.denominator / self.rate.numerator

    def curve(self, name: str, time_s: float) -> float:
        """A curve of the music or of the decks (0..1) at a time, straight between frames."""
        curve = self._curves[name]
        if not curve:
            return 0.0
        at = time_s * self.rate.numerator / self.rate.denominator
        whole = math.floor(at + 1e-6)
        place = whole - self.frame - self.first
        last = len(curve) - 1
        low, high = (curve[min(max(index, 0), last)] for index in (place, place + 1))
        return lerp(low, high, clamp(at - whole)) / 255.0

    def strength(self, time_s: float) -> float:
        """How strong the music is around a time, 0..1."""
        return self.curve("strength", time_s)

    def beat_at(self, time_s: float) -> tuple[Beat, Beat, float]:
        """The beat at or before a time, the one after it, and how far the way between them has come (0..1)."""
        index = min(max(bisect_right(self._times, time_s + 1e-6) - 1, 0), len(self.beats) - 2)
        one, other = self.beats[index], self.beats[index + 1]
        return one, other, clamp((time_s - one.at) / (other.at - one.at))

    def bar_at(self, time_s: float) -> tuple[float, float]:
        """Where the bar at a time starts and ends, in seconds."""
        index = min(max(bisect_right(self.bars, time_s + 1e-6) - 1, 0), len(self.bars) - 2)
        return self.bars[index], self.bars[index + 1]

    def bar_part(self, time_s: float) -> float:
        """How far the bar has come, 0..1."""
        start, end = self.bar_at(time_s)
        return clamp((time_s - start) / (end - start))

    def number(self, time_s: float) -> int:
        """The film's frame at a time: what decisions by chance are drawn from."""
        return round(time_s * self.rate.numerator / self.rate.denominator)

    def _beat(self, at: float, after: float, is_heard: bool) -> Beat:
        """A beat as heavy as its place and the music are; no two weigh quite the same."""
        if not is_heard:
            return Beat(at, 0, 0.0)
        # beats before the first that is known are counted by their length
        place = round((at - self.bar_at(at)[0]) / (after - at))
        strength = self.strength(at)
        weight = 1.0 if place == 0 else 0.5 if place % 2 else 0.72
        if place % 2 and (after - at < FAST_BEAT_S or strength < 0.2):
            weight = 0.12
        weight *= lerp(0.82, 1.0, chance(self.number(at), 11))
        return Beat(at, place, weight * lerp(0.5, 1.0, strength) * ramp(0.01, 0.08, strength))

    def _smoothed(self, curve: Sequence[int]) -> tuple[float, ...]:
        """The mean of what lies around each frame."""
        reach = max(1, round(SMOOTHED_S * self.rate))
        sums = [0]
        for value in curve:
            sums.append(sums[-1] + value)
        last = len(curve)
        spans = ((max(0, at - reach), min(last, at + reach + 1)) for at in range(last))
        return tuple((sums[high] - sums[low]) / (high - low) for low, high in spans)


def _filled(known: Sequence[float], step_s: float, low: float, high: float) -> tuple[float, ...]:
    """Known marks, and a lattice of the film's where there are none; no step is shorter than half of `step_s`."""
    start, end = (known[0], known[-1]) if known else (math.inf, -math.inf)
    lattice = [cell * step_s for cell in range(math.floor(low / step_s), math.ceil(high / step_s) + 1)]
    before = [at for at in lattice if at < start - step_s / 2]
    after = [at for at in lattice if at > end + step_s / 2] if known else []
    return (*before, *known, *after)
