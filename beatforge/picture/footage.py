"""Filmed footage as a motif: what a camera saw, painted by any medium as if it were drawn.

In: a video file and a shot that says from which millisecond on it is seen. Out: for each frame the footage's picture in
the shot's frame, cut to fill it, as a cutout that `paint` turns into colour, tone bands for lines, light and direction.
Footage that ends before its shot is an error: nothing is repeated or held. Sound in it is not heard.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from beatforge.errors import ToolError
from beatforge.film.shot import Shot
from beatforge.picture.cutout import Cutout, cutout_word
from beatforge.picture.gbuffer import G, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Motif
from beatforge.picture.planes import PAD, Plane
from beatforge.picture.trace import V, atan2p, clamp, fabs, floor, fma, fract, luma, sel, smoothstep, vmax, vmin

PICTURE = "footage"
"""The cutout that holds the picture."""

BANDS = 5
"""Tones between which media draw lines; each thing that was filmed falls into a few of them."""

_FIRST = 6
"""The first identity of a band."""


class Footage:
    """The pictures of a video file as one shot shows them, at `1/scale` of the frame's size."""

    def __init__(self, path: Path, shot: Shot, scale: int) -> None:
        assert shot.footage_ms is not None, "a shot without footage"
        self._path, self._rate = path, Fraction(shot.fps)
        self._start = Fraction(shot.footage_ms, 1000)
        self._last = self._start + Fraction(shot.num_frames - 1) / self._rate
        self._width, self._height = -(-shot.width // scale), -(-shot.height // scale)
        self.cutout = Cutout(Plane(self._width, self._height, 1), self._width, self._height)
        self.motif = Motif(1, lambda composition, draws: {PICTURE: self.cutout}, paint)
        self._frames: Iterator[tuple[Fraction, Any]] = iter(())
        self._shown: tuple[Fraction, Any] | None = None
        self._next: tuple[Fraction, Any] | None = None

    def show(self, index: int) -> None:
        """Put the picture of frame `index` into the cutout. Beyond the shot's own frames, where a transition looks and
        the file may have nothing, it runs back from the nearest end."""
        wanted = self._start + Fraction(index) / self._rate
        picture = self._at(abs(wanted))
        if picture is None:
            if wanted <= self._last:
                raise ToolError(
                    f"{self._path.name} ends at {self._end():.2f} s; the scene goes to {float(self._last):.2f} s:"
                    " name longer footage, an earlier start, or fewer scenes"
                )
            picture = self._at(2 * self._last - wanted)
            if picture is None:
                raise ToolError(f"{self._path.name} can't be read at {float(2 * self._last - wanted):.2f} s")
        self._put(picture)

    def _at(self, wanted: Fraction) -> Any:
        """The picture that is shown at a second of the file; None behind its end."""
        if self._shown is None or wanted < self._shown[0]:
            self._frames = self._decoded(wanted)
            self._shown, self._next = next(self._frames, None), next(self._frames, None)
        while self._next is not None and self._next[0] <= wanted:
            self._shown, self._next = self._next, next(self._frames, None)
        if self._shown is None or (self._next is None and wanted > self._shown[0] + 1 / self._rate):
            return None
        return self._shown[1]

    def _decoded(self, start: Fraction) -> Iterator[tuple[Fraction, Any]]:
        """(second, picture) from the key frame at or before `start` on."""
        try:
            with av.open(str(self._path)) as container:
                if not container.streams.video:
                    raise ToolError(f"{self._path.name} has no picture, only sound")
                stream = container.streams.video[0]
                base = Fraction(stream.time_base or 1)
                begin = stream.start_time or 0
                container.seek(begin + int(start / base), stream=stream)
                for frame in container.decode(stream):
                    if frame.pts is not None:
                        yield (frame.pts - begin) * base, frame
        except av.FFmpegError as error:
            raise ToolError(f"{self._path.name} can't be read as footage: {error}") from error

    def _end(self) -> float:
        return float(self._shown[0]) if self._shown else 0.0

    def _put(self, frame: av.VideoFrame) -> None:
        """The frame, scaled until it fills the shot's and cut at both sides, as packed colours."""
        scale = max(Fraction(self._width, frame.width), Fraction(self._height, frame.height))
        width, height = (max(2, round(side * scale)) for side in (frame.width, frame.height))
        rgb = frame.to_ndarray(format="rgb24", width=max(width, self._width), height=max(height, self._height))
        left, top = (rgb.shape[1] - self._width) // 2, (rgb.shape[0] - self._height) // 2
        red, green, blue = np.moveaxis(rgb[top : top + self._height, left : left + self._width], -1, 0).astype(
            np.uint32
        )
        words = red << 3 | red >> 5 | (green << 3 | green >> 5) << 11 | (blue << 2 | blue >> 6) << 22
        plane = self.cutout.plane
        plane.words[PAD : PAD + self._height, PAD : PAD + self._width] = words
        plane.extend_border()


def paint(x: V, y: V, u: Uniforms) -> G:
    """The footage's colour; tone bands as identities, depth by what is sharp, light where it is bright."""
    right, up = fma(x, 1.0 / u.view_scale, 0.0 - u.view_x / u.view_scale), (y - u.view_y) / u.view_scale
    across, along = fma(right, 0.5 / u.half_width, 0.5), up + 0.5
    step = u.pixel * (1.0 / 720.0)
    middle = _colour(u, across, along)
    sides = [_colour(u, across + dx * step / (u.half_width * 2.0), along + dy * step)
             for dx, dy in ((1.5, 0.0), (-1.5, 0.0), (0.0, 1.5), (0.0, -1.5))]  # fmt: skip
    lights = [luma(side) for side in sides]
    soft = (lights[0] + lights[1] + lights[2] + lights[3] + luma(middle)) * 0.2
    band = floor(clamp(soft) * (BANDS - 0.001))
    warm = sel(middle[0] > middle[2] + 0.08, 1.0, sel(middle[2] > middle[0] + 0.08, 2.0, 0.0))
    turn = fract(atan2p(lights[2] - lights[3], lights[0] - lights[1]) + 0.25)
    edge = vmax(fabs(lights[0] - lights[1]), fabs(lights[2] - lights[3]))
    depth = 0.6 - vmin(edge * 1.2, 0.4)
    return G(middle, depth, fma(warm, float(BANDS), band) + float(_FIRST), turn, smoothstep(0.82, 1.0, soft) * 0.6)


def _colour(u: Uniforms, across: V, along: V) -> list[V]:
    return unpack_colour(cutout_word(u, PICTURE, across, along))
