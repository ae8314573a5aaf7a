"""People who dance: before a great disc, in a spotlight, hand in hand on a terrace, in a club, seen from far above.

The floor is a plane in perspective that mirrors what stands behind it; dancers stand on it and are mirrored each below
their own feet. Beats: the steps themselves. Pulse: spots and lamps. Swell and burst: light in the air. High: panels of
the wall. Conditions: rain, snow, mist, stars, wind, blossom, crowd (onlookers in front), birds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.ballrooms import WALL, ballroom, light_wall, terrace
from beatforge.picture.subjects.bodies import Body, Light, body, silhouette
from beatforge.picture.subjects.crowds import crowd, draw_heads
from beatforge.picture.subjects.dances import WARDROBE, danced, waltzed
from beatforge.picture.subjects.people import body_row
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.trace import (
    V,
    both,
    clamp,
    executor,
    fabs,
    falloff,
    fma,
    fract,
    gate,
    lerp,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

VIEWS = ("far", "near", "far", "low", "high", "far")

_FLOOR, _DANCERS = 6, 60
_USUAL: dict[str, float] = {
    **{"horizon": -0.20, "eye": 0.30, "sun_x": 0.12, "sun_y": 0.17, "sun_r": 0.30, "moon": 0.0, "stripes": 0.0},
    **{
        "cloud": 0.4,
        "night": 0.0,
        "wall": 0.0,
        "terrace": 0.0,
        "hall": 0.0,
        "spots": 0.25,
        "shadows": 0.0,
        "gloss": 0.6,
    },
    **{"boards": 1.0, "dim": 0.35, "from_x": 0.6, "from_y": 0.8, "front": -0.40},
}
_SOLO = {
    **{
        "horizon": -0.30,
        "eye": 0.22,
        "sun_x": 9.0,
        "sun_r": 0.05,
        "night": 1.0,
        "hall": 1.0,
        "spots": 1.0,
        "gloss": 0.75,
    },
    **{"dim": 0.05, "from_x": 0.5, "from_y": 0.86, "boards": 0.6, "cloud": 0.0, "front": -0.46},
}
_TERRACE = {
    **{"horizon": -0.12, "eye": 0.34, "sun_x": 0.44, "sun_y": 0.24, "sun_r": 0.085, "moon": 1.0, "terrace": 1.0},
    **{"spots": 0.0, "gloss": 0.45, "boards": 0.5, "dim": 0.12, "cloud": 0.5, "from_x": -0.5, "from_y": 0.6},
}
_FROM_BELOW = {
    **{"horizon": -0.40, "eye": 0.10, "sun_x": -0.22, "sun_y": 0.42, "sun_r": 0.36, "moon": 0.0, "spots": 0.0},
    **{"gloss": 0.5, "dim": 0.62, "cloud": 0.8, "boards": 0.0, "front": -0.56, "from_x": -0.3, "from_y": 0.9},
}
_FROM_ABOVE = {
    **{"horizon": 0.95, "eye": 1.0, "sun_x": 9.0, "sun_r": 0.05, "night": 0.4, "spots": 0.0, "shadows": 1.0},
    **{"gloss": 0.0, "boards": 2.0, "dim": 0.1, "from_x": -0.75, "from_y": 0.6, "front": -0.42},
}
_CLUB = {
    **{"horizon": -0.10, "eye": 0.36, "sun_x": 9.0, "sun_r": 0.05, "night": 1.0, "wall": 1.0, "spots": 0.7},
    **{"gloss": 0.8, "boards": 2.0, "dim": 0.25, "cloud": 0.0, "from_x": -0.2, "from_y": 0.95, "front": -0.34},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _SOLO, _TERRACE, _FROM_BELOW, _FROM_ABOVE, _CLUB)
_COUPLE = 9
"""In place of a dance: two who hold each other."""

_CASTS: tuple[tuple[tuple[float, float, float, int, int, float], ...], ...] = (
    ((-0.36, -0.30, 0.50, 1, 0, 0.0), (0.50, -0.31, 0.48, 3, 0, 0.06), (0.06, -0.38, 0.60, 0, 0, 0.0)),
    ((-0.20, -0.40, 0.70, 5, 2, 0.0),),
    ((0.62, -0.19, 0.20, 4, 1, 0.3), (0.48, -0.185, 0.19, 3, 1, 0.1), (-0.30, -0.36, 0.56, 5, _COUPLE, 0.0)),
    ((0.42, -0.46, 0.80, 2, 0, 0.0), (-0.30, -0.47, 0.88, 0, 1, 0.05)),
    ((-0.42, 0.10, 0.27, 4, 0, 0.1), (0.50, 0.06, 0.28, 3, 1, 0.0), (0.04, -0.10, 0.33, 0, 1, 0.0),
     (0.66, -0.30, 0.37, 1, 0, 0.0), (-0.48, -0.29, 0.37, 2, 0, 0.05)),
    ((-0.56, -0.24, 0.38, 2, 0, 0.06), (0.60, -0.24, 0.38, 6, 0, 0.08), (-0.30, -0.29, 0.43, 3, 0, 0.0),
     (0.33, -0.29, 0.43, 1, 0, 0.03), (0.02, -0.36, 0.52, 0, 0, 0.0)),
)  # fmt: skip
"""By composition, from back to front: place across, of the feet, height, clothes, dance, beats behind the others."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Place, light, and who dances where."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["sun_x"] += draws.between(-0.04, 0.04)
    flip, shift = draws.whole(2), float(draws.whole(8))
    cast = [
        (x + draws.between(-0.02, 0.02), foot, tall, float(wear), float(dance), late + shift, float((flip + nth) % 2))
        for nth, (x, foot, tall, wear, dance, late) in enumerate(_CASTS[composition])
    ]
    return {**numbers, "cast": cast, "dancers": _rows(cast, 0.0, 0.8, 0.9), "heads": draw_heads(draws)}


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """The dancers' joints in this frame."""
    effort = min(1.0, 0.45 + 0.5 * values["energy"] + 0.2 * values["intensity"])
    cast = arranged["cast"]
    assert isinstance(cast, Sequence)
    return {"dancers": _rows(cast, values["beat_phase"], effort, values["half_width"])}


