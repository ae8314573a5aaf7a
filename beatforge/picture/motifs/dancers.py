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
from beatforge.picture.subjects.ballrooms import backdrop, dance_floor
from beatforge.picture.subjects.bodies import Light, body
from beatforge.picture.subjects.crowds import crowd, draw_heads
from beatforge.picture.subjects.dances import WARDROBE, danced, waltzed
from beatforge.picture.subjects.people import body_row
from beatforge.picture.subjects.scenery import birds, blossom, leaves, mist, rain, snow
from beatforge.picture.subjects.spotlights import shadows, spotlights
from beatforge.picture.trace import V, clamp, fabs, fma, gate, loop, mix, vmax, vmin

VIEWS = ("far", "near", "far", "low", "high", "far")

_DANCERS = 60
_USUAL: dict[str, float] = {
    **{"horizon": -0.20, "eye": 0.30, "sun_x": 0.12, "sun_y": 0.17, "sun_r": 0.30, "moon": 0.0, "stripes": 0.0},
    **{"cloud": 0.4, "night": 0.0, "wall": 0.0, "terrace": 0.0},
    **{"hall": 0.0, "spots": 0.25, "shadows": 0.0, "gloss": 0.6},
    **{"boards": 1.0, "dim": 0.35, "from_x": 0.6, "from_y": 0.8, "front": -0.40},
}
_SOLO = {
    **{"horizon": -0.30, "eye": 0.22, "sun_x": 9.0, "sun_r": 0.05},
    **{"night": 1.0, "hall": 1.0, "spots": 1.0, "gloss": 0.75},
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
    g = backdrop(x + wave, u.horizon + fabs(down), u)
    g.layer(is_floor, lambda inner: dance_floor(inner, x, down, z, u))
    light = Light(
        (u.from_x, u.from_y),
        mix(u.role("sun"), u.role("paper"), 0.35),
        mix(u.role("accent2"), u.role("paper"), 0.2),
        u.dim,
        fma(u.pulse, 0.25, 0.85),
    )
    g.layer(u.shadows > 0.0, lambda inner: shadows(inner, x, y, u))
    rows = u.rows("dancers")
    g = G.of(loop(rows, g.values(), lambda k, v: body(u.lazy_row("dancers", k), v, x, y, u, light, u.gloss * 0.55)))
    spotlights(g, x, y, u)
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


def _onlookers(g: G, x: V, y: V, u: Uniforms) -> None:
    """With a crowd, people who look on, in front."""

    def row(inner: G) -> None:
        light = mix(u.role("sun"), u.role("accent"), 0.4)
        top = u.front + 0.16 * u.crowd - 0.15
        crowd(inner, x, y, u, top=top, size=0.30, shift=0.3, light=(light, 0.6), depth=0.06)

    g.layer((u.crowd > 0.0) & (y < 0.1), row)
