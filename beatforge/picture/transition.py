"""How one shot becomes the next: the shape of the front, traced like everything else.

Progress is eased and never quite 0 or 1 within a transition: 0 lies one frame before it, 1 one frame behind, so the
neighbours join without a jump.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from beatforge.picture.gbuffer import G, unpack_colour
from beatforge.picture.layout import Uniforms, scene_coordinates
from beatforge.picture.noise import fbm, noise
from beatforge.picture.planes import Reader
from beatforge.picture.trace import V, choose, clamp, fabs, falloff, fma, gate, mix, screen, smoothstep

SOFTNESS = 0.05
"""Half the width of the front, in parts of the way from first to last."""


def eased_progress(index: int, num_frames: int) -> float:
    """0..1 for frame `index` of a transition, slow at both ends."""
    part = (index + 1) / (num_frames + 1)
    return part * part * (3.0 - 2.0 * part)


def draw_morph(
    x: V, y: V, paints: Sequence[Callable[[V, V, Uniforms], G]], scenes: Sequence[Uniforms], u: Uniforms
) -> G:
    """Two scenes as one: behind a noise-shaped front with a rim of light the second one settles out of a warp."""
    ahead, passed = _front(x, y, u)
    warp = u.progress * (1.0 - u.progress) * 0.36
    shift = [(noise(x * (1 / 240), fma(y, 1 / 240, salt)) - 0.5) * warp for salt in (3.0, 31.0)]
    nothing = G([0.0, 0.0, 0.0]).values()
    shown = []
    for paint, scene, mask, side in zip(paints, scenes, (passed < 1.0, passed > 0.0), (1.0, -1.0), strict=True):

        def painted(paint: Any = paint, scene: Uniforms = scene, side: float = side) -> list[V]:
            right, up = scene_coordinates(x, y, scene)
            pixel: G = paint(fma(shift[0], side, right), fma(shift[1], side, up), scene)
            return pixel.values()

        shown.append(gate(mask, painted, nothing))
    before, after = shown
    pixel = G.of(mix(before[:3], after[:3], passed) + choose(passed > 0.5, after[3:], before[3:]))
    pixel.light(u.role("sun"), _rim(ahead, u))
    return pixel


def draw_dissolve(x: V, y: V, u: Uniforms, planes: Reader, kind: str) -> list[Any]:
    """Two finished pictures: one fading into the other, or parted by a noise-shaped front."""
    before, after = (unpack_colour(planes.near(name)) for name in ("before", "after"))
    if kind == "crossfade":
        return mix(before, after, u.progress)
    ahead, passed = _front(x, y, u)
    return screen(mix(before, after, passed), u.role("sun"), _rim(ahead, u))


def _front(x: V, y: V, u: Uniforms) -> tuple[V, V]:
    """How far the front is from here, and how much of the second picture shows (0..1)."""
    hills = clamp(fma(fbm(x * (1 / 330), fma(y, 1 / 330, 9.0), 3), 1.7, -0.35))
    shape = fma(hills, 0.7, fma(x, 0.2 / u.width, y * (0.1 / 720)))
    ahead = fma(u.progress, 1.0 + 2.0 * SOFTNESS, -SOFTNESS) - shape
    return ahead, smoothstep(-SOFTNESS, SOFTNESS, ahead)


def _rim(ahead: V, u: Uniforms) -> V:
    """Light along the front, strongest half-way."""
    return falloff(fabs(ahead) * 30.0) * (u.progress * (1.0 - u.progress) * 1.6)
