"""A window with rain running down it: a cat on the sill, a reader, an attic, a train, a street far below.

What is outside is seen through the pane, out of focus, and sharp and upside down in each drop; the frame and the things
of the room are drawn before it. Pulse and glow: lights outside, the lamp. Swell: the pace of what passes. Conditions:
rain (more drops), snow, mist (on the glass), stars, wind, blossom, crowd (people below, lit windows), birds.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.cutout import is_drawn
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.bystanders import SCARF, SOMEONE
from beatforge.picture.subjects.outlooks import city, garden, landscape, wide
from beatforge.picture.subjects.panes import Wet, drops
from beatforge.picture.subjects.readers import CUP, SKIN
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.sills import BOOK, CLOTH, LAMP, PLANT, POT, WOOD, draw_room
from beatforge.picture.subjects.streets import street
from beatforge.picture.trace import (
    V,
    as_float,
    choose,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

VIEWS = ("near", "far", "near", "low", "far", "high")

_GLASS, _DROP, _FRAME, _CURTAIN, _ROOM = 6, 3, 8, 9, 7
_USUAL: dict[str, float] = {
    **{"pane_x": 0.02, "pane_y": 0.16, "pane_wide": 0.74, "pane_high": 0.52, "round": 0.0, "slant": 0.0},
    **{"cross_x": -0.10, "cross_y": 0.22, "bars": 1.0, "curtain": 0.0, "room_y": -0.53, "wet": 0.5, "lens": 1.0},
    **{"horizon": -0.22, "sun_x": 0.35, "sun_y": 0.24, "sun_r": 0.10, "moon": 0.0, "cloud": 0.6, "heart": 0.0},
    **{
        "bokeh": 1.0,
        "garden": 0.0,
        "train": 0.0,
        "street": 0.0,
        "lamp_x": 9.0,
        "lamp_y": 0.0,
        "steam_x": 0.02,
        "steam_y": -0.30,
    },
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
    **{
        "wet": 0.35,
        "horizon": 0.92,
        "sun_x": 9.0,
        "bokeh": 0.0,
        "street": 1.0,
        "steam_x": 9.0,
        "steam_y": 0.0,
        "cloud": 0.0,
    },
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
    pane = _pane(right, up, half, u)
    g = _wall(x, y, pane, u)
    g.layer(pane < u.px * 2.0, lambda inner: _through(inner, x, y, right, up, pane, u))
    g.layer((u.bars > 0.0) & (fabs(pane) < 0.06), lambda inner: _frame(inner, pane, u))
    across = right - (u.cross_x - u.pane_x) * wide(u)
    by_cross = (fabs(across) < 0.015 + u.px) | (fabs(y - u.cross_y) < 0.013 + u.px)
    g.layer((u.bars > 0.0) & (pane < u.px) & by_cross, lambda inner: _bars(inner, across, y, pane, u))
    g.layer(u.curtain > 0.0, lambda inner: _curtains(inner, x, up, half, u))
    g.layer((u.slant > 0.0) & (fabs(y + 0.24) < 0.26), lambda inner: _lights(inner, x, y, u))
    _room(g, x, y, u)
    _steam(g, x, y, u)
    leaves(g, x, y, u)
    return g


def _pane(right: V, up: V, half: V, u: Uniforms) -> V:
    """The signed distance of the glass, with round corners in a train."""
    across, high = fabs(right) - half + u.round, fabs(up) - u.pane_high + u.round
    outside = length(vmax(across, 0.0), vmax(high, 0.0))
    return outside + vmin(vmax(across, high), 0.0) - u.round


def _wall(x: V, y: V, pane: V, u: Uniforms) -> G:
    """The wall about the window, dim, warm where the lamp shines, cool by the glass."""

    def papered() -> list[V]:
        paper = noise(x * 2.0 + 3.0, y * 1.5) * 0.25
        g = G(mix(mix(u.role("near"), u.role("mid"), 0.35 + paper), u.role("ink"), 0.25))
        g.tint(u.role("sky_low"), falloff(vmax(pane, 0.0) * 9.0) * fma(u.glow, 0.08, 0.16))
        lamp = length(x - u.lamp_x * wide(u), (y - u.lamp_y) * 0.85)
        g.light(mix(u.role("sun"), u.role("accent"), 0.25), falloff(lamp * 3.6) * fma(u.pulse, 0.10, 0.55))
        return [*g.colour, g.emission]

    *colour, light = gate(pane > 0.0 - u.px, papered, [*u.role("near"), 0.0])
    return G(colour, 0.6, _ROOM, 0.0, light)


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
    fog = clamp(fog * fma(noise(right * 3.0 + u.t * 0.01, up * 3.0), 0.6, 0.7)) * (1.0 - _heart(right, up, u))
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


def _heart(right: V, up: V, u: Uniforms) -> V:
    """A heart that a finger has drawn on the misty glass."""
    aside, high = right - 0.30 * wide(u), up - 0.06

    def drawn() -> list[V]:
        side = fabs(aside + noise(up * 9.0, 1.0) * 0.012)
        lower = (side + fabs(high) - 0.13) * 0.7071
        line = fabs(vmin(lower, length(side - 0.065, high - 0.065) - 0.092)) - 0.008
        return [smoothstep(0.006, -0.003, line)]

    return gate((u.heart > 0.0) & (fabs(aside) < 0.25) & (fabs(high) < 0.20), drawn, [0.0])[0]


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


def _frame(g: G, pane: V, u: Uniforms) -> None:
    """The frame about the glass."""
    wide = sel(u.round > 0.0, 0.040, 0.034)
    ring = vmax(0.0 - pane, pane - wide)
    wood = mix(mix(u.role("near"), u.role("paper"), 0.22), u.role("ink"), smoothstep(0.0, 0.03, pane) * 0.35)
    g.paint(
        u.cover(ring),
        mix(wood, u.role("sky_low"), smoothstep(0.008, 0.0, fabs(pane - 0.004)) * 0.5),
        0.35,
        _FRAME,
        0.25,
    )


def _bars(g: G, across: V, y: V, pane: V, u: Uniforms) -> None:
    """The window's cross."""
    bar = vmin(fabs(across) - 0.014, fabs(y - u.cross_y) - 0.012)
    lit = smoothstep(0.004, -0.008, vmin(fabs(across - 0.010), fabs(y - u.cross_y - 0.009)) - 0.003)
    wood = mix(mix(u.role("near"), u.role("ink"), 0.3), u.role("sky_low"), lit * 0.5)
    g.paint(u.cover(vmax(bar, pane)), wood, 0.34, _FRAME, 0.25)


