"""A window with rain running down it: a cat on the sill, a reader, an attic, a train, a street far below.

What is outside is seen through the pane, out of focus, and sharp and upside down in each drop; the frame and the things
of the room are drawn before it. Pulse and glow: lights outside, the lamp. Swell: the pace of what passes. Conditions:
rain (more drops), snow, mist (on the glass), stars, wind, blossom, crowd (people below, lit windows), birds.
"""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.subjects.casements import cross, curtains, frame, glass, lamp_string, papered_wall
from beatforge.picture.subjects.furnishings import furnishings, steam
from beatforge.picture.subjects.outlooks import city, garden, landscape, wide
from beatforge.picture.subjects.panes import Wet, drops, finger_heart
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.sills import draw_room
from beatforge.picture.subjects.streets import street
from beatforge.picture.trace import V, as_float, clamp, fabs, fma, gate, mix, sel, smoothstep, vmin

VIEWS = ("near", "far", "near", "low", "far", "high")

_DROP = 3
_USUAL: dict[str, float] = {
    **{"pane_x": 0.02, "pane_y": 0.16, "pane_wide": 0.74, "pane_high": 0.52, "round": 0.0, "slant": 0.0},
    **{"cross_x": -0.10, "cross_y": 0.22, "bars": 1.0, "curtain": 0.0, "room_y": -0.53, "wet": 0.5, "lens": 1.0},
    **{"horizon": -0.22, "sun_x": 0.35, "sun_y": 0.24, "sun_r": 0.10, "moon": 0.0, "cloud": 0.6, "heart": 0.0},
    **{"bokeh": 1.0, "garden": 0.0, "train": 0.0, "street": 0.0},
    **{"lamp_x": 9.0, "lamp_y": 0.0, "steam_x": 0.02, "steam_y": -0.30},
}
_READING = {
    **{"pane_x": -0.34, "pane_y": 0.10, "pane_wide": 0.36, "pane_high": 0.36, "cross_x": -0.34, "cross_y": 0.20},
    **{"curtain": 1.0, "room_y": -0.52, "wet": 0.3, "lens": 0.7, "horizon": -0.08, "sun_x": -0.22, "sun_y": 0.16},
    **{"sun_r": 0.07, "bokeh": 0.0, "garden": 1.0, "lamp_x": 0.60, "lamp_y": 0.17, "steam_x": 9.0, "steam_y": 0.0},
}
_NEAR_PANE = {
    **{"pane_wide": 3.0, "pane_high": 3.0, "bars": 0.0, "wet": 0.9, "lens": 1.9, "horizon": -0.30, "heart": 1.0},
    **{"sun_x": -0.40, "sun_y": 0.34, "sun_r": 0.17, "steam_x": -0.60, "steam_y": -0.30, "room_y": -0.55},
}
_SKYLIGHT = {
    **{"pane_x": -0.02, "pane_y": 0.14, "pane_wide": 0.50, "pane_high": 0.29, "slant": 0.40, "cross_x": 9.0},
    **{"cross_y": 9.0, "wet": 0.25, "lens": 0.8, "horizon": -0.40, "sun_x": 0.10, "sun_y": 0.56, "sun_r": 0.14},
    **{"moon": 0.0, "cloud": 0.8, "bokeh": 0.0, "steam_x": 9.0, "steam_y": 0.0, "room_y": -0.52},
}
_CARRIAGE = {
    **{"pane_x": 0.16, "pane_y": 0.10, "pane_wide": 0.66, "pane_high": 0.33, "round": 0.09, "cross_x": 9.0},
    **{"cross_y": 0.30, "wet": 0.3, "lens": 0.9, "horizon": 0.04, "sun_x": 0.30, "sun_y": 0.14, "sun_r": 0.085},
    **{"bokeh": 0.0, "train": 1.0, "steam_x": 0.40, "steam_y": -0.32, "room_y": -0.52},
}
_ABOVE = {
    **{"pane_x": 0.0, "pane_y": 0.22, "pane_wide": 0.80, "pane_high": 0.62, "cross_x": 0.12, "cross_y": 9.0},
    **{"wet": 0.35, "horizon": 0.92, "sun_x": 9.0, "bokeh": 0.0},
    **{"street": 1.0, "steam_x": 9.0, "steam_y": 0.0, "cloud": 0.0},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _READING, _NEAR_PANE, _SKYLIGHT, _CARRIAGE, _ABOVE)
_SUBJECTS = (0.15, -0.18, 0.0, -0.20, -0.20, 0.17)
"""By composition, how far aside an upright frame looks, so that whoever is in the room stays in it."""
_WALKERS = 11


