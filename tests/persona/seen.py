"""What moves in a film's pixels, and when: a record's turning, a hand's fall, a head's nod.

In: decoded frames of one shot in gray, and where the shot's camera sees a place. Out: curves over the frames, measured
by ffmpeg's decoder and OpenCV's dense optical flow. The performance says only where to look: boxes stay where they are
over all frames, so that what is measured comes from pixels alone.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from beatforge.film.shot import Shot
from beatforge.persona.bones import all_frames
from beatforge.persona.moment import Moment
from beatforge.persona.motion.moves import Moves
from beatforge.persona.performer import view_of
from beatforge.project.figures import ShownSpec

Array = NDArray[np.float64]
Grays = NDArray[np.uint8]

DISC, WRAP = 128, 32
"""Sides of a record as it is unrolled, in pixels, and by how many its ends overlap."""

RIM, HUB = 0.94, 0.12
"""Where on a record its turning is read, of its radius."""

FINER = 0.25
"""Steps of a frame in which one curve is laid on another."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One shot: what its performance says at each frame, and its decoded pixels, frame 0 first."""

    shown: ShownSpec
    shot: Shot
    moments: tuple[Moment, ...]
    grays: Grays

    def place(self, frame: int, points: Sequence[Sequence[float]]) -> Array:
        """Where points of the world lie in the picture of a frame, in pixels."""
        view = view_of(self.moments[frame].camera)
        ahead, right, up = view.axes
        away = np.asarray(points, float) - view.eye
        deep = away @ ahead * view.tangent
        height, width = self.grays.shape[1:]
        x, y = away @ right / deep / (width / height), away @ up / deep
        return np.stack([(0.5 + 0.5 * x) * width, (0.5 - 0.5 * y) * height], axis=-1)

    def bone(self, frame: int, name: str, points: Sequence[Sequence[float]]) -> Array:
        """Where points of a bone's frame lie in the picture."""
        pose = self.moments[frame].pose
        at = all_frames(self.shown.figure, self.shown.booth.bones, pose, pose.channels)[name]
        return self.place(frame, [at.place(np.asarray(point, float)) for point in points])


def seen(shown: ShownSpec, shot: Shot, grays: Grays) -> Seen:
    """A shot with the frames that were decoded of it."""
    moves = Moves(shown, shot)
    return Seen(shown, shot, tuple(moves.at(index) for index in range(len(grays))), grays)


def decoded(program: str, film: Path, first: int, end: int, width: int, height: int) -> Grays:
    """Frames [first, end) of a film in gray, by the ffmpeg program."""
    chain = f"trim=start_frame={first}:end_frame={end},format=gray"
    command = [
        program,
        "-v",
        "error",
        "-i",
        str(film),
        "-vf",
        chain,
        "-an",
        "-fps_mode",
        "passthrough",
        "-f",
        "rawvideo",
        "-",
    ]
    done = subprocess.run(command, capture_output=True, check=True)
    return np.frombuffer(done.stdout, np.uint8).reshape(-1, height, width)


def record_turns(told: Seen, side: str, first: int, end: int) -> Array:
    """Degrees by which a record turns from each frame of [first, end) to the next, forwards positive.

    The record is unrolled about its middle by the camera's perspective, where turning is a way down; flow counts where
    a picture has edges across that way and changes over the frames, which light and the deck's arm do not. Flow between
    narrow frames is somewhat short of the way; when it turns, and which way, is what this is for.
    """
    unrolled = np.array([_unrolled(told, side, frame) for frame in range(first, end + 1)])
    changes = unrolled.std(0) * np.arange(1, unrolled.shape[2] + 1)
    around = np.concatenate([unrolled[:, -WRAP:], unrolled, unrolled[:, :WRAP]], axis=1)
    smooth = [cv2.GaussianBlur(each.astype(np.uint8), (0, 0), 1.0) for each in around]
    flow = _flow()
    turns = []
    for one, other in pairwise(smooth):
        counts = np.abs(cv2.Sobel(one, cv2.CV_32F, 0, 1))[WRAP:-WRAP] * changes
        moved = flow.calc(one, other, None)[WRAP:-WRAP, :, 1]
        turns.append(float((moved * counts).sum() / max(float(counts.sum()), 1e-6)))
    return np.array(turns) * 360.0 / DISC


