"""What moves: a shot and a frame number become the numbers a kernel reads.

Every value of frame k depends on the shot alone, never on which frames were asked for before: envelopes run from the
music's first frame, motion is summed from the shot's frame 0 to both sides (so the handles run on, backwards too).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate

from beatforge.film.shot import Drive, Music, Shot
from beatforge.picture.colour import Triple, blend, rgb
from beatforge.picture.draws import Draws
from beatforge.picture.grade import grade_values
from beatforge.picture.layout import LEVELS
from beatforge.project.vocabulary import CHANNELS, CONDITIONS, MARKS, ROLES

CURVES = ("bass", "mid", "high", "onset", "energy")
"""Features that are curves of the music."""

ATTACK_MS, RELEASE_MS = 30, 220
"""How fast a feature's envelope follows up and down, where no style says otherwise."""

LAST_S = {"beat": 0.16, "bar": 0.45, "drop": 1.6, "word": 0.3}
"""Seconds in which an event fades to a third, where no style says otherwise; beats fade faster where they are close."""

REDRAWS = 8
"""Times a second that unsteady lines are drawn anew, where pictures are not held."""

SHIFTED = 0.4
"""How far the sky goes towards the accent at most, as `shift` grows."""

LIFT = 0.04
"""Heights by which an upright picture lies higher: phones put more of their own over its lower edge than its upper."""

CALM_BEAT_S = 0.4
"""Beats closer than this pulse less: more than 2.5 full pulses a second would be a train of flashes."""