def _curtains(g: G, x: V, up: V, half: V, u: Uniforms) -> None:
    """Curtains at both sides that stir, and their rail."""
    right = x - u.pane_x * wide(u)
    for side in (-1.0, 1.0):
        away = right * side
        near = (away > half - 0.06 - u.px) & (away < half + 0.14 + u.px)
        g.layer(near, partial(_curtain, away=away, up=up, half=half, side=side, u=u))

    def railed(inner: G) -> None:
        rail = vmax(fabs(up - u.pane_high - 0.055) - 0.008, fabs(right) - half - 0.18)
        inner.paint(u.cover(rail), mix(u.role("ink"), u.role("near"), 0.4), 0.29, _FRAME + 1)

    g.layer(fabs(up - u.pane_high - 0.055) < 0.009 + u.px, railed)


def _curtain(g: G, away: V, up: V, half: V, side: float, u: Uniforms) -> None:
    """One of them."""
    stir = sinp(u.t * 0.03 + up * 0.3 + side * 0.2) * 0.008 * (1.0 + u.wind * 2.0)
    inner_edge = half - 0.03 + (up + 0.1) * (up + 0.1) * 0.35 + stir
    cloth = vmax(vmax(inner_edge - away, away - half - 0.14), vmax(up - u.pane_high - 0.045, -0.46 - up))
    fold = sinp((away - inner_edge * 0.4) * 13.0 + up * 0.3)
    shade = mix(mix(u.role("accent"), u.role("near"), 0.45), u.role("ink"), smoothstep(0.2, -0.9, fold) * 0.45)
    shade = mix(shade, u.role("sky_low"), smoothstep(0.05, 0.0, away - inner_edge) * 0.35)
    g.paint(u.cover(cloth), shade, 0.30, _CURTAIN + 12.0, 0.25)


