"""From a place on the figure to its colour: materials, light, shadow, ambient occlusion, and the film curve.

Everything is decided lane by lane; only which materials are looked at, and how long, is decided for a packet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir

from beatforge.persona.layout import (
    FUZZ,
    GLOSS,
    GLOW,
    MATERIAL,
    MATERIAL_FRAME,
    MATERIALS_AT,
    PAINT,
    PLACE,
    RIM,
    SCATTER,
    SHINE,
)
from beatforge.persona.packets import Packets, flag
from beatforge.persona.paints import PAINTS, painted
from beatforge.persona.spots import Frame, Spot
from beatforge.persona.vectors import dot, unit
from beatforge.picture.llvm_function import I1
from beatforge.picture.trace import V, as_float, clamp, fabs, fma, lerp, sel, smoothstep, sqrt, vmax, vmin

_TAKES = (SHINE, GLOSS, FUZZ, RIM, SCATTER)
"""Numbers of a material that light needs, in the order in which they are carried."""

SHADOW_STEP = 0.05
SHADOW_NEAR, SHADOW_WIDENS = 0.08, 0.16
"""A step towards the light is no longer than this and this much of the way: what is farther off than that from the ray
is in no unit's list of casters, and must make no difference."""

TURNED = -0.10
"""How far from the key light (cosine) a surface turns before it is in its own shadow."""

SHADOW_LENGTH = 2.2
SHADOW_SHARP = 7.0


def emit_shade(
    emit: Packets, shaped: Callable[..., list[V]], distance: Callable[..., list[V]]
) -> Callable[..., list[V]]:
    """Shading as an inner function: of a point, the ray there, its length and whether it hit; of where three lists
    begin and how long they are: what is met, what is around it, what throws shadows. It gives display colour (3)
    and the material's number."""

    def shade(*given: Any) -> list[V]:
        point, ray, length, hit = given[:3], given[3:6], given[6], given[7] > 0.5
        first, count, around, more, first_caster, casters = given[8:]
        frame = Frame()
        pixel = length * frame["pixel"]
        found = shaped(*point, pixel, first, count)
        normal, colour, material = unit(found[:3]), found[3:6], found[6]
        albedo, emitted, takes = _materials(emit, point, normal, colour, material, pixel, hit)
        key = frame.vector("key")
        facing = dot(normal, key)
        occlusion = _occlusion(point, normal, lambda *at: distance(*at, around, more)[0])
        lit = _shadow(emit, point, normal, facing, hit, frame, lambda *at: distance(*at, first_caster, casters)[0])
        shone = _shone(frame, ray, normal, facing, albedo, emitted, takes, occlusion, lit)
        return [*_filmed(shone), material]

    return emit.inner("shade", 8, 6, 4, shade)


def _materials(
    emit: Packets, point: Sequence[V], normal: Sequence[V], colour: Sequence[V], material: V, pixel: V, hit: V
) -> tuple[list[V], list[V], list[V]]:
    """Colour, emitted light and how light is taken: each material that occurs in the packet is painted once."""
    builder, frame = emit.builder, Frame()
    dark = emit.constant(0.0, "f")
    start = [flag(hit), *colour, dark, dark, dark, *[dark] * len(_TAKES)]

    def paint_one(_: Any, carried: list[V]) -> tuple[list[V], V]:
        left, colours, lights, takes = carried[0], carried[1:4], carried[4:7], carried[7:]
        lane = builder.cttz(emit.bits(left > 0.5), ir.Constant(I1, 0))
        number = emit.lane(material, lane)
        index = builder.fptosi(number, lane.type)
        row = emit.row_of(MATERIALS_AT, MATERIAL, index)
        chosen = V(builder.fcmp_ordered("==", material.held, emit.splat(number)), "m") & (left > 0.5)
        lines = [row.many(MATERIAL_FRAME + 4 * line, 4) for line in range(3)]
        local = [fma(a, point[0], fma(b, point[1], fma(c, point[2], d))) for a, b, c, d in lines]
        spot = Spot(local, normal, colour, pixel)
        cases = {at: _case(name, spot, row, frame) for at, name in enumerate(PAINTS)}
        *shown, open_ = emit.switch(row.whole(PAINT), cases, [*colour, dark, dark, dark, dark])
        glow = row[GLOW]
        shown[3:] = [fma(part, glow, light) for part, light in zip(shown[:3], shown[3:], strict=True)]
        told = [sel(chosen, new, old) for new, old in zip(shown, [*colours, *lights], strict=True)]
        told += [sel(chosen, row[place] * open_, old) for place, old in zip(_TAKES, takes, strict=True)]
        left = sel(chosen, 0.0, left)
        return [left, *told], left > 0.5

    carried = emit.until(emit.lanes, start, paint_one)
    return carried[1:4], carried[4:7], carried[7:]


def _case(name: str, spot: Spot, row: Any, frame: Frame) -> Callable[[], list[Any]]:
    return lambda: painted(name, spot, row, frame)


def _occlusion(point: Sequence[V], normal: Sequence[V], distance: Callable[..., V]) -> V:
    """1 in the open, less in grooves: two looks outwards."""
    closed = as_float(0.0)
    for step, weight in ((0.035, 8.5), (0.08, 5.4)):
        far = distance(*[fma(way, step, at) for way, at in zip(normal, point, strict=True)])
        closed = clamp(step - far, 0.0, step) * weight + closed
    open_ = 1.0 / (closed * 1.15 + 1.0)
    return open_ * open_


