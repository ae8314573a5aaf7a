"""A window with rain running down it: a cat on the sill, a reader, an attic, a train, a street far below.

What is outside is seen through the pane, out of focus, and sharp and upside down in each drop; the frame and the things
of the room are drawn before it. Pulse and glow: lights outside, the lamp. Swell: the pace of what passes. Conditions:
rain (more drops), snow, mist (on the glass), stars, wind, blossom, crowd (people below, lit windows), birds.
"""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import SKY, G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.bystanders import SCARF, SOMEONE
from beatforge.picture.subjects.panes import Wet, drops
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.sills import BOOK, CLOTH, CUP, LAMP, PLANT, POT, SKIN, WOOD, draw_room
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    counted,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

VIEWS = ("near", "far", "near", "low", "far", "high")

_GLASS, _DROP, _FRAME, _CURTAIN, _ROOM, _HILL, _TREE, _HOUSE, _ROAD, _PEOPLE = 6, 3, 8, 9, 7, 12, 14, 16, 18, 100
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
        ((nth * 5 % _WALKERS + draws.unit() * 0.6) / _WALKERS, draws.unit(), draws.sign(), draws.unit())
        for nth in range(_WALKERS)
    ]
    return {**numbers, "walkers": walkers, "room": draw_room(composition, draws)}


def paint(x: V, y: V, u: Uniforms) -> G:
    """The room's wall; through the pane the world outside; frame, curtains, things of the room."""
    x = fma(u.upright, u.aside, x)
    right, up = x - u.pane_x * _wide(u), y - u.pane_y
    right = right - up * u.slant
    half = u.pane_wide * fma(u.upright, -0.45, 1.0)
    pane = _pane(right, up, half, u)
    g = _wall(x, y, pane, u)
    g.layer(pane < u.px * 2.0, lambda inner: _through(inner, x, y, right, up, pane, u))
    g.layer((u.bars > 0.0) & (fabs(pane) < 0.06), lambda inner: _frame(inner, pane, u))
    g.layer(u.bars > 0.0, lambda inner: _bars(inner, x, y, right, up, pane, u))
    g.layer(u.curtain > 0.0, lambda inner: _curtains(inner, x, up, half, u))
    g.layer(u.slant > 0.0, lambda inner: _lights(inner, x, y, u))
    _room(g, x, y, u)
    _steam(g, x, y, u)
    leaves(g, x, y, u)
    return g


def _wide(u: Uniforms) -> V:
    """How far things stay apart across: less in narrow frames."""
    return clamp(u.half_width * 1.18, 0.45, 1.0)


def _pane(right: V, up: V, half: V, u: Uniforms) -> V:
    """The signed distance of the glass, with round corners in a train."""
    across, high = fabs(right) - half + u.round, fabs(up) - u.pane_high + u.round
    outside = length(vmax(across, 0.0), vmax(high, 0.0))
    return outside + vmin(vmax(across, high), 0.0) - u.round


def _wall(x: V, y: V, pane: V, u: Uniforms) -> G:
    """The wall about the window, dim, warm where the lamp shines, cool by the glass."""
    paper = noise(x * 2.0 + 3.0, y * 1.5) * 0.25
    colour = mix(mix(u.role("near"), u.role("mid"), 0.35 + paper), u.role("ink"), 0.25)
    g = G(colour, 0.6, _ROOM)
    g.tint(u.role("sky_low"), falloff(vmax(pane, 0.0) * 9.0) * fma(u.glow, 0.08, 0.16))
    lamp = length(x - u.lamp_x * _wide(u), (y - u.lamp_y) * 0.85)
    g.light(mix(u.role("sun"), u.role("accent"), 0.25), falloff(lamp * 3.6) * fma(u.pulse, 0.10, 0.55))
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
    side, up = fabs(right - 0.30 * _wide(u) + noise(up * 9.0, 1.0) * 0.012), up - 0.06
    lower = (side + fabs(up) - 0.13) * 0.7071
    line = fabs(vmin(lower, length(side - 0.065, up - 0.065) - 0.092)) - 0.008
    return smoothstep(0.006, -0.003, line) * sel(u.heart > 0.0, 1.0, 0.0)


