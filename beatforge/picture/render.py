"""Frames of shots and of transitions, as an encoder wants them: planar yuv420p, BT.709 limited range.

In: shots. Out: bytes, the same for the same shot and frame number on every machine, whatever was asked before.
Each picture runs in one thread; it is segments that run side by side.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np

from beatforge.film.shot import Shot
from beatforge.picture.canvas import Canvas
from beatforge.picture.medium import Motif, find_medium, find_motif
from beatforge.picture.painter import PICTURE, Painter
from beatforge.picture.transition import draw_dissolve, eased_progress
from beatforge.picture.uniforms import Motion, blended, palette


class ShotPicture:
    """Frames of one shot."""

    def __init__(self, shot: Shot, motif: Motif | None = None, canvas: Canvas | None = None) -> None:
        look = shot.look
        self._motion = Motion(shot)
        motif = motif or find_motif(look.motif)
        self._arranged = motif.arranged(look.composition, shot.seed)
        self.painter = Painter((motif,), (self._arranged,), find_medium(look.medium), canvas or _canvas(shot))
        self._show = self.painter.show_picture()
        self._colours = palette(look.palette)

    def frame(self, index: int, out: Any) -> None:
        """Frame `index` into `out`, (height * 3 // 2, width) bytes; the handles reach before 0 and past the end."""
        self.set_frame(index)
        self._show(out)

    def set_frame(self, index: int, progress: float = 0.0) -> None:
        """The numbers of frame `index`, for whoever shows the picture in another way."""
        values = self._motion.values(index)
        self.painter.set_frame(values, self._colours, [(values, self._arranged)], progress)


class TransitionPicture:
    """Frames from one shot to the next: both run on while one becomes the other.

    A morph within one medium is painted as one scene; between media, and for a crossfade, two pictures are dissolved.
    """

    def __init__(
        self, before: Shot, after: Shot, kind: str, num_frames: int, motifs: tuple[Motif, Motif] | None = None
    ) -> None:
        assert kind in ("morph", "crossfade"), kind
        self._shots, self._num_frames = (before, after), num_frames
        self._motions = [Motion(shot) for shot in self._shots]
        motifs = motifs or (find_motif(before.look.motif), find_motif(after.look.motif))
        self._arranged = [m.arranged(s.look.composition, s.seed) for m, s in zip(motifs, self._shots, strict=True)]
        media = [find_medium(shot.look.medium) for shot in self._shots]
        self._is_one_scene = kind == "morph" and media[0] is media[1]
        if self._is_one_scene:
            self._painters = [Painter(motifs, tuple(self._arranged), media[0], _canvas(after))]
            self._show = self._painters[0].show_picture()
        else:
            parts = zip(motifs, self._arranged, media, strict=True)
            self._painters = [Painter((motif,), (numbers,), medium, _canvas(after)) for motif, numbers, medium in parts]
            self._fills = [painter.fill_picture() for painter in self._painters]
            self._show = self._dissolve(kind)

    def frame(self, index: int, out: Any) -> None:
        """Frame `index` of the transition, 0 .. num_frames - 1."""
        before, after = self._shots
        indexes = (before.num_frames - self._num_frames + index, index - self._num_frames)
        values = [motion.values(at) for motion, at in zip(self._motions, indexes, strict=True)]
        progress = eased_progress(index, self._num_frames)
        if self._is_one_scene:
            colours = palette(before.look.palette, after.look.palette, progress)
            scenes = list(zip(values, self._arranged, strict=True))
            self._painters[0].set_frame(blended(values[0], values[1], progress), colours, scenes, progress)
        else:
            parts = zip(self._painters, self._fills, self._shots, values, self._arranged, strict=True)
            for painter, fill, shot, own, arranged in parts:
                painter.set_frame(own, palette(shot.look.palette), [(own, arranged)], progress)
                fill()
        self._show(out)

    def _dissolve(self, kind: str) -> Callable[[Any], None]:
        canvas = _canvas(self._shots[1])
        for name, painter in zip(("before", "after"), self._painters, strict=True):
            canvas.add_plane(name, 1, painter.canvas.planes[PICTURE])
        last = self._painters[1]
        show = canvas.prepare_picture(
            lambda x, y, planes: draw_dissolve(x, y, last.medium_uniforms, planes, kind), ("dissolve", kind)
        )
        return lambda out: show(last.uniforms, out)


def rgb_of_frame(out: Any, width: int, height: int) -> Any:
    """A frame's bytes as red, green, blue about 0..1: (height, width, 3) float32."""
    flat = np.asarray(out).reshape(-1)
    whole, quarter = width * height, width * height // 4
    luma = (flat[:whole].reshape(height, width).astype(np.float32) - 16) / 219
    chroma = flat[whole : whole + 2 * quarter].reshape(2, height // 2, width // 2)
    blue, red = (np.repeat(np.repeat(part, 2, 0), 2, 1).astype(np.float32) - 128 for part in chroma)
    red_grey, blue_grey = red * (1.5748 / 224), blue * (1.8556 / 224)
    red_light, blue_light = luma + red_grey, luma + blue_grey
    green_light = (luma - 0.2126 * red_light - 0.0722 * blue_light) / 0.7152
    return np.stack([red_light, green_light, blue_light], -1)


def png(out: Any, width: int, height: int) -> bytes:
    """A frame's bytes as a PNG file."""
    from PIL import Image

    rgb = rgb_of_frame(out, width, height)
    file = io.BytesIO()
    Image.fromarray((np.clip(rgb, 0, 1) * 255 + 0.5).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def _canvas(shot: Shot) -> Canvas:
    return Canvas(shot.width, shot.height)