class Motion:
    """All of a shot that changes from frame to frame, by the names of `layout.NAMES`."""

    def __init__(self, shot: Shot) -> None:
        self._shot, self._fps = shot, float(Fraction(shot.fps))
        self._draws = Draws(shot.seed, 1)
        self._start = {"t": self._draws.between(24.0, 88.0), "cam": self._draws.between(4.0, 40.0)}
        self._upright = min(1.0, max(0.0, (0.5 - 0.5 * shot.width / shot.height) / 0.21875))
        self._phases = [self._draws.unit() for _ in range(3)]
        self._places = {
            "half_width": 0.5 * shot.width / shot.height,
            "seed": self._draws.between(0.0, 64.0),
            "detail": Draws(shot.look.detail, 2).between(0.0, 64.0),
            "composition": float(shot.look.composition),
            "intensity": shot.look.intensity / 100,
            **{condition: shot.look.conditions.get(condition, 0) / 100 for condition in CONDITIONS},
            **{f"mark.{name}": shot.look.marks.get(name, 100) / 100 for name in MARKS},
            **grade_values(shot.look.grade),
        }
        music = shot.music
        curves = {name: getattr(music, name) for name in CURVES} | dict(music.stems)
        self._curves = {name: [value / 255 for value in curve] for name, curve in curves.items()}
        self._features = {
            name: _envelope(curve, self._fps, ATTACK_MS, RELEASE_MS) for name, curve in self._curves.items()
        }
        # energy is slow by nature: its own curve, so that a calm bar is calm from its first frame
        self._features["energy"] = self._curves["energy"]
        self._drives = {
            channel: _envelope(self._curves[drive.feature], self._fps, drive.attack_ms, drive.release_ms)
            for channel, drive in shot.look.drives.items()
            if drive.feature in self._curves and drive.feature != "energy"
        }
        self._events = {
            "beat": [(frame, 1.0) for frame in music.beats],
            "bar": [(frame, 1.0) for frame in music.downbeats],
            "drop": [(frame, strength / 100) for frame, strength in music.drops],
            "word": [(frame, 1.0) for frame in music.words],
        }
        self._beats, self._bars = _Count(music.beats, music), _Count(music.downbeats, music)
        look = shot.look
        self._t = _Integral(lambda i: look.speed / 100 * self._pace(i) / self._fps, len(music.energy) + music.first)
        self._cam = _Integral(
            lambda i: look.camera / 100 * self._travel(i) / self._fps, len(music.energy) + music.first
        )

    def values(self, index: int) -> dict[str, float]:
        """Frame `index` of the shot; negative and beyond the end within the handles."""
        index = self.held(index)
        t, cam = self._t.at(index), self._cam.at(index)
        channels = {channel: self._channel(channel, index) for channel in CHANNELS}
        return {
            **self._places,
            **{name: self._feature(name, index) for name in LEVELS},
            **channels,
            **self._view(cam, channels["pulse"], channels["burst"]),
            "boil": float(index // max(self._shot.look.hold, round(self._fps / REDRAWS)) % 4096),
            "frame": float(index % 4096),
            "t": self._start["t"] + t,
            "cam": self._start["cam"] + cam,
            "beat_phase": self._beats.at(index, self._fps),
            "bar_phase": self._bars.at(index, self._fps),
        }

    def held(self, index: int) -> int:
        """The frame whose picture is shown at `index`: its own, or where pictures are held that of the last drawing;
        a beat is always drawn anew."""
        hold = self._shot.look.hold
        if hold == 1:
            return index
        at = bisect_right(self._shot.music.beats, index) - 1
        beat = self._shot.music.beats[at] if at >= 0 else 0
        return beat + (index - beat) // hold * hold

    def _pace(self, index: int) -> float:
        """Scene seconds per second: calm music still moves."""
        return 0.55 + 0.65 * self._feature("energy", index) + 0.5 * self._channel("swell", index)

    def _travel(self, index: int) -> float:
        return 0.25 + 0.8 * self._feature("energy", index)

    def _view(self, cam: float, pulse: float, burst: float) -> dict[str, float]:
        """A slow push and drift; the beat comes a touch nearer, a burst more. Always inside the motif's frame."""
        rates = zip((0.06, 0.07, 0.053), self._phases, strict=True)
        turns = [2 * math.pi * (cam * rate + phase) for rate, phase in rates]
        return {
            "view_scale": 0.93 + 0.03 * math.sin(turns[0]) - 0.006 * pulse - 0.05 * burst,
            "view_x": 0.03 * min(1.0, self._places["half_width"]) * math.sin(turns[1]),
            "view_y": 0.015 * math.sin(turns[2]) - LIFT * self._upright,
        }

    def _feature(self, name: str, index: int) -> float:
        if name == "beat":
            return self._pulse(index)
        if name in self._events:
            return self._event(name, index, LAST_S[name])
        if name == "section":
            start, end = self._shot.music.section
            return min(1.0, max(0.0, (start + (end - start) * index / max(self._shot.num_frames, 1)) / 1000))
        curve = self._features[name]
        return curve[min(max(index - self._shot.music.first, 0), len(curve) - 1)] if curve else 0.0

    def _pulse(self, index: int) -> float:
        """1 on the beat, fading; fainter in calm music and where beats crowd."""
        if not self._shot.music.beats:
            return 0.0
        period = self._beats.period(index) / self._fps
        crowded = min(1.0, period / CALM_BEAT_S) ** 2
        return (
            math.exp(-3.2 * (self._beats.at(index, self._fps) % 1.0))
            * (0.3 + 0.7 * self._feature("energy", index))
            * crowded
        )

    def _channel(self, name: str, index: int) -> float:
        drive = self._shot.look.drives.get(name)
        if drive is None:
            return 0.0
        return min(1.0, max(0.0, drive.gain / 100 * self._followed(name, drive, index)))

    def _followed(self, channel: str, drive: Drive, index: int) -> float:
        """The feature of a channel with the channel's own rise and fall."""
        if channel in self._drives:
            curve = self._drives[channel]
            return curve[min(max(index - self._shot.music.first, 0), len(curve) - 1)] if curve else 0.0
        if drive.feature in self._events and drive.release_ms != RELEASE_MS:
            return self._event(drive.feature, index, drive.release_ms / 1000)
        return self._feature(drive.feature, index)

    def _event(self, name: str, index: int, last_s: float) -> float:
        """1 (or its strength) in the frame of the latest event, fading."""
        events = self._events[name]
        at = bisect_right(events, (index, math.inf)) - 1
        if at < 0:
            return 0.0
        frame, strength = events[at]
        return strength * math.exp((frame - index) / self._fps / last_s)


def palette(look_palette: Sequence[str], other: Sequence[str] | None = None, part: float = 0.0) -> dict[str, Triple]:
    """Colours by role; with `other`, `part` of the way to it."""
    colours = [rgb(code) for code in look_palette]
    if other is not None:
        colours = [blend(one, rgb(code), part) for one, code in zip(colours, other, strict=True)]
    return dict(zip(ROLES, colours, strict=True))


def shifted(colours: dict[str, Triple], shift: float) -> dict[str, Triple]:
    """Colours by role with the sky `shift` (0..1) of the way that it may go towards the accent and the sun."""
    if shift <= 0.0:
        return colours
    part = round(shift * SHIFTED, 3)
    low = blend(colours["sky_low"], colours["accent"], part)
    return {**colours, "sky_low": low, "sky_top": blend(colours["sky_top"], colours["sky_low"], part * 0.5)}


def blended(before: Mapping[str, float], after: Mapping[str, float], part: float) -> dict[str, float]:
    """Frame values between two shots, for what both share (the medium)."""
    between = {name: value + (after[name] - value) * part for name, value in before.items()}
    # a seed has no between: inks and paper would be drawn anew on every frame on the way
    return between | {"seed": (before if part < 0.5 else after)["seed"]}


class _Count:
    """Beats (or bars) counted along the frames, with their fractions; whole numbers on each."""

    def __init__(self, frames: Sequence[int], music: Music) -> None:
        self._frames = list(frames)
        ahead = [frame for frame in music.downbeats if frame in self._frames]
        self._zero = self._frames.index(ahead[0]) if ahead else 0

    def at(self, index: int, fps: float) -> float:
        if len(self._frames) < 2:
            return (index - (self._frames[0] if self._frames else 0)) / fps * 2.0
        at = self._interval(index)
        return at - self._zero + (index - self._frames[at]) / (self._frames[at + 1] - self._frames[at])

    def period(self, index: int) -> float:
        """Frames between the beats about `index`."""
        if len(self._frames) < 2:
            return 12.0
        at = self._interval(index)
        return float(self._frames[at + 1] - self._frames[at])

    def _interval(self, index: int) -> int:
        """The interval that holds `index`; before the first and after the last they go on evenly."""
        return min(max(bisect_right(self._frames, index) - 1, 0), len(self._frames) - 2)


class _Integral:
    """A rate summed from frame 0 to both sides."""

    def __init__(self, rate: Callable[[int], float], end: int) -> None:
        self._rate = rate
        self._ahead = [0.0, *accumulate(rate(index) for index in range(max(end, 1)))]
        self._back = [0.0]

    def at(self, index: int) -> float:
        while index >= len(self._ahead):
            self._ahead.append(self._ahead[-1] + self._rate(len(self._ahead) - 1))
        while -index >= len(self._back):
            self._back.append(self._back[-1] - self._rate(-len(self._back)))
        return self._ahead[index] if index >= 0 else self._back[-index]


def _envelope(curve: Sequence[float], fps: float, attack_ms: int, release_ms: int) -> list[float]:
    """The curve as something with these time constants follows it; 0 follows at once."""
    rise, fall = (1.0 - math.exp(-1000.0 / (fps * ms)) if ms else 1.0 for ms in (attack_ms, release_ms))
    followed = list(curve[:1])
    for value in curve[1:]:
        last = followed[-1]
        followed.append(last + (value - last) * (rise if value > last else fall))
    return followed
