"""A shot that grows out of another's last frame, as if the camera went through it into the next place.

In: a shot whose `chain` says for how many frames it grows, and the last frame before it. Out: frames. The old picture
never stands still: it comes nearer and bends while the new one opens in it, first where it was bright. From frame
`chain` on the shot is its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from beatforge.film.shot import Shot
from beatforge.picture.canvas import Canvas
from beatforge.picture.gbuffer import pack_colour, unpack_colour
from beatforge.picture.given import NOTHING, Given
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import fbm, noise
from beatforge.picture.painter import PICTURE
from beatforge.picture.planes import PAD, Plane, Reader
from beatforge.picture.render import ShotPicture, rgb_of_frame
from beatforge.picture.trace import V, clamp, fabs, falloff, floor, fma, luma, mix, screen, smoothstep, sqrt

LAST, BRIGHT = "last", "bright"
"""The planes of the frame before the shot, and of its brightness at a quarter of its size."""

SOFTNESS = 0.09
"""Half the width of the opening's edge, in parts of the way from first to last."""

NEARER = 0.3
"""How much nearer the old picture comes until it is gone."""


class ChainedPicture:
    """Frames of a shot that grows out of `last`, a frame's bytes (planar yuv420p) of the shot's own size, as it was
    before any grade."""

    def __init__(self, shot: Shot, last: Any, given: Given = NOTHING, canvas: Canvas | None = None) -> None:
        self._shot, self._own = shot, ShotPicture(shot, canvas=canvas, given=given)
        painter = self._own.painter
        self._fill = painter.fill_picture(ungraded=True)
        self._uniforms = painter.uniforms
        canvas = painter.canvas
        words = packed_frame(last, shot.width, shot.height)
        canvas.add_plane(LAST, 1, _plane(words, shot.width, shot.height, 1))
        u = painter.medium_uniforms
        bright = canvas.prepare(lambda x, y, planes: _draw_brightness(x, y, u, planes), 4, (BRIGHT,), "brightness")
        bright(self._uniforms)
        self._show = canvas.prepare_picture(
            lambda x, y, planes: painter.graded(x, y, draw_growth(x, y, u, planes), planes),
            ("growth", *painter.grade_key),
        )

    def frame(self, index: int, out: Any) -> None:
        """Frame `index` into `out`, (height * 3 // 2, width) bytes."""
        if index >= self._shot.chain:
            self._own.frame(index, out)
            return
        part = (index + 1) / (self._shot.chain + 1)
        self._own.set_frame(index, part)
        self._fill()
        self._show(self._uniforms, out)


def grown_picture(shots: Sequence[tuple[Shot, Given]]) -> ShotPicture | ChainedPicture:
    """The picture of the last of `shots`, which may grow out of the one before; both have grown when they end."""
    *earlier, (shot, given) = shots
    if not earlier:
        return ShotPicture(shot, given=given)
    before, before_given = earlier[-1]
    last = np.empty((shot.height * 3 // 2, shot.width), np.uint8)
    ShotPicture(ungraded(before), given=Given(footage=before_given.footage)).frame(before.num_frames - 1, last)
    return ChainedPicture(shot, last, given)


def ungraded(shot: Shot) -> Shot:
    """The shot without its grade: what the next one grows out of is graded with that one."""
    return replace(shot, look=replace(shot.look, grade={}))


def draw_growth(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The new picture where it has opened, the old one elsewhere, light along the edge."""
    brightness = unpack_colour(planes.coarse(BRIGHT))[0]
    right, down = fma(u.width, -0.5, x), fma(u.height, -0.46, y)
    distance = sqrt(fma(right, right, down * down)) * (1 / 760)
    hills = clamp(fma(fbm(x * (1 / 210), fma(y, 1 / 210, 5.0), 3), 1.6, -0.3))
    shape = clamp(fma(distance, 0.42, fma(hills, 0.33, (1.0 - brightness) * 0.25)))
    opened = u.progress * fma(u.progress, 0.3, 0.7)
    ahead = fma(opened, 1.0 + 2.0 * SOFTNESS, -SOFTNESS) - shape
    shown = smoothstep(-SOFTNESS, SOFTNESS, ahead)
    rim = falloff(fabs(ahead) * 22.0) * (u.progress * (1.0 - u.progress) * 1.5)
    return screen(
        mix(_old(x, y, right, down, u, planes), unpack_colour(planes.near(PICTURE)), shown), u.role("sun"), rim
    )


def _old(x: V, y: V, right: V, down: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The old picture, nearer and bent, between its pixels."""
    zoom = u.progress * fma(u.pulse, 0.04, NEARER)
    bend = u.progress * 48.0
    across = fma(noise(x * (1 / 170), fma(y, 1 / 170, 3.0)) - 0.5, bend, fma(right, 0.0 - zoom, x))
    along = fma(noise(x * (1 / 170), fma(y, 1 / 170, 31.0)) - 0.5, bend, fma(down, 0.0 - zoom, y))
    pixel = u.pixel
    column, row = across / pixel - 0.5, along / pixel - 0.5
    left, top = floor(column), floor(row)
    corners = [
        unpack_colour(planes.fetch(LAST, (left + (0.5 + over)) * pixel, (top + (0.5 + under)) * pixel, u))
        for under in (0.0, 1.0)
        for over in (0.0, 1.0)
    ]
    upper, lower = (mix(corners[at], corners[at + 1], column - left) for at in (0, 2))
    return mix(upper, lower, row - top)


def _draw_brightness(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Brightness of the old picture over some 60 points, so that the opening has no grain."""
    places = [(across * 24.0, along * 24.0) for across in (-1.0, 0.0, 1.0) for along in (-1.0, 0.0, 1.0)]
    total: Any = 0.0
    for across, along in places:
        total = fma(luma(unpack_colour(planes.fetch(LAST, x + across, y + along, u))), 1.0 / len(places), total)
    return [pack_colour([total, total, total])]


def packed_frame(frame: Any, width: int, height: int) -> Any:
    """A frame's bytes as packed colours, (height, width) words."""
    colours = rgb_of_frame(frame, width, height)
    red, green, blue = (
        (np.clip(colours[..., at], 0, 1) * ((1 << bits) - 1) + 0.5).astype(np.uint32)
        for at, bits in enumerate((11, 11, 10))
    )
    return red | green << 11 | blue << 22


def _plane(words: Any, width: int, height: int, scale: int) -> Plane:
    plane = Plane(width, height, scale)
    plane.words[PAD : PAD + height, PAD : PAD + width] = words
    plane.extend_border()
    return plane