def _lights(g: G, x: V, y: V, u: Uniforms) -> None:
    """A string of small lamps along the slanted roof."""
    bow = fract(x * 0.9 + 0.2) - 0.5
    string = fma(bow, bow * 0.30, -0.27) + sinp(u.t * 0.05) * 0.004
    g.paint(u.cover(fabs(y - string) - 0.0016), u.role("ink"), 0.4, _FRAME + 2)
    bead = x * 9.0
    name = cell(floor(bead), None, 81)
    away = length((fract(bead) - 0.5) * (1.0 / 9.0), y - string + 0.018)
    hue = mix(u.role("sun"), mix(u.role("accent"), u.role("accent2"), chance(name, 1)), 0.5)
    glow = fma(u.pulse, 0.3 * 1.0, fma(chance(name, 2), 0.2, 0.4))
    g.light(hue, falloff(away * 22.0) * glow * 0.8)
    g.paint(u.cover(away - 0.011), mix(hue, u.role("paper"), 0.35), 0.4, _FRAME + 3, 0.0, glow)


def _room(g: G, x: V, y: V, u: Uniforms) -> None:
    """The things of the room, dark against the window, edged by its light."""
    across, up = x / (2.0 * clamp(u.half_width * 1.28, 0.58, 1.0)) + 0.5, y - u.room_y

    def sampled() -> list[V]:
        p = u.cutout("room", across, up)
        return [p.coverage, p.tone, p.ident]

    def things(inner: G) -> None:
        shown, tone, ident = gate(is_drawn(u, "room", across, up), sampled, [0.0] * 3)
        is_lamp = fabs(ident - float(LAMP)) < 0.5
        shade = gate(shown > 0.0, lambda: _thing(x, y, tone, ident, u), [0.0] * 3)
        inner.paint(shown, shade, 0.12, ident, 0.25, sel(is_lamp, 0.9, smoothstep(0.8, 1.0, tone) * 0.1))

    g.layer((fabs(across - 0.5) < 0.5) & (up > 0.0) & (up < 1.0), things)


def _thing(x: V, y: V, tone: V, ident: V, u: Uniforms) -> list[V]:
    """The colour of a thing of the room."""
    dark, near, mid = u.role("ink"), u.role("near"), u.role("mid")
    stuff = (
        (WOOD, mix(near, u.role("accent"), 0.14)),
        (POT, mix(near, u.role("accent"), 0.50)),
        (PLANT, mix(mid, near, 0.35)),
        (CUP, mix(u.role("paper"), mid, 0.35)),
        (CLOTH, mix(near, mid, 0.6)),
        (CLOTH + 6, mix(u.role("paper"), mid, 0.45)),
        (BOOK, mix(near, u.role("accent2"), 0.40)),
        (SKIN, mix(near, u.role("sun"), 0.62)),
        (SCARF, u.role("accent")),
        (SOMEONE + 1, mix(near, u.role("accent2"), 0.35)),
        (SOMEONE + 2, mix(dark, mid, 0.5)),
    )
    own = mix(dark, near, 0.45)
    for kind, colour in stuff:
        here = fabs(ident - float(kind)) < 0.5
        own = choose(here, colour, own)
    shade = mix(mix(own, dark, 0.35), own, tone)
    shade = mix(shade, mix(u.role("sky_low"), u.role("sun"), 0.3), smoothstep(0.5, 1.0, tone) * 0.5)
    warm = falloff(length(x - u.lamp_x * wide(u), y - u.lamp_y) * 3.2) * 0.4
    shade = mix(shade, mix(own, u.role("sun"), 0.5), warm)
    lamp = mix(u.role("sun"), u.role("paper"), fma(u.pulse, 0.25, 0.25))
    return choose(fabs(ident - float(LAMP)) < 0.5, lamp, shade)


def _steam(g: G, x: V, y: V, u: Uniforms) -> None:
    """Steam that curls up from the cup."""

    def curling(inner: G) -> None:
        up = y - u.steam_y
        spot = x - u.steam_x * clamp(u.half_width * 1.28, 0.58, 1.0)
        for k in (0.0, 1.0):
            path = sinp(up * 2.4 - u.t * 0.06 + k * 0.4) * fma(up, 0.14, 0.008) + (k - 0.5) * 0.022
            wisp = falloff(fabs(spot - path) * 90.0 / fma(up, 6.0, 1.0))
            inner.tint(u.role("paper"), wisp * smoothstep(0.0, 0.05, up) * smoothstep(0.32, 0.06, up) * 0.30)

    g.layer((u.steam_x < 5.0) & (y > u.steam_y) & (y < u.steam_y + 0.34), curling)
