"""A concert: a band under moving beams, seen from the crowd, from the wing, from the balcony, close, from behind.

A deck with a wall of light behind it, trusses with lamps whose beams swing with the bars, the band at work on the beat,
rows of people in front. Pulse: lamps and wall. Glow: beams. High: phones. Energy: raised hands. Burst: confetti.
Conditions: rain, snow, mist (smoke), stars, wind, blossom, crowd (fuller rows, more hands), birds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.subjects.audiences import audience_row, confetti, flags
from beatforge.picture.subjects.bands import BASS, DRUMS, GUITAR, KEYBOARD, SINGER
from beatforge.picture.subjects.bodies import Light
from beatforge.picture.subjects.crowds import draw_hands, draw_heads
from beatforge.picture.subjects.instruments import draw_set, draw_singer
from beatforge.picture.subjects.players import band_rows, close_singer, player
from beatforge.picture.subjects.rigging import LAMPS, beam_light, beams, glare, trusses
from beatforge.picture.subjects.scenery import birds, blossom, leaves, mist, rain, snow
from beatforge.picture.subjects.venues import deck, hall, lamp_wall
from beatforge.picture.trace import V, fabs, fma, loop, mix, sel

VIEWS = ("far", "near", "high", "near", "low", "far")

_USUAL: dict[str, float] = {
    **{"deck": -0.10, "lip": -0.165, "deck_x": 0.10, "deck_wide": 0.80, "slope": 0.0, "lip_x": 9.0, "behind": 0.0},
    **{"wall_x": 0.10, "wall_y": 0.135, "wall_wide": 0.46, "wall_high": 0.20, "truss": 0.40, "truss_wide": 0.86},
    **{"set_x": 0.10, "set_size": 0.19, "face": 0.0, "open": 0.0, "sun_x": 9.0, "sun_y": 0.2, "dim": 0.30},
    **{"smoke": 0.5, "glare_x": 9.0, "glare_y": 0.0, "rim_y": 0.9},
}
_WING = {
    **{"deck": 0.02, "lip": -0.9, "deck_x": -0.30, "deck_wide": 2.0, "slope": 0.62, "lip_x": 0.44},
    **{"wall_x": -0.62, "wall_y": 0.20, "wall_wide": 0.34, "wall_high": 0.19, "truss": 0.44, "truss_wide": 3.0},
    **{"set_x": -0.42, "set_size": 0.20, "glare_x": 0.62, "glare_y": 0.36, "dim": 0.20, "smoke": 0.7},
}
_BALCONY = {
    **{"deck": 0.20, "lip": 0.10, "deck_x": -0.16, "deck_wide": 0.62, "wall_x": -0.16, "wall_y": 0.335},
    **{"wall_wide": 0.34, "wall_high": 0.115, "truss": 0.475},
    **{"truss_wide": 0.66, "set_x": -0.16, "set_size": 0.12, "smoke": 0.4},
}
_CLOSE = {
    **{"deck": -0.26, "lip": -1.0, "deck_wide": 3.0, "wall_x": -0.52, "wall_y": 0.10, "wall_wide": 0.30},
    **{"wall_high": 0.24, "truss": 0.43, "truss_wide": 3.0, "set_x": -0.40, "set_size": 0.32},
    **{"face": 1.0, "glare_x": 0.20, "glare_y": 0.16, "smoke": 0.9},
}
_BEHIND = {
    **{"deck": -0.24, "lip": -0.9, "deck_x": 0.0, "deck_wide": 3.0, "wall_wide": 0.0, "truss": 0.43},
    **{"truss_wide": 3.0, "set_x": 9.0, "behind": 1.0, "dim": 0.5, "glare_x": -0.30, "glare_y": 0.26, "smoke": 0.9},
}
_FESTIVAL = {
    **{"deck": -0.115, "lip": -0.155, "deck_x": -0.34, "deck_wide": 0.37, "wall_x": -0.34, "wall_y": 0.035},
    **{"wall_wide": 0.22, "wall_high": 0.115, "truss": 0.19, "truss_wide": 0.38, "set_x": -0.34, "set_size": 0.10},
    **{"open": 1.0, "sun_x": 0.50, "sun_y": 0.16, "smoke": 0.3},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _WING, _BALCONY, _CLOSE, _BEHIND, _FESTIVAL)

_BANDS: tuple[tuple[tuple[int, float, float, float], ...], ...] = (
    ((DRUMS, 0.10, -0.085, 0.27), (KEYBOARD, 0.335, -0.125, 0.25), (BASS, 0.62, -0.135, 0.29),
     (GUITAR, -0.30, -0.135, 0.29), (SINGER, 0.02, -0.15, 0.30)),
    ((DRUMS, -0.42, 0.04, 0.26), (KEYBOARD, -0.17, -0.02, 0.27), (BASS, -0.74, -0.10, 0.34),
     (SINGER, 0.06, -0.16, 0.44), (GUITAR, -0.34, -0.47, 0.80)),
    ((DRUMS, -0.16, 0.21, 0.15), (KEYBOARD, -0.02, 0.18, 0.14), (BASS, 0.16, 0.165, 0.15),
     (GUITAR, -0.40, 0.16, 0.15), (SINGER, -0.20, 0.135, 0.155)),
    ((DRUMS, -0.40, -0.24, 0.42), (KEYBOARD, 9.0, 0.0, 0.2), (BASS, 9.0, 0.0, 0.3), (SINGER, 9.0, 0.0, 0.3),
     (GUITAR, -0.70, -0.40, 0.66)),
    ((DRUMS, 9.0, 0.0, 0.2), (KEYBOARD, 9.0, 0.0, 0.2), (GUITAR, 0.58, -0.40, 0.58), (BASS, -0.62, -0.34, 0.50),
     (SINGER, 0.02, -0.44, 0.68)),
    ((DRUMS, -0.34, -0.105, 0.12), (KEYBOARD, -0.22, -0.12, 0.12), (BASS, -0.16, -0.128, 0.13),
     (GUITAR, -0.52, -0.128, 0.13), (SINGER, -0.38, -0.135, 0.135)),
)  # fmt: skip
"""By composition, from back to front: part, place across, of the feet, height; the set stands before the first two."""

_ROWS: tuple[tuple[tuple[float, float, float, float], ...], ...] = (
    ((-0.150, 0.10, 0.80, 0.3), (-0.185, 0.15, 0.60, 0.9), (-0.235, 0.21, 0.38, 1.0), (-0.315, 0.30, 0.08, 1.0)),
    ((0.075, 0.07, 1.00, 0.5), (0.030, 0.11, 0.75, 1.0), (-0.055, 0.17, 0.50, 1.0), (-0.19, 0.28, 0.2, 0.8)),
    ((0.085, 0.075, 1.0, 0.6), (0.025, 0.11, 0.72, 0.9), (-0.07, 0.17, 0.44, 0.9), (-0.22, 0.27, 0.12, 0.9)),
    ((-2.0, 0.20, 0.50, 1.0), (-2.0, 0.26, 0.30, 0.0), (-0.39, 0.20, 0.35, 1.0), (-0.44, 0.26, 0.05, 0.4)),
    ((-0.035, 0.06, 1.0, 0.5), (-0.070, 0.09, 0.80, 1.0), (-0.115, 0.13, 0.6, 1.0), (-0.170, 0.18, 0.4, 1.0)),
    ((-0.160, 0.06, 0.90, 0.6), (-0.20, 0.10, 0.66, 1.0), (-0.26, 0.17, 0.40, 1.0), (-0.34, 0.28, 0.10, 0.8)),
)
"""By composition, from back to front: rows of people (highest head, size, light on them, raised hands)."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Deck, wall, lamps, band and rows."""
    numbers = {**_USUAL, **_PLACES[composition]}
    rows = [(top, size, draws.unit() * 3.0, light, hands) for top, size, light, hands in _ROWS[composition]]
    band = [(float(part), x, foot, size) for part, x, foot, size in _BANDS[composition]]
    lamps = [(draws.unit(), draws.between(0.05, 0.11), float(draws.whole(2))) for _ in range(LAMPS)]
    return {
        **numbers,
        **{"rows": rows, "parts": band, "swings": lamps},
        **{
            "band": band_rows(band, 0.0, 0.8, 0.9, numbers["behind"] > 0.5),
            "beams": beams(numbers, lamps, 0.0, 0.5, 0.5),
        },
        **{"heads": draw_heads(draws), "hands": draw_hands(draws), "set": draw_set(), "singer": draw_singer()},
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """The band's joints and where the beams point in this frame."""
    parts, swings = arranged["parts"], arranged["swings"]
    assert isinstance(parts, Sequence) and isinstance(swings, Sequence)
    effort = min(1.0, 0.45 + 0.5 * values["energy"] + 0.2 * values["intensity"])
    numbers = {name: value for name, value in arranged.items() if isinstance(value, float)}
    lift = values["pulse"] * 0.25 + values["glow"] * 0.35 + values["burst"] * 0.4
    return {
        "band": band_rows(parts, values["beat_phase"], effort, values["half_width"], numbers["behind"] > 0.5),
        "beams": beams(numbers, swings, values["bar_phase"], lift, values["intensity"]),
    }


def paint(x: V, y: V, u: Uniforms) -> G:
    """Hall or sky, wall of light, deck, band, trusses and beams, the rows in front, weather."""
    g = hall(x, y, u)
    g.layer((u.wall_wide > 0.0) & (fabs(x - u.wall_x) < u.wall_wide + 0.8), lambda inner: lamp_wall(inner, x, y, u))
    g.layer(u.truss < 0.6, lambda inner: trusses(inner, x, y, u))
    beam_light(g, x, y, u, 0.95)
    beyond = x - u.lip_x - (y - u.deck) * u.slope
    g.layer((y < u.deck) & (fabs(x - u.deck_x) < u.deck_wide), lambda inner: deck(inner, x, y, beyond, u))
    g = G.of(loop(u.rows("rows"), g.values(), lambda k, v: audience_row(u.row("rows", k), v, x, y, beyond, u)))
    light = Light(
        (sel(u.glare_x < 5.0, 0.75, 0.45), u.rim_y * 0.8),
        mix(u.role("sun"), u.role("accent"), 0.25),
        mix(u.role("accent2"), u.role("paper"), 0.15),
        u.dim,
        fma(u.pulse, 0.25, 0.85),
    )
    g = G.of(loop(u.rows("band"), g.values(), lambda k, v: player(k, v, x, y, u, light)))
    g.layer((u["open"] > 0.5) & (y < 0.16), lambda inner: flags(inner, x, y, u))
    g.layer(u["face"] > 0.0, lambda inner: close_singer(inner, x, y, u))
    glare(g, x, y, u)
    confetti(g, x, y, u)
    birds(g, x, y, u, 0.1)
    mist(g, x, y, u, u.deck)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    rain(g, x, y, u)
    snow(g, x, y, u)
    return g