def paint(x: V, y: V, u: Uniforms) -> G:
    """What stands behind, the floor that mirrors it, shadows, dancers, light in the air, onlookers, weather."""
    down = u.horizon - y
    z = u.eye / vmax(down, 0.004)
    is_floor = down > 0.0
    wave = gate(is_floor, lambda: [(noise(x * 9.0, z * 7.0) - 0.5) * 0.03 * clamp(down * 4.0 + 0.2)], [0.0])[0]
    g = _backdrop(x + wave, u.horizon + fabs(down), u)
    g.layer(is_floor, lambda inner: _floor(inner, x, down, z, u))
    light = Light(
        (u.from_x, u.from_y),
        mix(u.role("sun"), u.role("paper"), 0.35),
        mix(u.role("accent2"), u.role("paper"), 0.2),
        u.dim,
        fma(u.pulse, 0.25, 0.85),
    )
    g.layer(u.shadows > 0.0, lambda inner: _shadows(inner, x, y, u))
    rows = u.rows("dancers")
    g = G.of(loop(rows, g.values(), lambda k, v: body(u.lazy_row("dancers", k), v, x, y, u, light, u.gloss * 0.55)))
    _beams(g, x, y, u)
    _onlookers(g, x, y, u)
    birds(g, x, y, u, vmin(u.horizon, 0.1))
    mist(g, x, y, u, vmin(u.horizon, 0.0))
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    rain(g, x, y, u)
    snow(g, x, y, u)
    return g