def _shadow(
    emit: Packets, point: Sequence[V], normal: Sequence[V], facing: V, hit: V, frame: Frame, distance: Callable[..., V]
) -> V:
    """1 in the key light, 0 in full shadow, soft between; what is turned away is in its own shadow, and is not looked
    for. Lanes that are done keep what they have."""
    needed = (facing > TURNED) & hit
    start = [fma(way, 0.02, at) for way, at in zip(normal, point, strict=True)]
    key = frame.vector("key")

    def go(_: Any, carried: list[V]) -> tuple[list[V], V]:
        lit, way = carried
        far = distance(*[fma(part, way, at) for part, at in zip(key, start, strict=True)])
        going = (lit > 0.02) & (way < SHADOW_LENGTH) & needed
        lit = sel(going, vmin(lit, fma(far, SHADOW_SHARP / way, 0.5)), lit)
        way = sel(going, way + clamp(far, SHADOW_STEP, fma(way, SHADOW_WIDENS, SHADOW_NEAR)), way)
        return [lit, way], (lit > 0.02) & (way < SHADOW_LENGTH) & needed

    one, near = emit.constant(1.0, "f"), emit.constant(0.04, "f")
    steps = emit.count(PLACE["shadow_steps"])
    lit, _ = emit.when(emit.any(needed), lambda: emit.until(steps, [one, near], go), [one, near])
    lit = clamp(sel(needed, lit, 0.0) * smoothstep(TURNED, TURNED + 0.15, facing))
    return lit * lit * fma(lit, -2.0, 3.0)


def _shone(
    frame: Frame,
    ray: Sequence[V],
    normal: Sequence[V],
    facing: V,
    albedo: Sequence[V],
    emitted: Sequence[V],
    takes: Sequence[V],
    occlusion: V,
    lit: V,
) -> list[V]:
    """Key light with a soft edge, fill, sky and ground, two rims, fuzz at the edge, highlights and a studio's gleam."""
    shine, gloss, fuzz, rim, scatter = takes
    key = frame.vector("key")
    view = [part * -1.0 for part in ray]
    frontal = clamp(dot(normal, view))
    edge = 1.0 - frontal
    edge2 = edge * edge
    wrapped = clamp(fma(facing, 0.72, 0.28))
    direct = lerp(wrapped, smoothstep(0.20, 0.66, wrapped), 0.6) * lerp(0.18, 1.0, lit)
    fill = clamp(fma(dot(normal, frame.vector("fill")), 0.5, 0.5))
    high = fma(normal[1], 0.5, 0.5)
    rims = [clamp(dot(normal, frame.vector(f"rim_{side}")) + 0.15) for side in ("left", "right")]
    fresnel = edge2 * edge * 1.5 + edge * 0.12
    half = unit([one + other for one, other in zip(view, key, strict=True)])
    peak = clamp(dot(normal, half))
    broad = peak * peak
    broad = broad * broad
    broad = broad * broad
    broad = broad * broad
    narrow = broad * broad
    narrow = narrow * narrow
    highlight = shine * lerp(broad, narrow, 0.55) * lit * 2.2
    mirror = [fma(normal[at] * frontal, 2.0, ray[at]) for at in range(3)]
    studio = smoothstep(-0.25, 0.05, mirror[1]) * 0.20
    studio = smoothstep(0.10, 0.35, mirror[1] - mirror[0] * 0.35) * 0.55 + studio
    studio = smoothstep(0.55, 0.80, mirror[1] + mirror[0] * 0.30) * 0.60 + studio
    under_skin = scatter * clamp(0.30 - fabs(facing - 0.05)) * 1.1
    # where parts lie side by side their edges catch no light, and what catches it has its own hue
    open_ = occlusion * occlusion
    strongest = 1.0 / (vmax(albedo[0], vmax(albedo[1], albedo[2])) + 0.02)
    shone = []
    for at, channel in enumerate("rgb"):
        key_part = frame[f"key_{channel}"]
        ambient = lerp(frame[f"ground_{channel}"], frame[f"sky_{channel}"], high) * occlusion
        light = key_part * direct * lerp(occlusion, 1.0, 0.35) + frame[f"fill_{channel}"] * fill * occlusion
        light = light + ambient + under_skin * (0.30, 0.05, 0.03)[at]
        value = albedo[at] * light + fuzz * edge2 * open_ * (albedo[at] * 0.8 + 0.04) * (key_part * 0.35 + ambient)
        both = frame[f"rim_left_{channel}"] * rims[0] + frame[f"rim_right_{channel}"] * rims[1]
        value = value + both * fresnel * open_ * rim * fma(albedo[at] * strongest, 0.7, 0.3)
        gleam = gloss * studio * (albedo[at] * 0.8 + 0.06) * (key_part * 0.5 + 0.35) * occlusion
        shone.append(value + key_part * highlight + gleam + emitted[at])
    return shone


def _filmed(colour: Sequence[V]) -> list[V]:
    """Linear light as a display shows it: a filmic curve with a little more colour, then the square root."""
    colour = [vmax(channel, 0.0) for channel in colour]
    grey = colour[0] * 0.25 + colour[1] * 0.6 + colour[2] * 0.15
    colour = [vmax(lerp(grey, channel, 1.10), 0.0) * 0.88 for channel in colour]
    colour = [channel * fma(channel, 2.51, 0.03) / fma(channel, fma(channel, 2.43, 0.59), 0.14) for channel in colour]
    return [sqrt(clamp(channel, 1e-8, 1.0)) for channel in colour]
