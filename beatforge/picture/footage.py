"""Filmed footage as a motif: what a camera saw, painted by any medium as if it were drawn.

In: a video file and a shot that says from which millisecond on it is seen. Out: for each frame the footage's picture in
the shot's frame, cut to fill it, as a cutout that `paint` turns into colour, tone bands for lines, light and direction.
Footage that ends before its shot is an error: nothing is repeated or held.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from beatforge.errors import ToolError
from beatforge.film.shot import Shot
from beatforge.picture.cutout import Cutout, cutout_word
from beatforge.picture.filmed import Filmed
from beatforge.picture.gbuffer import G, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Motif
from beatforge.picture.planes import PAD, Plane
from beatforge.picture.trace import (
    V,
    atan2p,
    clamp,
    fabs,
    floor,
    fma,
    fract,
    luma,
    mix,
    saturate,
    scale,
    sel,
    smoothstep,
    vmax,
)

PICTURE = "footage"
"""The cutout that holds the picture."""

BANDS = 5
"""Tones between which media draw lines; each thing that was filmed falls into a few of them."""

EVENED = 5
"""Texels over which grains of the camera go under, edges staying: lines shall not follow noise."""

FINEST = 360
"""Texels of the shorter side at most: a larger frame is painted in larger strokes, not with more of them."""

_FIRST = 6
"""The first identity of a band."""

_BYTE = np.arange(256, dtype=np.uint32)
_RED, _GREEN, _BLUE = _BYTE << 3 | _BYTE >> 5, (_BYTE << 3 | _BYTE >> 5) << 11, (_BYTE << 2 | _BYTE >> 6) << 22
"""Bytes as a plane holds colours: r11 g11 b10."""


class Footage:
    """The pictures of a video file as one shot shows them, at `1/scale` of the frame's size or at `FINEST`."""

    def __init__(self, path: Path, shot: Shot, scale: int) -> None:
        assert shot.footage_ms is not None, "a shot without footage"
        self._path, self._rate = path, Fraction(shot.fps)
        self._start = Fraction(shot.footage_ms, 1000)
        self._last = self._start + Fraction(shot.num_frames - 1) / self._rate
        finer = max(scale, min(shot.width, shot.height) / FINEST)
        self._width, self._height = (max(2, round(side / finer)) for side in (shot.width, shot.height))
        self._filmed = Filmed(path, self._width, self._height)
        self._shown: np.ndarray | None = None
        self.cutout = Cutout(Plane(self._width, self._height, 1), self._width, self._height)
        self.motif = Motif(1, lambda composition, draws: {PICTURE: self.cutout}, paint)

    def show(self, index: int) -> None:
        """Put the picture of frame `index` into the cutout. Beyond the shot's own frames, where a transition looks and
        the file may have nothing, it runs back from the nearest end."""
        wanted = self._start + Fraction(index) / self._rate
        picture = self._filmed.at(abs(wanted))
        if picture is None and wanted > self._last:
            picture = self._filmed.at(2 * self._last - wanted)
        if picture is None:
            raise ToolError(
                f"{self._path.name} ends at {self._filmed.end:.2f} s; the scene needs it from"
                f" {float(self._start):.2f} to {float(self._last + 1 / self._rate):.2f} s: name longer footage, an"
                " earlier start, or fewer scenes"
            )
        if picture is not self._shown:
            self._shown = picture
            self._put(picture)

    def _put(self, picture: np.ndarray) -> None:
        """The picture without its grains, as packed colours."""
        import cv2

        even = cv2.medianBlur(cv2.medianBlur(picture, EVENED), EVENED)
        words = _RED[even[..., 0]] | _GREEN[even[..., 1]] | _BLUE[even[..., 2]]
        plane = self.cutout.plane
        plane.words[PAD : PAD + self._height, PAD : PAD + self._width] = words
        plane.extend_border()


def paint(x: V, y: V, u: Uniforms) -> G:
    """The footage's colour; tone bands as identities, depth by what is sharp, light where it is bright.

    What was filmed has a camera of its own, so the shot's drifting view is taken out of it; the beat comes a touch
    nearer, a burst more.
    """
    right, up = fma(x, 1.0 / u.view_scale, 0.0 - u.view_x / u.view_scale), (y - u.view_y) / u.view_scale
    nearer = fma(u.pulse, -0.012, fma(u.burst, -0.05, 1.0))
    across, along = fma(right * nearer, 0.5 / u.half_width, 0.5), fma(up, nearer, 0.5)
    middle = _between(u, across, along)
    one, other = (2.0 / side for side in u.cutout_size(PICTURE))
    sides = ((one, 0.0), (-one, 0.0), (0.0, other), (0.0, -other))
    lights = [luma(_between(u, across + right, along + up)) for right, up in sides]
    soft = (lights[0] + lights[1] + lights[2] + lights[3] + luma(middle)) * 0.2
    band = floor(clamp(soft) * (BANDS - 0.001))
    warm = sel(middle[0] > middle[2] + 0.08, 1.0, sel(middle[2] > middle[0] + 0.08, 2.0, 0.0))
    turn = fract(atan2p(lights[2] - lights[3], lights[0] - lights[1]) + 0.25)
    edge = vmax(fabs(lights[0] - lights[1]), fabs(lights[2] - lights[3]))
    depth = fma(smoothstep(0.03, 0.16, edge), -0.25, 0.75)  # lines are bold where light changes at once
    bright = smoothstep(0.5, 0.95, soft)
    colour = saturate(middle, fma(u.pulse, 0.25, 1.0))
    colour = scale(colour, fma(u.glow * bright, 0.22, 1.0))
    return G(colour, depth, fma(warm, float(BANDS), band) + float(_FIRST), turn, smoothstep(0.82, 1.0, soft) * 0.6)


def _colour(u: Uniforms, across: V, along: V) -> list[V]:
    return unpack_colour(cutout_word(u, PICTURE, across, along))


def _between(u: Uniforms, across: V, along: V) -> list[V]:
    """The colour between the four nearest texels, so that a picture which comes nearer does not jump."""
    width, height = (float(side) for side in u.cutout_size(PICTURE))
    column, row = fma(across, width, -0.5), fma(along, height, -0.5)
    left, low = floor(column), floor(row)
    corners = [
        _colour(u, (left + (over + 0.5)) * (1.0 / width), (low + (under + 0.5)) * (1.0 / height))
        for under in (0.0, 1.0)
        for over in (0.0, 1.0)
    ]
    lower, upper = (mix(corners[at], corners[at + 1], column - left) for at in (0, 2))
    return mix(lower, upper, row - low)