def _outside(x: V, y: V, soft: V, u: Uniforms) -> G:
    """The world outside the window."""
    g = open_sky(y, u, u.horizon)
    stars(g, x, y, u, u.horizon + 0.1)
    sun(g, x - u.sun_x * _wide(u), y - u.horizon - u.sun_y, u, u.sun_r, u.moon, 0.0)
    clouds(g, x, y, u, u.horizon, u.cloud)
    g.layer(u.bokeh > 0.0, lambda inner: _city(inner, x, y, soft, u))
    g.layer(u.garden > 0.0, lambda inner: _garden(inner, x, y, soft, u))
    g.layer(u.train > 0.0, lambda inner: _landscape(inner, x, y, soft, u))
    g.layer(u.street > 0.0, lambda inner: _street(inner, x, y, soft, u))
    birds(g, x, y, u, vmin(u.horizon + 0.14, 0.0))
    blossom(g, x, y, u)
    return g


def _soft(distance: V, soft: V) -> V:
    """A signed distance as coverage with an edge as broad as the picture is out of focus."""
    return clamp(fma(distance / vmax(soft, 0.002), -0.5, 0.5))


def _city(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """Houses out of focus, and lights that have become discs."""
    up = y - u.horizon
    for k, (grid, tall) in enumerate(((4.2, 0.36), (6.3, 0.22))):
        along = x * grid + u.seed2 + k * 3.7
        name = cell(floor(along), None, 50 + k)
        top = tall * fma(chance(name, 1), 0.8, 0.35)
        side = (fabs(fract(along) - 0.5) - 0.47) * (1.0 / grid)
        body = mix(
            mix(u.role("far"), u.role("near"), 0.25 + 0.45 * k), u.role("sky_low"), smoothstep(0.3, -0.1, up) * 0.3
        )
        g.paint(_soft(vmax(up - top, side), soft * 1.6), body, 0.97, SKY)
    ground = mix(u.role("near"), u.role("mid"), 0.35)
    g.paint(_soft(up + 0.02, soft * 3.0), ground, 0.97, SKY)
    for layer, (grid, size) in enumerate(((5.0, 0.30), (8.0, 0.26), (3.1, 0.24))):
        across, high = x * grid + u.cam * 0.01 * (layer + 1), y * grid + layer * 0.37
        name = cell(floor(across), floor(high), 55 + layer)
        right, top = fract(across) - fma(chance(name, 1), 0.3, 0.35), fract(high) - fma(chance(name, 2), 0.3, 0.35)
        radius = size * fma(chance(name, 3), 0.6, 0.4)
        away = length(right, top)
        disc = smoothstep(radius, radius * 0.86, away) * fma(smoothstep(radius * 0.4, radius, away), 0.35, 0.65)
        low = smoothstep(0.30, 0.05, up) * smoothstep(-0.5, -0.2, up)
        on = sel(chance(name, 4) < fma(u.crowd, 0.25, 0.42), 1.0, 0.0) * low
        hue = chance(name, 5)
        light = mix(
            mix(u.role("sun"), u.role("accent"), smoothstep(0.45, 0.5, hue)),
            u.role("accent2"),
            smoothstep(0.75, 0.8, hue),
        )
        beat = fma(u.pulse, sel(chance(name, 6) > 0.5, 0.25, 0.05), fma(u.glow, 0.2, 0.75))
        g.light(light, disc * on * beat * fma(sinp(u.t * 0.03 + hue), 0.15, 0.85))


def _garden(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """Hills, a tree in leaf, a hedge, a house with a lit window."""
    up = y - u.horizon
    hills = up - 0.03 - noise(x * 2.3 + u.seed2, 2.0) * 0.11
    g.paint(_soft(hills, soft * 2.0), mix(u.role("far"), u.role("sky_low"), 0.25), 0.9, _HILL)
    meadow = up + 0.04 - noise(x * 3.7 + u.seed2, 5.0) * 0.05
    g.paint(_soft(meadow, soft * 2.0), mix(u.role("mid"), u.role("accent2"), 0.10), 0.7, _HILL + 1)
    place = x + 0.42 * _wide(u)
    sway = sinp(u.t * 0.05) * 0.006 * (1.0 + u.wind * 2.0) * clamp(up * 4.0)
    crown = (
        length(place - sway, (up - 0.20) * 1.1)
        - 0.125
        - (noise(place * 16.0 + u.t * 0.05 * (0.3 + u.wind), up * 16.0) - 0.5) * 0.09
    )
    trunk = vmax(fabs(place - 0.01) - 0.013 - up * up * 0.05, vmax(up - 0.2, -0.06 - up))
    leaf = mix(mix(u.role("mid"), u.role("near"), 0.4), u.role("accent"), u.blossom * 0.45)
    leaf = mix(leaf, u.role("sun"), smoothstep(0.45, 0.7, noise(place * 22.0, up * 22.0)) * 0.35)
    g.paint(_soft(trunk, soft), mix(u.role("ink"), u.role("near"), 0.5), 0.5, _TREE)
    g.paint(_soft(crown, soft), leaf, 0.5, _TREE + 1)
    home = x + 0.16 * _wide(u)
    wall = vmax(fabs(home) - 0.055, fabs(up - 0.02) - 0.045)
    roof = vmax(fabs(home) * 0.8 + up - 0.115, 0.06 - up)
    g.paint(_soft(wall, soft), mix(u.role("near"), u.role("paper"), 0.25), 0.62, _HOUSE + 3)
    g.paint(_soft(roof, soft), mix(u.role("accent"), u.role("near"), 0.35), 0.62, _HOUSE + 4)
    lit = _soft(vmax(fabs(fabs(home) - 0.025) - 0.010, fabs(up - 0.02) - 0.014), soft)
    g.light(u.role("sun"), lit * fma(u.pulse, 0.2, 0.7))
    hedge = up + 0.085 + noise(x * 13.0, 3.0) * 0.02
    g.paint(_soft(hedge, soft), mix(u.role("near"), u.role("mid"), 0.45), 0.4, _TREE + 4)
    g.tint(u.role("paper"), u.snow * 0.75 * smoothstep(0.04, -0.02, up))


def _landscape(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """Land that passes a train: far hills slowly, fields, woods, poles by the line fast."""
    up = y - u.horizon
    run = u.t * 0.06
    ridge = up - 0.02 - noise((x + run * 0.10) * 1.7 + u.seed2, 7.0) * 0.15
    haze = mix(u.role("far"), u.role("sky_low"), 0.3)
    g.paint(_soft(ridge, soft * 1.5), haze, 0.92, _HILL, drift=(0.0 - run * 0.10, 0.0))
    along = x + run * 0.3
    hill = up - noise(along * 2.1 + u.seed2, 9.0) * 0.09
    g.paint(
        _soft(hill, soft * 1.5), mix(u.role("mid"), u.role("far"), 0.4), 0.85, _HILL + 1, drift=(0.0 - run * 0.3, 0.0)
    )
    z = 0.10 / vmax(0.0 - up, 0.008)
    field = floor((x * z + run * 3.0) * 0.30)
    furrow = smoothstep(0.3, 0.5, fabs(fract((x * z + run * 3.0) * 2.4) - 0.5)) * smoothstep(3.0, 1.0, z) * 0.3
    tint = chance(cell(field, None, 61), 1)
    ground = mix(
        mix(u.role("mid"), u.role("accent2"), smoothstep(0.5, 0.55, tint) * 0.35),
        u.role("near"),
        fma(tint, 0.4, furrow),
    )
    g.paint(_soft(up, soft), ground, 0.7, _ROAD, 0.0, drift=(0.0 - run * 0.5, 0.0))
    near = x + run
    wood = cell(floor(near * 5.5), None, 62)
    middle = (fract(near * 5.5) - 0.5) * (1.0 / 5.5)
    tall = fma(chance(wood, 1), 0.07, 0.05)
    ball = length(middle, (up + 0.025 - tall * 0.5) * (0.085 / tall)) - 0.075
    stem = vmax(fabs(middle) - 0.006, fabs(up + 0.02) - 0.05)
    has = sel(chance(wood, 2) < 0.55, 1.0, 0.0)
    leaf = mix(mix(u.role("near"), u.role("mid"), fma(chance(wood, 3), 0.5, 0.2)), u.role("accent"), u.blossom * 0.3)
    g.paint(_soft(vmin(ball, stem), soft) * has, leaf, 0.6, _TREE, drift=(0.0 - run, 0.0))
    home = cell(floor(near * 0.9 + 0.3), None, 64)
    side = (fract(near * 0.9 + 0.3) - 0.5) * (1.0 / 0.9)
    house = vmin(vmax(fabs(side) - 0.08, fabs(up - 0.0) - 0.05), vmax(fabs(side) * 0.7 + up - 0.115, 0.05 - up))
    built = sel(chance(home, 1) > 0.35, 1.0, 0.0)
    roof = sel(up > 0.05, 1.0, 0.0)
    shade = mix(mix(u.role("paper"), u.role("near"), 0.4), mix(u.role("accent"), u.role("near"), 0.3), roof)
    g.paint(_soft(house, soft) * built, shade, 0.58, _HOUSE, drift=(0.0 - run, 0.0))
    pane = _soft(vmax(fabs(fabs(side) - 0.04) - 0.014, fabs(up + 0.005) - 0.018), soft) * built
    g.light(u.role("sun"), pane * fma(u.pulse, 0.2, 0.6))
    close = x + run * 2.6
    pole = fabs(fract(close * 0.55) - 0.5) * (1.0 / 0.55)
    mast = vmin(vmax(pole - 0.008, up - 0.30), vmax(pole - 0.05, fabs(up - 0.26) - 0.005))
    bow = fract(close * 0.55 + 0.5) - 0.5
    wire = fabs(up - 0.20 - bow * bow * 0.26) - 0.0018
    g.paint(
        _soft(vmin(mast, wire), soft),
        mix(u.role("near"), u.role("ink"), 0.5),
        0.45,
        _TREE + 6,
        drift=(0.0 - run * 2.6, 0.0),
    )
    bush = up + 0.30 - noise(close * 5.0, 3.0) * 0.10
    g.paint(
        _soft(bush, soft * 3.0), mix(u.role("near"), u.role("ink"), 0.35), 0.4, _TREE + 7, drift=(0.0 - run * 2.6, 0.0)
    )
    g.tint(u.role("paper"), u.snow * 0.7 * smoothstep(0.03, -0.03, up))


def _street(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """A street from high above: wet asphalt with the light of shops, cars, and people under umbrellas."""
    tar = mix(mix(u.role("near"), u.role("mid"), 0.45), u.role("far"), noise(x * 1.5, y * 2.5) * 0.35)
    g.paint(as_float(1.0), tar, 0.9, _ROAD)
    lean = x + (y - 0.1) * 0.28
    kerb = fabs(lean + 0.10) - 0.30
    pave = mix(mix(u.role("mid"), u.role("far"), 0.5), u.role("paper"), 0.12)
    flag = smoothstep(0.44, 0.49, vmax(fabs(fract(lean * 9.0) - 0.5), fabs(fract(y * 9.0) - 0.5))) * 0.25
    g.paint(_soft(0.0 - kerb, soft), mix(pave, u.role("near"), flag), 0.88, _ROAD + 1)
    stripe = smoothstep(0.24, 0.20, fabs(fract(lean * 12.0) - 0.5)) * smoothstep(0.085, 0.075, fabs(y - 0.34))
    g.tint(u.role("paper"), _soft(kerb, soft) * stripe * 0.75)
    dash = smoothstep(0.010, 0.006, fabs(lean + 0.10)) * smoothstep(0.28, 0.24, fabs(fract(y * 5.0) - 0.5))
    g.tint(u.role("paper"), dash * 0.6 * smoothstep(0.10, 0.12, fabs(y - 0.34)))
    shop = mix(u.role("sun"), u.role("accent"), smoothstep(0.3, 0.7, noise(y * 3.0, u.seed2)))
    gleam = smoothstep(0.35, 0.75, noise(lean * 14.0, y * 5.0 + u.t * 0.02))
    edge = falloff(fabs(fabs(lean + 0.10) - 0.42) * 7.0)
    g.light(shop, edge * fma(gleam, 0.35, 0.25) * fma(u.glow, 0.25, fma(u.pulse, 0.12, 0.55)))
    for side, pace in ((-1.0, 0.026), (1.0, -0.034)):
        _car(g, lean + 0.10 - side * 0.15, y, soft, side, u.t * pace, u)
    values = loop(u.rows("walkers"), g.values(), lambda k, v: _umbrella(k, v, lean, y, soft, u))
    g.become(values)


def _car(g: G, aside: V, y: V, soft: V, side: float, run: V, u: Uniforms) -> None:
    """Cars from above in one lane, with the light they throw ahead."""
    along = y * 0.9 - run
    name = cell(floor(along), None, 70 + int(side))
    up = (fract(along) - 0.5) * (1.0 / 0.9)
    shell = vmax(fabs(aside) - 0.055, fabs(up) - 0.115)
    shell = length(vmax(fabs(aside) - 0.030, 0.0), vmax(fabs(up) - 0.085, 0.0)) - 0.027 + vmin(shell, 0.0) * 0.0
    ahead = up * (-side)
    cone = (
        falloff(fabs(aside) * 14.0 / vmax(fma(ahead - 0.1, 2.2, 0.6), 0.3))
        * smoothstep(0.10, 0.13, ahead)
        * smoothstep(0.42, 0.14, ahead)
    )
    has = sel(chance(name, 1) < fma(u.crowd, 0.3, 0.65), 1.0, 0.0)
    g.light(mix(u.role("sun"), u.role("paper"), 0.4), cone * has * 0.5)
    paint_ = mix(
        mix(u.role("accent"), u.role("accent2"), smoothstep(0.4, 0.6, chance(name, 2))),
        u.role("near"),
        fma(chance(name, 3), 0.5, 0.2),
    )
    glass = vmax(fabs(aside) - 0.040, vmax(fabs(fabs(up) - 0.055) - 0.018, 0.0))
    lift = mix(paint_, u.role("ink"), _soft(glass, soft) * 0.7)
    lift = mix(lift, u.role("paper"), _soft(vmax(fabs(aside) - 0.032, fabs(up) - 0.030), soft) * 0.25)
    drift = (0.0, run * (1.0 / 0.9))
    g.paint(_soft(shell, soft) * has, lift, 0.8, _HOUSE + 6.0 + side, 0.25, 0.05, drift)


def _umbrella(k: int, under: list[V], lean: V, y: V, soft: V, u: Uniforms) -> list[V]:
    """Somebody under an umbrella, from above, walking along the pavement. A row: place, hue, way, pace."""
    place, hue, way, pace = u.row("walkers", k)
    at = counted(k)
    is_left = fract(at * 0.5) > 0.25
    lane = sel(is_left, -0.58, 0.32) + (hue - 0.5) * 0.20
    up = y - (fract(place + u.t * way * fma(pace, 0.004, 0.006)) * 1.3 - 0.62)
    aside = lean - lane
    radius = fma(hue, 0.02, 0.074)
    shown = (at < 6.5) | (u.crowd > 0.3)

    def walking() -> list[V]:
        g = G.of(under)
        away = length(aside, up)
        g.tint(u.role("ink"), _soft(length(aside - 0.02, up + 0.025) - radius, soft * 4.0) * 0.45)
        step = sinp(u.beat_phase * 0.5 + at * 0.37) * 0.022
        feet = (
            vmin(length(aside - 0.012, up - step - way * 0.045), length(aside + 0.012, up + step - way * 0.045)) - 0.012
        )
        g.paint(_soft(feet, soft), u.role("ink"), 0.62, _PEOPLE + 1)
        # eight cloth panels: which side of the nearest rib a place lies on
        cross, slope = aside * up, fabs(aside) - fabs(up)
        panel = sel(cross * slope > 0.0, 1.0, 0.0)
        cloth = mix(
            mix(u.role("accent"), u.role("accent2"), smoothstep(0.45, 0.55, fract(hue * 3.0))),
            u.role("paper"),
            smoothstep(0.8, 0.85, hue) * 0.8,
        )
        cloth = mix(cloth, u.role("ink"), panel * 0.22)
        cloth = mix(cloth, u.role("paper"), falloff(length(aside + 0.02, up - 0.025) * 30.0) * 0.5)
        g.paint(_soft(away - radius, soft), cloth, 0.6, _PEOPLE + 2.0 + at, 0.1, 0.06)
        g.paint(_soft(away - 0.004, soft), u.role("ink"), 0.6, _PEOPLE + 2.0 + at)
        return g.values()

    return gate(shown & (fabs(aside) < 0.20) & (fabs(up) < 0.22), walking, under)


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


def _bars(g: G, x: V, y: V, right: V, up: V, pane: V, u: Uniforms) -> None:
    """The window's cross."""
    across = right - (u.cross_x - u.pane_x) * _wide(u)
    bar = vmin(fabs(across) - 0.014, fabs(y - u.cross_y) - 0.012)
    lit = smoothstep(0.004, -0.008, vmin(fabs(across - 0.010), fabs(y - u.cross_y - 0.009)) - 0.003)
    wood = mix(mix(u.role("near"), u.role("ink"), 0.3), u.role("sky_low"), lit * 0.5)
    g.paint(u.cover(vmax(bar, pane)), wood, 0.34, _FRAME, 0.25)


def _curtains(g: G, x: V, up: V, half: V, u: Uniforms) -> None:
    """Curtains at both sides that stir, and their rail."""
    right = x - u.pane_x * _wide(u)
    for side in (-1.0, 1.0):
        stir = sinp(u.t * 0.03 + up * 0.3 + side * 0.2) * 0.008 * (1.0 + u.wind * 2.0)
        inner_edge = half - 0.03 + (up + 0.1) * (up + 0.1) * 0.35 + stir
        away = right * side
        cloth = vmax(vmax(inner_edge - away, away - half - 0.14), vmax(up - u.pane_high - 0.045, -0.46 - up))
        fold = sinp((away - inner_edge * 0.4) * 13.0 + up * 0.3)
        shade = mix(mix(u.role("accent"), u.role("near"), 0.45), u.role("ink"), smoothstep(0.2, -0.9, fold) * 0.45)
        shade = mix(shade, u.role("sky_low"), smoothstep(0.05, 0.0, away - inner_edge) * 0.35)
        g.paint(u.cover(cloth), shade, 0.30, _CURTAIN + 12.0, 0.25)
    rail = vmax(fabs(up - u.pane_high - 0.055) - 0.008, fabs(right) - half - 0.18)
    g.paint(u.cover(rail), mix(u.role("ink"), u.role("near"), 0.4), 0.29, _FRAME + 1)


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

    def things(inner: G) -> None:
        p = u.cutout("room", across, up)
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
        for ident, colour in stuff:
            here = fabs(p.ident - float(ident)) < 0.5
            own = [sel(here, one, other) for one, other in zip(colour, own, strict=True)]
        is_lamp = fabs(p.ident - float(LAMP)) < 0.5
        shade = mix(mix(own, dark, 0.35), own, p.tone)
        shade = mix(shade, mix(u.role("sky_low"), u.role("sun"), 0.3), smoothstep(0.5, 1.0, p.tone) * 0.5)
        warm = falloff(length(x - u.lamp_x * _wide(u), y - u.lamp_y) * 3.2) * 0.4
        shade = mix(shade, mix(own, u.role("sun"), 0.5), warm)
        lamp = mix(u.role("sun"), u.role("paper"), fma(u.pulse, 0.25, 0.25))
        shade = [sel(is_lamp, one, other) for one, other in zip(lamp, shade, strict=True)]
        inner.paint(p.coverage, shade, 0.12, p.ident, 0.25, sel(is_lamp, 0.9, smoothstep(0.8, 1.0, p.tone) * 0.1))

    g.layer((fabs(across - 0.5) < 0.5) & (up > 0.0) & (up < 1.0), things)


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