def falls(told: Seen, box: tuple[int, int, int, int], first: int, end: int) -> Array:
    """How far what has edges in a box (left, top, right, bottom) has come down since frame `first`, in pixels, for each
    frame of [first, end]."""
    left, top, right, bottom = box
    flow = _flow()
    ways = [0.0]
    for frame in range(first, end):
        one, other = told.grays[frame], told.grays[frame + 1]
        moved = flow.calc(one, other, None)[top:bottom, left:right, 1]
        edges = np.abs(cv2.Sobel(one, cv2.CV_32F, 0, 1))[top:bottom, left:right]
        ways.append(float((moved * edges).sum() / max(float(edges.sum()), 1e-6)))
    return np.cumsum(ways)


def box_about(told: Seen, points: Array, by: float) -> tuple[int, int, int, int]:
    """The box of the picture about some points, wider by a part of its longer side."""
    height, width = told.grays.shape[1:]
    low, high = points.min(0), points.max(0)
    more = by * float((high - low).max())
    left, top = (int(np.clip(at - more, 0, most - 8)) for at, most in zip(low, (width, height), strict=True))
    right, bottom = (int(np.clip(at + more, 8, most)) for at, most in zip(high, (width, height), strict=True))
    return left, top, max(right, left + 8), max(bottom, top + 8)


def lowest(curve: Sequence[float] | Array, near: int, reach: int) -> float:
    """The frame, and its part, at which a curve is highest within `reach` of a frame: a parabola through its top."""
    told = np.asarray(curve, float)
    low, high = max(near - reach, 0), min(near + reach, len(told) - 1)
    top = low + int(np.argmax(told[low : high + 1]))
    if not 0 < top < len(told) - 1:
        return float(top)
    before, here, after = told[top - 1 : top + 2]
    bend = before - 2.0 * here + after
    return top + (0.5 * float((before - after) / bend) if bend < 0.0 else 0.0)


def lag(curve: Array, wanted: Array, most: float = 4.0) -> tuple[float, float]:
    """(frames by which a curve is late against another, how alike the two are then, -1..1)."""
    at = np.arange(len(curve), dtype=float)
    inner = slice(int(most), len(curve) - int(most)) if len(curve) > 4 * most else slice(None)
    best = (0.0, -1.0)
    for late in sorted(np.arange(-most, most + FINER / 2, FINER), key=abs):
        moved = np.interp(at - late, at, wanted)
        alike = float(np.corrcoef(curve[inner], moved[inner])[0, 1])
        if alike > best[1] + 1e-6:
            best = (float(late), alike)
    return best


def _unrolled(told: Seen, side: str, frame: int) -> Array:
    """A record from above in polar coordinates: angle down (DISC rows), radius across."""
    platter = next(row for row in told.shown.booth.primitives if row.bone == "platter")
    radius, top = platter.radii[0], platter.radii[-1]
    pose = told.moments[frame].pose.with_channels(left_platter=0.0, right_platter=0.0)
    bone = all_frames(told.shown.figure, told.shown.booth.bones, pose, pose.channels)[f"platter.{side}"]
    corners = [bone.place(np.array((x * radius, top, z * radius))) for x, z in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    there = told.place(frame, corners).astype(np.float32)
    flat = np.array([(0, 0), (DISC, 0), (DISC, DISC), (0, DISC)], np.float32)
    warp = cv2.getPerspectiveTransform(there, flat)
    above = cv2.warpPerspective(told.grays[frame], warp, (DISC, DISC), flags=cv2.INTER_LINEAR)
    middle = (DISC / 2 - 0.5, DISC / 2 - 0.5)
    rolled = cv2.warpPolar(above, (DISC // 2, DISC), middle, DISC / 2, cv2.WARP_POLAR_LINEAR)
    return rolled[:, int(HUB * DISC / 2) : int(RIM * DISC / 2)].astype(float)


def _flow() -> cv2.DISOpticalFlow:
    return cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
