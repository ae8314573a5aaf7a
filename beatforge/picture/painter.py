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
from beatforge.picture.gbuffer import pack_colour, pack_matter
from beatforge.picture.layout import PASS, Arrangement, Block, Uniforms, block_layout, scene_coordinates
from beatforge.picture.medium import COLOUR, MATTER, Medium, Motif, Pass
from beatforge.picture.transition import draw_morph

PICTURE = "picture"
"""The plane of a finished picture that a dissolve reads."""


class Painter:
    """One or two motifs in one medium: passes in order, and the uniforms they read."""

    def __init__(
        self, motifs: tuple[Motif, ...], arranged: tuple[Arrangement, ...], medium: Medium, canvas: Canvas
    ) -> None:
        self.canvas, self._medium = canvas, medium
        self._blocks = [block_layout({}), *(block_layout(numbers) for numbers in arranged)]
        bases = [len(PASS) + sum(block.size for block in self._blocks[:at]) for at in range(len(self._blocks))]
        self._bases = bases
        self.uniforms = np.zeros(bases[-1] + self._blocks[-1].size, np.float32)
        self.medium_uniforms, *scenes = (Uniforms(*place) for place in zip(self._blocks, bases, strict=True))
        self._set_pass(width=720.0 * canvas.width / canvas.height, height=720.0, per_point=canvas.height / 720.0)
        self._paper = [self._prepared(sweep) for sweep in medium.paper]
        paints = [motif.paint for motif in motifs]

        def draw(x: Any, y: Any, planes: Any) -> list[Any]:
            if len(paints) == 1:
                pixel = paints[0](*scene_coordinates(x, y, scenes[0]), scenes[0])
            else:
                pixel = draw_morph(x, y, paints, scenes, self.medium_uniforms)
            return [pack_colour(pixel.colour), pack_matter(pixel)]

        key = (*paints, *((tuple(block.floats), tuple(block.tables.items())) for block in self._blocks))
        motif_pass = canvas.prepare(draw, medium.scale, (COLOUR, MATTER), key)
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
        show = self.canvas.prepare_picture(self._finish, self._medium.finish)

        def paint(out: Any) -> None:
            self._run()
            show(self.uniforms, out)

        return paint

    def fill_picture(self) -> Callable[[], None]:
        """A function that paints the frame into the plane `PICTURE`."""
        fill = self.canvas.prepare(
            lambda x, y, planes: [pack_colour(self._finish(x, y, planes))], 1, (PICTURE,), self._medium.finish
        )

        def paint() -> None:
            self._run()
            fill(self.uniforms)

        return paint

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