def arrange(composition: int, draws: Draws) -> Arrangement:
    """The window, what is outside, the things of the room, and who walks below."""
    numbers = {**_USUAL, **_PLACES[composition]}
    if numbers["sun_x"] < 5.0:
        numbers["sun_x"] += draws.between(-0.05, 0.05)
    numbers["seed2"] = draws.between(0.0, 40.0)
    numbers["aside"] = _SUBJECTS[composition]
    walkers = [
        ((nth * 5 % _WALKERS + draws.unit() * 0.6) / _WALKERS, draws.unit(), draws.sign(), draws.unit(), float(nth))
        for nth in range(_WALKERS)
    ]
    # they take the two pavements in turn
    sides = {"walkers_right": walkers[::2], "walkers_left": walkers[1::2]}
    return {**numbers, **sides, "room": draw_room(composition, draws)}


def paint(x: V, y: V, u: Uniforms) -> G:
    """The room's wall; through the pane the world outside; frame, curtains, things of the room."""
    x = fma(u.upright, u.aside, x)
    right, up = x - u.pane_x * wide(u), y - u.pane_y
    right = right - up * u.slant
    half = u.pane_wide * fma(u.upright, -0.45, 1.0)
    pane = glass(right, up, half, u)
    g = papered_wall(x, y, pane, u)
    g.layer(pane < u.px * 2.0, lambda inner: _through(inner, x, y, right, up, pane, u))
    g.layer((u.bars > 0.0) & (fabs(pane) < 0.06), lambda inner: frame(inner, pane, u))
    across = right - (u.cross_x - u.pane_x) * wide(u)
    by_cross = (fabs(across) < 0.015 + u.px) | (fabs(y - u.cross_y) < 0.013 + u.px)
    g.layer((u.bars > 0.0) & (pane < u.px) & by_cross, lambda inner: cross(inner, across, y, pane, u))
    g.layer(u.curtain > 0.0, lambda inner: curtains(inner, x, up, half, u))
    g.layer((u.slant > 0.0) & (fabs(y + 0.24) < 0.26), lambda inner: lamp_string(inner, x, y, u))
    furnishings(g, x, y, u)
    steam(g, x, y, u)
    leaves(g, x, y, u)
    return g


def _through(g: G, x: V, y: V, right: V, up: V, pane: V, u: Uniforms) -> None:
    """What is seen through the glass."""
    wetness = clamp(fma(u.rain, 0.6, u.wet * (1.0 - u.snow * 0.5) * (1.0 - u.stars * 0.5)))
    water = Wet(*gate(wetness > 0.01, lambda: drops(right, up, u, wetness, u.lens).values(), [0.0] * 5))
    bent_x, bent_y = x + water.right, y + water.up
    # out of focus, but sharp in each drop
    soft = fma(water.drop, -0.006, fma(u.lens, 0.004, 0.004))
    seen = _outside(bent_x, bent_y, soft, u)
    rain(seen, bent_x, bent_y, u)
    snow(seen, bent_x, bent_y, u)
    fog = clamp(fma(wetness, 0.16, u.mist * 0.6) + u.heart * 0.18) * (1.0 - water.clear)
    fog = clamp(fog * fma(noise(right * 3.0 + u.t * 0.01, up * 3.0), 0.6, 0.7)) * (1.0 - finger_heart(right, up, u))
    colour = mix(seen.colour, mix(u.role("sky_low"), u.role("paper"), 0.45), fog)
    colour = mix(colour, u.role("paper"), water.gleam * 0.85)
    shade = smoothstep(0.0, 0.05, 0.0 - pane) * u.bars
    colour = mix(colour, u.role("near"), u.bars * 0.4 * (1.0 - shade))
    inside = u.cover(pane)
    drop = water.drop > 0.5
    ident = sel(drop & (u.lens > 1.5), as_float(_DROP), seen.ident)
    g.paint(
        inside, colour, fma(seen.depth, 0.25, 0.7), ident, seen.direction, seen.emission * (1.0 - fog * 0.7), seen.drift
    )


def _outside(x: V, y: V, soft: V, u: Uniforms) -> G:
    """The world outside the window."""
    g = open_sky(y, u, u.horizon)
    stars(g, x, y, u, u.horizon + 0.1)
    right, up = x - u.sun_x * wide(u), y - u.horizon - u.sun_y
    # land hides what is farther down
    open_ = (u.street < 0.5) & ((y > u.horizon - 0.06) | (u.bokeh + u.garden + u.train < 0.5))
    g.layer(open_, lambda inner: sun(inner, right, up, u, u.sun_r, u.moon, 0.0))
    clouds(g, x, y, u, u.horizon, u.cloud)
    g.layer(u.bokeh > 0.0, lambda inner: city(inner, x, y, soft, u))
    g.layer(u.garden > 0.0, lambda inner: garden(inner, x, y, soft, u))
    g.layer(u.train > 0.0, lambda inner: landscape(inner, x, y, soft, u))
    g.layer(u.street > 0.0, lambda inner: street(inner, x, y, soft, u))
    birds(g, x, y, u, vmin(u.horizon + 0.14, 0.0))
    blossom(g, x, y, u)
    return g