def _rows(cast: Sequence[Sequence[float]], beats: float, effort: float, half_width: float) -> list[tuple[float, ...]]:
    """Each dancer's row; a couple is two of them. In narrow frames they stand closer, one behind the other."""
    upright = min(1.0, max(0.0, (0.5 - half_width) / 0.21875))
    rows = []
    for nth, (x, foot, tall, wear, dance, late, flip) in enumerate(cast):
        place = (x * min(1.0, half_width / 0.85), foot + upright * 0.05 * (1 - nth % 2))
        size, depth, ident = tall * (1.0 - 0.28 * upright), 0.5 - 0.07 * nth, _DANCERS + 10 * nth
        clothes = WARDROBE[int(wear)]
        if int(dance) == _COUPLE:
            him, her, trail = waltzed(beats + late, effort)
            left, right = (place[0] - 0.115 * size, place[1] + 0.004), (place[0] + 0.115 * size, place[1])
            rows.append(body_row(him, WARDROBE[6], left, size * 1.04, depth=depth, ident=ident))
            rows.append(body_row(her, clothes, right, size * 0.97, depth=depth - 0.02, ident=ident + 5, trail=trail))
        else:
            made, trail = danced(int(dance), beats - late, effort, flip > 0.5)
            rows.append(body_row(made, clothes, place, size, depth=depth, ident=ident, trail=trail))
    return rows


def _backdrop(x: V, y: V, u: Uniforms) -> G:
    """Sky with its disc; or the dark of a hall, a wall of lights, a terrace with lanterns."""
    g = open_sky(y, u, u.horizon)
    hall = mix(u.role("near"), u.role("ink"), smoothstep(0.0, 0.6, y - u.horizon) * 0.7 + 0.1)
    g.tint(hall, u.night * 0.96)
    outside = u.night < 0.5
    g.layer(outside, lambda inner: _sky(inner, x, y, u))
    g.layer(u.wall > 0.0, lambda inner: light_wall(inner, x, y, u))
    g.layer(u.terrace > 0.0, lambda inner: terrace(inner, x, y, u))
    g.layer(u.hall > 0.0, lambda inner: ballroom(inner, x, y, u))
    return g


def _sky(g: G, x: V, y: V, u: Uniforms) -> None:
    stars(g, x, y, u, u.horizon + 0.05)
    sun(
        g,
        x - u.sun_x * u.half_width,
        y - u.horizon - u.sun_y,
        u,
        lerp(u.sun_r, u.sun_r * 0.72, u.upright),
        u.moon,
        u.stripes,
    )
    clouds(g, x, y, u, u.horizon, u.cloud)
    up = y - u.horizon

    def ridged(inner: G) -> None:
        ridge = noise(x * 3.1 + u.seed, u.seed) * 0.07 + noise(x * 9.0, u.seed) * 0.018 - 0.012
        inner.paint(u.cover(up - ridge), mix(u.role("far"), u.role("sky_low"), 0.25), 0.92, WALL)

    g.layer(up < 0.077 + u.px, ridged)


def _floor(g: G, x: V, down: V, z: V, u: Uniforms) -> None:
    """The floor over its mirror image: boards or tiles, pools of light about the dancers' feet."""
    across = x * z
    tile_x, tile_z = fract(across * 2.6), fract(z * 2.2)
    check = sel(both(tile_x > 0.5, tile_z > 0.5) | both(tile_x < 0.5, tile_z < 0.5), 1.0, 0.0)
    seam = smoothstep(0.08, 0.02, fabs(fract(across * 5.0) - 0.5)) * smoothstep(9.0, 3.0, z)
    seam = lerp(seam * 0.5, check, clamp(u.boards - 1.0)) * clamp(u.boards * 2.0) * smoothstep(7.0, 2.0, z)
    near = smoothstep(0.0, 0.45, down)
    ground = mix(mix(u.role("mid"), u.role("near"), near * 0.8 + 0.1), u.role("ink"), seam * 0.30)
    ring = length(x - 0.06, (fma(0.0 - down, 1.0, u.horizon) + 0.12) * 1.45)
    sunlit = smoothstep(0.74, 0.70, ring) * fma(smoothstep(0.012, 0.004, fabs(ring - 0.55)), -0.35, 1.0)
    ground = mix(ground, mix(u.role("sun"), u.role("sky_low"), 0.35), u.shadows * sunlit * (0.62 - check * 0.16))
    cover = 1.0 - u.gloss * fma(near, -0.35, 0.75)
    g.colour = mix(g.colour, ground, cover)

    def pool(k: int, shine: list[V]) -> list[V]:
        row = u.row("cast", k)
        place = row[0] * vmin(1.0, u.half_width * (1.0 / 0.85))
        right, back = x - place, (down - u.horizon + row[1]) * 3.0
        return [shine[0] + falloff(fma(right, right, back * back) * 7.0)]

    shine = loop(u.rows("cast"), [0.0], pool)[0]
    warm = mix(u.role("sun"), u.role("accent"), 0.35)
    g.colour = mix(g.colour, warm, clamp(shine * fma(u.spots, 0.85, 0.10)) * fma(u.pulse, 0.15, 0.6))
    g.depth, g.ident = (
        0.9 - smoothstep(0.0, 0.5, down) * fma(u.shadows, -0.25, 0.6),
        executor().constant(float(_FLOOR), "f"),
    )
    g.emission = g.emission * (1.0 - cover) * 0.7


