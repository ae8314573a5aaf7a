"""Spray: graffiti on a brick wall. Soft-edged coats of paint, fat outlines with a highlight, drips, speckle, splatter.

The wall is the camera's: bricks, mortar and stains are laid once per shot and stand still, and paint lies in their
grooves. What is painted moves over it. The dust at a coat's edge and the drips are counted in a thing's own world and
go with it; splatters land on the beat and fade before the next but one.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import crowded, flying
from beatforge.picture.brushes.hues import vivid
from beatforge.picture.gbuffer import anchor_of, depth_of, emission_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import (
    ANCHOR,
    COLOUR,
    MATTER,
    OUTLINE,
    Medium,
    Pass,
    draw_outline,
    fine_anchor,
    outline,
    smooth,
    weighted,
)
from beatforge.picture.noise import cell, chance, fbm, noise
from beatforge.picture.planes import Reader
from beatforge.picture.shapes import length
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    exp,
    fabs,
    floor,
    fma,
    fract,
    lerp,
    luma,
    mix,
    saturate,
    scale,
    sel,
    smoothstep,
    vmax,
    vmin,
)

MARKS = ("line", "edge", "grain", "wobble", "tones")

DUST = 6.0
"""Points over which a coat's edge dissolves into specks."""

TONES = 4.0
"""Coats between the darkest and the lightest."""

DRIP = 13.0
"""Points between places that may drip."""

BRICK = (58.0, 26.0)
"""Points of a brick with its mortar."""


def draw_wall(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The wall's relief, its roughness, its bricks' own shades."""
    row = floor(y / BRICK[1])
    along = fma(fract(row * 0.5), BRICK[0], x) / BRICK[0]
    uneven = (noise(x * 0.05, y * 0.05) - 0.5) * 3.0
    right = (0.5 - fabs(fract(along) - 0.5)) * BRICK[0]
    below = (0.5 - fabs(fract(y / BRICK[1]) - 0.5)) * BRICK[1]
    # in places the wall was plastered over
    plaster = smoothstep(0.46, 0.56, fbm(fma(x, 0.0042, 3.0), y * 0.0055, 3)) * 9.0
    joint = vmin(right, below) + uneven * 0.5 + plaster
    face = smoothstep(1.2, 3.4, joint)
    # light from the upper left: the brick's upper edge is lit, its lower in shade
    up = fract(y / BRICK[1]) - 0.5
    bevel = smoothstep(6.0, 2.5, joint) * face * sel(up < 0.0, 1.0, -1.0)
    rough = noise(x * 0.55, y * 0.55) * 0.5 + noise(x * 0.19, y * 0.21) * 0.3 + fbm(x * 0.012, y * 0.012, 2) * 0.45
    shade = chance(cell(floor(along), row), 1)
    return [pack([(face, 8), (fma(bevel, 0.5, 0.5), 6), (rough * 0.8, 10), (shade, 8)])]


def draw_coat(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Coats of paint: the drawing softened and cut into few tones, its outline, its highlight."""
    here = planes.near(MATTER)
    depth, lit = depth_of(here), emission_of(here)
    taps = [(0.4, unpack_colour(planes.near(COLOUR)))]
    step = 2 * planes.step
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        taps.append((0.15, unpack_colour(planes.near(COLOUR, dx * step, dy * step))))
    soft = weighted(taps)
    # in falling snow all would be pale: what is not white is laid on thicker
    soft = scale(soft, fma(luma(soft) - 1.0, u.snow * 0.55, 1.0))
    narrow, near = outline(planes)
    edge = lerp(_broad(planes), narrow, smoothstep(0.45, 0.75, near))
    thin = fma(crowded(planes), -0.42, 1.0) * fma(flying(planes), -0.75, 1.0)
    line = edge * lerp(1.25, 0.55, near) * thin
    # a white stroke inside the upper left of near things, beside the line
    beside = planes.near(OUTLINE, -3 * planes.step, -3 * planes.step)
    beyond = depth_of(planes.near(MATTER, -5 * planes.step, -5 * planes.step)) - depth
    inside = smoothstep(0.006, 0.02, beyond) * smoothstep(0.50, 0.30, depth)
    shine = smoothstep(0.30, 0.60, part(beside, 0, 10)) * inside * smoothstep(0.16, 0.05, edge)
    bleeding = vmax(line * smoothstep(0.75, 0.5, near), smoothstep(0.55, 0.9, lit) * 0.8)
    return [pack_colour(soft), pack([(line * 0.8, 8), (shine, 7), (bleeding, 7), (depth, 10)])]


def _broad(planes: Reader) -> V:
    """The outline drawn with a fatter cap, for what is near."""
    total = as_float(0.0)
    for dx, dy in ((2, 0), (-2, 0), (0, 2), (0, -2), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 0)):
        total = total + part(planes.near(OUTLINE, dx * planes.step, dy * planes.step), 0, 10)
    return total * (1.5 / 9.0)


