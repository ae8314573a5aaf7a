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
from beatforge.picture.trace import (
    Colour,
    V,
    choose,
    clamp,
    fabs,
    falloff,
    fma,
    gate,
    luma,
    mix,
    scale,
    screen,
    smoothstep,
)

SOFTNESS = 0.05
"""Half the width of the front, in parts of the way from first to last."""


def eased_progress(index: int, num_frames: int) -> float:
    """0..1 for frame `index` of a transition, slow at both ends."""
    part = (index + 1) / (num_frames + 1)
    return part * part * (3.0 - 2.0 * part)


def draw_morph(
    x: V, y: V, paints: Sequence[Callable[[V, V, Uniforms], G]], scenes: Sequence[Uniforms], u: Uniforms
) -> tuple[G, tuple[V, V]]:
    """Two scenes as one: behind a noise-shaped front with a rim of light the second one settles out of a warp.

    With the pixel come the scene coordinates of the one that shows.
    """
    ahead, passed = _front(x, y, u)
    warp = u.progress * (1.0 - u.progress) * 0.36
    shift = [(noise(x * (1 / 240), fma(y, 1 / 240, salt)) - 0.5) * warp for salt in (3.0, 31.0)]
    nothing = G([0.0, 0.0, 0.0]).values()
    shown: list[list[V]] = []
    places: list[list[V]] = []
    for paint, scene, mask, side in zip(paints, scenes, (passed < 1.0, passed > 0.0), (1.0, -1.0), strict=True):
        places.append([fma(way, side, at) for way, at in zip(shift, scene_coordinates(x, y, scene), strict=True)])

        def painted(paint: Any = paint, scene: Uniforms = scene, at: int = len(shown)) -> list[V]:
            pixel: G = paint(*places[at], scene)
            return pixel.values()

        shown.append(gate(mask, painted, nothing))
    before, after = shown
    pixel = G.of(mix(before[:3], after[:3], passed) + choose(passed > 0.5, after[3:], before[3:]))
    pixel.light(u.role("sun"), _rim(ahead, u))
    right, up = choose(passed > 0.5, places[1], places[0])
    return pixel, (right, up)


def draw_dissolve(x: V, y: V, u: Uniforms, planes: Reader, kind: str) -> list[Any]:
    """Two finished pictures, the planes `before` and `after`, as one: by a kind of `DISSOLVES`."""
    before, after = (unpack_colour(planes.near(name)) for name in ("before", "after"))
    return DISSOLVES[kind](x, y, u, before, after)


def _crossfade(x: V, y: V, u: Uniforms, before: Colour, after: Colour) -> list[Any]:
    """One fades into the other."""
    return mix(before, after, u.progress)


def _morph(x: V, y: V, u: Uniforms, before: Colour, after: Colour) -> list[Any]:
    """Parted by a noise-shaped front with a rim of light."""
    ahead, passed = _front(x, y, u)
    return screen(mix(before, after, passed), u.role("sun"), _rim(ahead, u))


def _dissolve(x: V, y: V, u: Uniforms, before: Colour, after: Colour) -> list[Any]:
    """The second comes through like a slide being lit: its lights first, in grains, its darks last."""
    grain = noise(x * 0.21, y * 0.21) * 0.6 + noise(x * 0.03 + 5.0, y * 0.03) * 0.4
    threshold = fma(1.0 - luma(after), 0.45, fma(luma(before), 0.2, grain * 0.35))
    passed = smoothstep(-0.3, 0.3, fma(u.progress, 1.6, -0.3) - fma(threshold, 1.7, -0.25))
    return mix(before, after, passed)


def _wipe(x: V, y: V, u: Uniforms, before: Colour, after: Colour) -> list[Any]:
    """A soft slanted edge goes over the frame from left to right, with light along it."""
    place = fma(y, 0.22 / 720, x * 0.78 / u.width)
    ahead = fma(u.progress, 1.0 + 2.0 * SOFTNESS, -SOFTNESS) - place
    passed = smoothstep(-0.03, 0.03, ahead)
    return screen(mix(before, after, passed), u.role("sun"), falloff(fabs(ahead) * 46.0) * 0.35)


def _fade(x: V, y: V, u: Uniforms, before: Colour, after: Colour) -> list[Any]:
    """Down into the dark of the ink and up again; the middle keeps a trace of both."""
    shown = choose(u.progress < 0.5, before, after)
    apart = fabs(fma(u.progress, 2.0, -1.0))
    return mix(scale(u.role("ink"), 0.6), shown, fma(apart, 0.92, 0.08))


DISSOLVES = {"crossfade": _crossfade, "morph": _morph, "dissolve": _dissolve, "wipe": _wipe, "fade": _fade}
"""Transitions of two finished pictures, by their kind."""


def _front(x: V, y: V, u: Uniforms) -> tuple[V, V]:
    """How far the front is from here, and how much of the second picture shows (0..1)."""
    hills = clamp(fma(fbm(x * (1 / 330), fma(y, 1 / 330, 9.0), 3), 1.7, -0.35))
    shape = fma(hills, 0.7, fma(x, 0.2 / u.width, y * (0.1 / 720)))
    ahead = fma(u.progress, 1.0 + 2.0 * SOFTNESS, -SOFTNESS) - shape
    return ahead, smoothstep(-SOFTNESS, SOFTNESS, ahead)


def _rim(ahead: V, u: Uniforms) -> V:
    """Light along the front, strongest half-way."""
    return falloff(fabs(ahead) * 30.0) * (u.progress * (1.0 - u.progress) * 1.6)
