"""Frames of shots and of transitions, as an encoder wants them: planar yuv420p, BT.709 limited range.

In: shots. Out: bytes, the same for the same shot and frame number on every machine, whatever was asked before.
Each picture runs in one thread; it is segments that run side by side.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from beatforge.film.shot import Shot
from beatforge.picture.canvas import Canvas
from beatforge.picture.flow import FlowTransition
from beatforge.picture.given import NOTHING, Given, Screen
from beatforge.picture.medium import Motif, find_medium, find_motif
from beatforge.picture.painter import PICTURE, Painter
from beatforge.picture.transition import DISSOLVES, draw_dissolve, eased_progress
from beatforge.picture.uniforms import Motion, blended, palette, shifted
from beatforge.project.known import FLOWING


class ShotPicture:
    """Frames of one shot."""

    def __init__(
        self, shot: Shot, motif: Motif | None = None, canvas: Canvas | None = None, given: Given = NOTHING
    ) -> None:
        look = shot.look
        self._motion = Motion(shot)
        self._screen = _screen(shot, given)
        self._motif = motif = motif or (self._screen.motif if self._screen else find_motif(look.motif))
        self._arranged = motif.arranged(look.composition, shot.seed)
        canvas, is_graded = canvas or Canvas(shot.width, shot.height), bool(look.grade)
        self.painter = Painter((motif,), (self._arranged,), find_medium(look.medium), canvas, is_graded, given.table)
        self._show = self.painter.show_picture()
        self._colours = palette(look.palette)
        self._drawn: int | None = None
        self._kept: Any = None

    def frame(self, index: int, out: Any) -> None:
        """Frame `index` into `out`, (height * 3 // 2, width) bytes; the handles reach before 0 and past the end."""
        held = self._motion.held(index)
        if held != self._drawn:
            self.set_frame(index)
            self._show(out)
            self._kept = out.copy() if held != index or self._motion.held(index + 1) == held else None
        elif self._kept is not None:
            out[:] = self._kept
        self._drawn = held if self._kept is not None else None

    def set_frame(self, index: int, progress: float = 0.0) -> None:
        """The numbers of frame `index`, for whoever shows the picture in another way."""
        if self._screen:
            self._screen.show(self._motion.held(index))
        values = self._motion.values(index)
        colours = shifted(self._colours, values["shift"])
        self.painter.set_frame(values, colours, [(values, self._motif.at(values, self._arranged))], progress)


class TransitionPicture:
    """Frames from one shot to the next: both run on while one becomes the other.

    A morph within one medium is painted as one scene; between media, and for other kinds, two pictures are dissolved.
    """

    def __init__(
        self,
        before: Shot,
        after: Shot,
        kind: str,
        num_frames: int,
        motifs: tuple[Motif, ...] | None = None,
        canvas: Callable[[int, int], Canvas] = Canvas,
        given: tuple[Given, Given] = (NOTHING, NOTHING),
    ) -> None:
        assert kind in DISSOLVES, kind
        self._shots, self._num_frames = (before, after), num_frames
        self._new_canvas = partial(canvas, after.width, after.height)
        self._motions = [Motion(shot) for shot in self._shots]
        self._screens = [_screen(shot, own) for shot, own in zip(self._shots, given, strict=True)]
        self._motifs = motifs = motifs or tuple(
            screen.motif if screen else find_motif(shot.look.motif)
            for screen, shot in zip(self._screens, self._shots, strict=True)
        )
        self._arranged = [m.arranged(s.look.composition, s.seed) for m, s in zip(motifs, self._shots, strict=True)]
        media = [find_medium(shot.look.medium) for shot in self._shots]
        self._is_one_scene = kind == "morph" and media[0] is media[1] and given[0].table is given[1].table
        graded = [bool(shot.look.grade) for shot in self._shots]
        if self._is_one_scene:
            numbers = tuple(self._arranged)
            self._painters = [Painter(motifs, numbers, media[0], self._new_canvas(), any(graded), given[1].table)]
            self._show = self._painters[0].show_picture()
        else:
            parts = zip(motifs, self._arranged, media, graded, given, strict=True)
            self._painters = [
                Painter((motif,), (numbers,), medium, self._new_canvas(), is_graded, own.table)
                for motif, numbers, medium, is_graded, own in parts
            ]
            self._fills = [painter.fill_picture() for painter in self._painters]
            self._show = self._dissolve(kind)

    def frame(self, index: int, out: Any) -> None:
        """Frame `index` of the transition, 0 .. num_frames - 1."""
        before, after = self._shots
        indexes = (before.num_frames - self._num_frames + index, index - self._num_frames)
        values = [motion.values(at) for motion, at in zip(self._motions, indexes, strict=True)]
        for screen, motion, at in zip(self._screens, self._motions, indexes, strict=True):
            if screen:
                screen.show(motion.held(at))
        progress = eased_progress(index, self._num_frames)
        staged = [m.at(own, a) for m, own, a in zip(self._motifs, values, self._arranged, strict=True)]
        if self._is_one_scene:
            colours = palette(before.look.palette, after.look.palette, progress)
            shift = values[0]["shift"] + (values[1]["shift"] - values[0]["shift"]) * progress
            colours = shifted(colours, shift)
            scenes = list(zip(values, staged, strict=True))
            self._painters[0].set_frame(blended(values[0], values[1], progress), colours, scenes, progress)
        else:
            parts = zip(self._painters, self._fills, self._shots, values, staged, strict=True)
            for painter, fill, shot, own, arranged in parts:
                colours = shifted(palette(shot.look.palette), own["shift"])
                painter.set_frame(own, colours, [(own, arranged)], progress)
                fill()
        self._show(out)

    def _dissolve(self, kind: str) -> Callable[[Any], None]:
        canvas = self._new_canvas()
        for name, painter in zip(("before", "after"), self._painters, strict=True):
            canvas.add_plane(name, 1, painter.canvas.planes[PICTURE])
        last = self._painters[1]
        show = canvas.prepare_picture(
            lambda x, y, planes: draw_dissolve(x, y, last.medium_uniforms, planes, kind), ("dissolve", kind)
        )
        return lambda out: show(last.uniforms, out)


def transition_picture(
    before: Shot, after: Shot, kind: str, num_frames: int, given: tuple[Given, Given] = (NOTHING, NOTHING)
) -> TransitionPicture | FlowTransition:
    """The frames in which one shot becomes the next."""
    if kind in FLOWING:
        clips = ShotPicture(before, given=given[0]), ShotPicture(after, given=given[1])
        return FlowTransition(*clips, kind, num_frames, before.num_frames, (after.width, after.height))
    return TransitionPicture(before, after, kind, num_frames, given=given)


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


def _screen(shot: Shot, given: Given) -> Screen | None:
    """The shot's footage or performance at the size at which its medium wants motifs."""
    if shot.performance is not None:
        assert given.performed is not None, "a shot of a performer is given the figure"
        return given.performed.in_shot(shot, find_medium(shot.look.medium).scale)
    if shot.footage_ms is None:
        return None
    from beatforge.picture.footage import Footage  # decoders take a while to load, and few shots need them

    assert given.footage is not None, "a shot of footage is given its file"
    return Footage(given.footage, shot, find_medium(shot.look.medium).scale)