def draw_sources(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """What may drip, drawn down by ten points, so that drips have no gaps."""
    found = as_float(0.0)
    for up in range(5):
        found = vmax(found, part(planes.near("strokes", 0, -up * planes.step), 15, 7))
    return [pack([(found, 8)])]


def draw_drips(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Paint that runs down from lines and lamps: its strength, and how far above it began."""
    right, down = anchor_of(planes.near(ANCHOR))
    column = floor(right / DRIP)
    middle = x + (column + 0.5) * DRIP - right
    name = cell(column, floor(down / 260.0), 5)
    middle = middle + (chance(name, 1) - 0.5) * DRIP * 0.5
    long = chance(name, 2)
    reach = long * long * long * 92.0 + 9.0
    width = fma(chance(name, 3), 1.3, 1.3)
    begun, strength = as_float(200.0), as_float(0.0)
    for nth in range(1, 11):
        up = nth * 9.6
        found = part(planes.fetch("sources", middle, y - up, u), 0, 8)
        runs = smoothstep(0.42, 0.50, found) * sel(reach > up, 1.0, 0.0)
        begun = sel(runs > strength, up, begun)
        strength = vmax(strength, runs)
    # thinner as it runs, with a bead where it stopped
    end = clamp(begun / reach)
    taper = width * (fma(end, -0.45, 1.0) + smoothstep(0.80, 0.95, end) * 0.5)
    body = clamp(taper - fabs(x - middle) + 0.5) * strength * sel(chance(name, 4) < 0.38, 1.0, 0.0)
    body = body * smoothstep(0.6, 0.3, part(planes.near("strokes"), 15, 7))
    return [pack([(body, 12), (begun * (1.0 / 128.0), 10)])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Wall, coats, lines, drips, highlights, splatter; the wall's relief over all."""
    wall = planes.near("wall")
    face, bevel, rough, brick = part(wall, 0, 8), part(wall, 8, 6), part(wall, 14, 10), part(wall, 24, 8)
    right, down = fine_anchor(x, y, u, planes)
    fine = vmin(u.per_point, 1.0) * 0.45  # specks below a pixel would only flicker
    speck = cell(floor(right * fine), floor(down * fine))
    wander = DUST * u.mark("edge")
    angle, far = chance(speck, 1) - 0.5, chance(speck, 2) - 0.5
    across, below = fma(angle, wander, x), fma(far, wander, y)
    coat = unpack_colour(planes.fetch("coat", across, below, u))
    word = planes.fetch("strokes", fma(angle, wander * 0.30, x), fma(far, wander * 0.30, y), u)
    line, lamp, depth = part(word, 0, 8), part(word, 15, 7), part(word, 22, 10)
    (shine,) = smooth(planes, "strokes", ((8, 7),))
    light = luma(coat)
    place = light * TONES * clamp(u.mark("tones"), 0.5, 2.0)
    level = (floor(place) + smoothstep(0.35, 0.65, fract(place)) + 0.45) / (TONES * clamp(u.mark("tones"), 0.5, 2.0))
    paint = vivid(saturate(scale(coat, (level + 0.06) / (light + 0.06)), 1.35), 0.52, 2.2)
    # thin coats let the wall through: most in the sky and in the grooves
    thin = smoothstep(0.90, 1.0, depth) * (1.0 - lamp)
    patchy = noise(right * 0.018, down * 0.018)
    cover = clamp(fma(thin, -0.30, 0.97) - smoothstep(0.45, 0.85, patchy) * fma(thin, 0.32, 0.06))
    cover = cover * fma(face, 0.20, 0.80) - clamp((rough - 0.62) * 1.3) * fma(thin, 0.5, 0.35) * u.mark("grain")
    ground = _bare(face, rough, brick, u)
    picture = mix(ground, paint, clamp(cover))
    drip, begun = smooth(planes, "drips", ((0, 12), (12, 10)))
    # what stands above the place where the drip began
    source = unpack_colour(planes.fetch("coat", x, y - begun * 128.0 - 9.0, u))
    running = mix(saturate(source, 1.4), u.role("ink"), smoothstep(0.5, 0.2, luma(source)) * 0.6)
    picture = mix(picture, running, smoothstep(0.30, 0.62, drip) * u.mark("wobble") * 0.92)
    black = smoothstep(0.26, 0.42, line) * u.mark("line")
    picture = mix(picture, scale(u.role("ink"), 0.7), clamp(black) * 0.94)
    mist = smoothstep(0.08, 0.30, line) * 0.28 * u.mark("line")
    picture = mix(picture, u.role("ink"), mist * chance(speck, 4))
    picture = mix(picture, [1.0, 1.0, 1.0], smoothstep(0.35, 0.62, shine) * u.mark("line") * 0.85)
    picture = _splattered(picture, x, y, u)
    relief = fma(bevel - 0.5, 0.13, fma(face, 0.10, fma(rough, 0.20, 0.81)))
    return [channel * relief for channel in picture]


def _bare(face: V, rough: V, brick: V, u: Uniforms) -> list[Any]:
    """The wall without paint: whitewashed brick in the palette's air."""
    stone = mix([0.55, 0.47, 0.43], [0.70, 0.61, 0.55], brick)
    washed = mix(stone, mix(u.role("sky_low"), [0.80, 0.78, 0.75], 0.55), 0.45)
    return mix(scale(washed, 0.55), washed, face)


def _splattered(picture: list[Any], x: V, y: V, u: Uniforms) -> list[Any]:
    """Drops of an accent that land on the beat, somewhere else each time, and fade."""
    for nth in range(2):
        beat = floor(u.beat_phase) - nth
        age = u.beat_phase - beat
        wide = 230.0
        across, down = x / wide, y / wide
        name = cell(floor(across) + beat * 13.0, floor(down) + beat * 7.0, 9)
        dx = (fract(across) - fma(chance(name, 1), 0.4, 0.3)) * wide
        dy = (fract(down) - fma(chance(name, 2), 0.4, 0.3)) * wide
        away = length(dx, dy)
        # blots: a middle, and rays of drops about it
        lump = noise(dx * 0.10 + chance(name, 5) * 90.0, dy * 0.10)
        blot = away - fma(lump, 34.0, -7.0) * fma(chance(name, 6), 0.7, 0.5)
        grains = fma(noise(dx * 0.34 + 40.0, dy * 0.34), -16.0, 12.6) + away * 0.035
        drop = vmin(blot, grains)
        land = sel(chance(name, 3) < fma(u.energy, 0.16, 0.05) + u.burst * 0.35, 1.0, 0.0)
        fade = exp(age * -1.6) * smoothstep(2.0, 1.4, age)
        colour = mix(u.role("accent"), u.role("accent2"), sel(chance(name, 4) > 0.5, 1.0, 0.0))
        picture = mix(picture, colour, clamp(0.5 - drop * u.per_point * 0.6) * land * fade * u.mark("wobble") * 0.9)
    return picture


MEDIUM = Medium(
    scale=2,
    paper=(Pass(draw_wall, 1, ("wall",)),),
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_coat, 2, ("coat", "strokes")),
        Pass(draw_sources, 2, ("sources",)),
        Pass(draw_drips, 2, ("drips",)),
    ),
    finish=finish,
    is_anchored=True,
)
