"""A shot: all and only what makes its pictures. What is in here is in the key; what is not can't be seen.

A shot never knows its place in the song. Frame 0 is its first shown frame; `Music` reaches further to both sides
(the handles), so that a transition can show the shot before it starts and after it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Music:
    """The shot's slice of the song. Curves hold one integer 0..255 per frame, from frame `first` (<= 0) on.

    `beats` and `downbeats` are frame numbers in the shot's own count; the first beat lies at or before `first`.
    """

    first: int
    beats: tuple[int, ...]
    downbeats: tuple[int, ...]
    energy: tuple[int, ...]
    bass: tuple[int, ...]
    mid: tuple[int, ...]
    high: tuple[int, ...]
    onset: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drive:
    """How one channel follows the music: channel = gain/100 x feature."""

    feature: str
    gain: int


@dataclass(frozen=True, slots=True)
class Look:
    """A picture without its music: what is shown, how it is painted, in which colours and in what weather.

    `palette` holds ten "rrggbb" by `ROLES`. `composition` numbers the motif's arrangements (taken modulo what the
    motif has). `detail` shifts small things (clouds, windows) only. `speed` and `camera` are per cent of usual.
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


@dataclass(frozen=True, slots=True)
class Shot:
    """What the procedural backend renders: `num_frames` pictures of `width` x `height`, plus handles.

    `chain` frames long the shot grows out of the last frame before it; 0 where it begins on its own.
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

    def to_value(self) -> dict[str, Any]:
        """This shot as JSON values."""
        look = _fields(self.look)
        look["drives"] = {channel: _fields(drive) for channel, drive in self.look.drives.items()}
        return {**_fields(self), "look": look, "music": _fields(self.music)}

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Shot:
        """The shot that `to_value` wrote."""
        look, music = dict(value["look"]), value["music"]
        look["palette"] = tuple(look["palette"])
        look["drives"] = {channel: Drive(**drive) for channel, drive in look["drives"].items()}
        slices: dict[str, Any] = {name: part if name == "first" else tuple(part) for name, part in music.items()}
        return Shot(**{**value, "look": Look(**look), "music": Music(**slices)})


def _fields(value: Any) -> dict[str, Any]:
    """One level of a dataclass; a deep copy of every number would cost a second at a thousand scenes."""
    return {field.name: getattr(value, field.name) for field in fields(value)}
