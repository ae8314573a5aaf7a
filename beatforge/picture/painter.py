"""One or two motifs in one medium: the passes in their order, and the uniforms they read.

In: numbers of a frame (from `uniforms.Motion`), palettes, arrangements. Out: the frame, as bytes or as a plane that a
dissolve reads. It knows neither shots nor time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from beatforge.picture.canvas import Canvas
from beatforge.picture.colour import Triple
from beatforge.picture.cutout import Cutout
from beatforge.picture.gbuffer import pack_anchor, pack_colour, pack_matter
from beatforge.picture.grade import TABLE, ColourTable, draw_grade, draw_table
from beatforge.picture.layout import PASS, Arrangement, Block, Uniforms, block_layout, cutout_plane, scene_coordinates
from beatforge.picture.medium import ANCHOR, COLOUR, MATTER, Medium, Motif, Pass
from beatforge.picture.transition import draw_morph

PICTURE = "picture"
"""The plane of a finished picture that a dissolve reads."""


class Painter:
    """One or two motifs in one medium: passes in order, and the uniforms they read.

    With `is_graded` colours are graded by the uniforms, then looked up in the `table`, if there is one.
    """

    def __init__(
        self,
        motifs: tuple[Motif, ...],
        arranged: tuple[Arrangement, ...],
        medium: Medium,
        canvas: Canvas,
        is_graded: bool = False,
        table: ColourTable | None = None,
    ) -> None:
        self.canvas, self._medium = canvas, medium
        self._is_graded, self._table = is_graded, table
        if table:
            canvas.add_plane(TABLE, 1, table.plane)
        self._blocks = [block_layout({}), *(block_layout(numbers) for numbers in arranged)]
        bases = [len(PASS) + sum(block.size for block in self._blocks[:at]) for at in range(len(self._blocks))]
        self._bases = bases
        self.uniforms = np.zeros(bases[-1] + self._blocks[-1].size, np.float32)
        self.medium_uniforms, *scenes = (Uniforms(*place) for place in zip(self._blocks, bases, strict=True))
        self._set_pass(width=720.0 * canvas.width / canvas.height, height=720.0, per_point=canvas.height / 720.0)
        self._paper = [self._prepared(sweep) for sweep in medium.paper]
        for numbers, base in zip(arranged, bases[1:], strict=True):
            for name, cut in sorted(numbers.items()):
                if isinstance(cut, Cutout):
                    canvas.add_plane(cutout_plane(base, name), 1, cut.plane)
        paints = [motif.paint for motif in motifs]

        def draw(x: Any, y: Any, planes: Any) -> list[Any]:
            seen = [scene.reading(planes) for scene in scenes]
            if len(paints) == 1:
                place = scene_coordinates(x, y, seen[0])
                pixel = paints[0](*place, seen[0])
            else:
                pixel, place = draw_morph(x, y, paints, seen, self.medium_uniforms)
            words = [pack_colour(pixel.colour), pack_matter(pixel)]
            return [*words, pack_anchor(pixel, *place)] if medium.is_anchored else words

        writes = (COLOUR, MATTER, ANCHOR) if medium.is_anchored else (COLOUR, MATTER)
        layouts = ((tuple(b.floats), tuple(b.tables.items()), tuple(b.cutouts.items())) for b in self._blocks)
        motif_pass = canvas.prepare(draw, medium.scale, writes, (*paints, *layouts))
        self._passes = [motif_pass, *(self._prepared(sweep) for sweep in medium.passes)]

    def set_frame(
        self,
        shared: dict[str, float],
        colours: dict[str, Triple],
        scenes: list[tuple[dict[str, float], Arrangement]],
        progress: float = 0.0,
    ) -> None:
        """Write this frame's uniforms: the medium's `shared` values, then each scene's."""
        self._set_pass(progress=progress)
        self._set_block(0, shared, colours, {})
        for number, (values, arranged) in enumerate(scenes, start=1):
            self._set_block(number, values, colours, arranged)

    def show_picture(self) -> Callable[[Any], None]:
        """A function that paints the frame into bytes."""
        show = self.canvas.prepare_picture(
            lambda x, y, planes: self.graded(x, y, self._finish(x, y, planes), planes),
            (self._medium.finish, *self.grade_key),
        )

        def paint(out: Any) -> None:
            self._run()
            show(self.uniforms, out)

        return paint

    def fill_picture(self, ungraded: bool = False) -> Callable[[], None]:
        """A function that paints the frame into the plane `PICTURE`; `ungraded` where `graded` follows later."""

        def draw(x: Any, y: Any, planes: Any) -> list[Any]:
            colour = self._finish(x, y, planes)
            return [pack_colour(colour if ungraded else self.graded(x, y, colour, planes))]

        key = (self._medium.finish, *(() if ungraded else self.grade_key))
        fill = self.canvas.prepare(draw, 1, (PICTURE,), key)

        def paint() -> None:
            self._run()
            fill(self.uniforms)

        return paint

    @property
    def grade_key(self) -> tuple[bool, int]:
        """What of the grade is traced."""
        return self._is_graded, self._table.size if self._table else 0

    def graded(self, x: Any, y: Any, colour: Any, planes: Any) -> Any:
        """A finished colour in the grade."""
        if self._is_graded:
            colour = draw_grade(x, y, self.medium_uniforms, colour)
        return draw_table(colour, planes, self._table.size) if self._table else colour

    def _finish(self, x: Any, y: Any, planes: Any) -> list[Any]:
        return self._medium.finish(x, y, self.medium_uniforms, planes)

    def _prepared(self, sweep: Pass) -> Callable[[Any], None]:
        return self.canvas.prepare(
            lambda x, y, planes: sweep.draw(x, y, self.medium_uniforms, planes), sweep.scale, sweep.writes, sweep.draw
        )

    def _run(self) -> None:
        """All passes before the last; the paper only once."""
        for fill in [*self._paper, *self._passes]:
            fill(self.uniforms)
        self._paper = []

    def _set_pass(self, **values: float) -> None:
        for name, value in values.items():
            self.uniforms[PASS.index(name)] = value

    def _set_block(
        self, number: int, values: dict[str, float], colours: dict[str, Triple], arranged: Arrangement
    ) -> None:
        block, base = self._blocks[number], self._bases[number]
        self.uniforms[base : base + block.size] = block_values(block, values, colours, arranged)


def block_values(
    block: Block, values: dict[str, float], colours: dict[str, Triple], arranged: Arrangement
) -> list[float]:
    """A block's numbers in the order of its slots."""
    named: dict[str, Any] = {**values, **arranged}
    for role, colour in colours.items():
        named.update(zip((f"{role}.{channel}" for channel in "rgb"), colour, strict=True))
    numbers = [named[name] for name in block.floats]
    for table in block.tables:
        numbers += [number for row in named[table] for number in row]
    return numbers
