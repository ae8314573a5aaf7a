"""A shot: all and only what makes its pictures. What is in here is in the key; what is not can't be seen.

A shot never knows its place in the song. Frame 0 is its first shown frame; `Music` reaches further to both sides
(the handles), so that a transition can show the shot before it starts and after it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from beatforge.film.performance import Performance


@dataclass(frozen=True, slots=True)
class Music:
    """The shot's slice of the song. Curves hold one integer 0..255 per frame, from frame `first` (<= 0) on.

    `beats` and `downbeats` are frame numbers in the shot's own count; the first beat lies at or before `first`.
    `drops` are (frame, strength 1..100), `words` the frames at which sung words begin. `section` says how far the part
    of the song has come (0..1000) where the shot starts and where it ends. `stems` are curves of the stems that
    something in the shot follows, by feature.
    """

    first: int
    beats: tuple[int, ...]
    downbeats: tuple[int, ...]
    energy: tuple[int, ...]
    bass: tuple[int, ...]
    mid: tuple[int, ...]
    high: tuple[int, ...]
    onset: tuple[int, ...]
    drops: tuple[tuple[int, int], ...] = ()
    words: tuple[int, ...] = ()
    section: tuple[int, int] = (0, 1000)
    stems: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drive:
    """How one channel follows the music: gain/100 x feature, rising and falling with these time constants.

    Events (beat, bar, drop, word) rise at once.
    """

    feature: str
    gain: int
    attack_ms: int = 30
    release_ms: int = 220


@dataclass(frozen=True, slots=True)
class Look:
    """A picture without its music: what is shown, how it is painted, in which colours and in what weather.

    `palette` holds ten "rrggbb" by `ROLES`. `composition` numbers the motif's arrangements (taken modulo what the
    motif has). `detail` shifts small things (clouds, windows) only. `speed` and `camera` are per cent of usual.
    `marks` are per cent of a medium's usual ways, by `MARKS`. `hold` shows each picture that many frames long (drawn on
    twos). `intensity` 0..100 says how much of a peak the shot is. `grade` holds what is done to finished colours, per
    cent by `GRADES`, without what leaves them as they are.
    """

    motif: str
    medium: str
    palette: tuple[str, ...]
    composition: int
    detail: int
    speed: int
    camera: int
    conditions: Mapping[str, int]
    drives: Mapping[str, Drive]
    marks: Mapping[str, int] = field(default_factory=dict)
    hold: int = 1
    intensity: int = 50
    grade: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shot:
    """What the procedural backend renders: `num_frames` pictures of `width` x `height`, plus handles.

    `chain` frames long the shot grows out of the last frame before it; 0 where it begins on its own. With `footage_ms`
    it shows filmed footage from that millisecond on, with a `performance` a persona, instead of the look's motif.
    """

    backend: str
    width: int
    height: int
    fps: str
    num_frames: int
    seed: int
    look: Look
    music: Music
    chain: int = 0
    footage_ms: int | None = None
    performance: Performance | None = None

    def to_value(self) -> dict[str, Any]:
        """This shot as JSON values."""
        look = _fields(self.look)
        look["drives"] = {channel: _fields(drive) for channel, drive in self.look.drives.items()}
        music = _fields(self.music)
        if not music["stems"]:
            del music["stems"]
        performance = {"performance": self.performance.to_value()} if self.performance else {}
        own = {name: part for name, part in _fields(self).items() if name != "performance"}
        return {**own, "look": look, "music": music, **performance}

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Shot:
        """The shot that `to_value` wrote."""
        look, music = dict(value["look"]), value["music"]
        look["palette"] = tuple(look["palette"])
        look["drives"] = {channel: Drive(**drive) for channel, drive in look["drives"].items()}
        slices: dict[str, Any] = {name: part if name == "first" else tuple(part) for name, part in music.items()}
        slices["drops"] = tuple(tuple(drop) for drop in music["drops"])
        slices["stems"] = {feature: tuple(curve) for feature, curve in music.get("stems", {}).items()}
        performance = Performance.from_value(value["performance"]) if "performance" in value else None
        return Shot(**{**value, "look": Look(**look), "music": Music(**slices), "performance": performance})


def _fields(value: Any) -> dict[str, Any]:
    """One level of a dataclass; a deep copy of every number would cost a second at a thousand scenes."""
    return {each.name: getattr(value, each.name) for each in fields(value)}