def _shadows(g: G, x: V, y: V, u: Uniforms) -> None:
    """Long shadows on the floor, away from the light."""

    def shadow(k: int, nearest: list[V]) -> list[V]:
        row = u.lazy_row("dancers", k)
        who = Body(row)
        foot_x, foot_y, tall = (who.at("foot_l")[0] + who.at("foot_r")[0]) * 0.5, who.ground, who.size
        right, up = x - foot_x, y - foot_y
        high = (right * 0.75 - up * 0.55) * 0.62
        aside = right * 0.55 + up * 0.85
        here = (high > 0.0 - tall * 0.05) & (high < tall * 1.2) & (fabs(aside) < tall * 0.6)
        return gate(
            here, lambda: [vmin(nearest[0], silhouette(row, foot_x + aside * 0.9, foot_y + high, u.px * 1.5))], nearest
        )

    nearest = loop(u.rows("dancers"), [1.0], shadow)[0]
    g.tint(mix(u.role("near"), u.role("ink"), 0.4), u.cover(nearest, 3.0) * 0.72)


def _beams(g: G, x: V, y: V, u: Uniforms) -> None:
    """Spotlights from above on whoever dances, thick where there is smoke."""

    def lit(inner: G) -> None:
        def beam(k: int, shine: list[V]) -> list[V]:
            row = u.row("cast", k)
            place = row[0] * vmin(1.0, u.half_width * (1.0 / 0.85))
            source = place + 0.42 - row[3] * 0.13 + sinp(u.bar_phase * 0.25 + row[3] * 0.17) * 0.05
            part = (0.62 - y) / (0.62 - row[1])
            middle = lerp(source, place, part)
            spread = fma(part, 0.24, 0.03)
            inside = falloff(fabs(x - middle) / spread * 1.3) * smoothstep(1.12, 0.9, part) * fma(part, -0.45, 0.95)
            return [clamp(shine[0] + inside)]

        shine = loop(u.rows("cast"), [0.0], beam)[0]
        inner.layer(shine > 0.0, lambda seen: smoky(seen, shine))

    def smoky(inner: G, shine: V) -> None:
        smoke = noise(x * 2.3 + u.t * 0.05, y * 2.6 - u.t * 0.03) * 0.6 + noise(x * 6.0 - u.t * 0.04, y * 5.0) * 0.4
        shine = shine * fma(smoke, 0.8, 0.3)
        hue = mix(u.role("sun"), mix(u.role("accent2"), u.role("accent"), clamp(x + 0.5)), u.wall * 0.7 + 0.15)
        inner.light(hue, shine * u.spots * fma(u.pulse, 0.14, fma(u.glow, 0.26, fma(u.burst, 0.2, 0.44))))

    g.layer(u.spots > 0.0, lit)


def _onlookers(g: G, x: V, y: V, u: Uniforms) -> None:
    """With a crowd, people who look on, in front."""

    def row(inner: G) -> None:
        light = mix(u.role("sun"), u.role("accent"), 0.4)
        top = u.front + 0.16 * u.crowd - 0.15
        crowd(inner, x, y, u, top=top, size=0.30, shift=0.3, light=(light, 0.6), depth=0.06)

    g.layer((u.crowd > 0.0) & (y < 0.1), row)
