"""A concert: a band under moving beams, seen from the crowd, from the wing, from the balcony, close, from behind.

A deck with a wall of light behind it, trusses with lamps whose beams swing with the bars, the band at work on the beat,
rows of people in front. Pulse: lamps and wall. Glow: beams. High: phones. Energy: raised hands. Burst: confetti.
Conditions: rain, snow, mist (smoke), stars, wind, blossom, crowd (fuller rows, more hands), birds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from beatforge.picture.cutout import is_drawn
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.bands import BASS, DRUMS, GUITAR, KEYBOARD, OUTFITS, SINGER, played
from beatforge.picture.subjects.bodies import Light, body
from beatforge.picture.subjects.crowds import crowd, draw_hands, draw_heads
from beatforge.picture.subjects.instruments import CYMBAL, SET_LONG, draw_set, draw_singer
from beatforge.picture.subjects.people import body_row
from beatforge.picture.subjects.rigging import BOX, LAMPS, TRUSS, beam_light, beams, glare, trusses
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.trace import (
    V,
    atan2p,
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

VIEWS = ("far", "near", "high", "near", "low", "far")

_DECK, _WALL, _HILLS, _BITS, _BAND = 6, 7, 3, 5, 150
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
    **{"wall_wide": 0.34, "wall_high": 0.115, "truss": 0.475, "truss_wide": 0.66, "set_x": -0.16, "set_size": 0.12},
    **{"smoke": 0.4},
}
_CLOSE = {
    **{"deck": -0.26, "lip": -1.0, "deck_wide": 3.0, "wall_x": -0.52, "wall_y": 0.10, "wall_wide": 0.30},
    **{"wall_high": 0.24, "truss": 0.43, "truss_wide": 3.0, "set_x": -0.40, "set_size": 0.32},
    **{"face": 1.0, "glare_x": 0.20, "glare_y": 0.16, "smoke": 0.9},
}
_BEHIND = {
    **{
        "deck": -0.24,
        "lip": -0.9,
        "deck_x": 0.0,
        "deck_wide": 3.0,
        "wall_wide": 0.0,
        "truss": 0.43,
        "truss_wide": 3.0,
    },
    **{"set_x": 9.0, "behind": 1.0, "dim": 0.5, "glare_x": -0.30, "glare_y": 0.26, "smoke": 0.9},
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
        **{"band": _band(band, 0.0, 0.8, 0.9, numbers["behind"] > 0.5), "beams": beams(numbers, lamps, 0.0, 0.5, 0.5)},
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
        "band": _band(parts, values["beat_phase"], effort, values["half_width"], numbers["behind"] > 0.5),
        "beams": beams(numbers, swings, values["bar_phase"], lift, values["intensity"]),
    }


def paint(x: V, y: V, u: Uniforms) -> G:
    """Hall or sky, wall of light, deck, band, trusses and beams, the rows in front, weather."""
    g = _room(x, y, u)
    g.layer((u.wall_wide > 0.0) & (fabs(x - u.wall_x) < u.wall_wide + 0.03), lambda inner: _wall(inner, x, y, u))
    g.layer(u.truss < 0.6, lambda inner: trusses(inner, x, y, u))
    beam_light(g, x, y, u, 0.95)
    beyond = x - u.lip_x - (y - u.deck) * u.slope
    g.layer((y < u.deck) & (fabs(x - u.deck_x) < u.deck_wide), lambda inner: _deck(inner, x, y, beyond, u))
    g = G.of(loop(u.rows("rows"), g.values(), lambda k, v: _row(u.row("rows", k), v, x, y, beyond, u)))
    light = Light(
        (sel(u.glare_x < 5.0, 0.75, 0.45), u.rim_y * 0.8),
        mix(u.role("sun"), u.role("accent"), 0.25),
        mix(u.role("accent2"), u.role("paper"), 0.15),
        u.dim,
        fma(u.pulse, 0.25, 0.85),
    )
    g = G.of(loop(u.rows("band"), g.values(), lambda k, v: _player(k, v, x, y, u, light)))
    g.layer((u["open"] > 0.5) & (y < 0.16), lambda inner: _flags(inner, x, y, u))
    g.layer(u["face"] > 0.0, lambda inner: _singer(inner, x, y, u))
    glare(g, x, y, u)
    _confetti(g, x, y, u)
    birds(g, x, y, u, 0.1)
    mist(g, x, y, u, u.deck)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    rain(g, x, y, u)
    snow(g, x, y, u)
    return g


def _band(
    parts: Sequence[Sequence[float]], beats: float, effort: float, half_width: float, back: bool
) -> list[tuple[float, ...]]:
    """A row for each who plays."""
    narrow = min(1.0, half_width / 0.85)
    rows = []
    for nth, (part, x, foot, size) in enumerate(parts):
        made, guitar = played(int(part), beats, effort)
        place = (x * (narrow if x < 5.0 else 1.0), foot)
        clothes = OUTFITS[int(part)]
        size, depth = size * (0.55 + 0.45 * narrow), 0.50 - 0.02 * nth
        rows.append(
            body_row(
                made,
                clothes,
                place,
                size,
                depth=depth,
                ident=_BAND + 10 * nth,
                guitar=guitar,
                microphone=part == SINGER,
                back=back,
            )
        )
    return rows


def _room(x: V, y: V, u: Uniforms) -> G:
    """A dark hall with smoke in it, or the open sky over hills."""
    g = open_sky(y, u, u.deck)
    g.layer(u["open"] > 0.5, lambda inner: _country(inner, x, y, u))
    dark = mix(mix(u.role("near"), u.role("sky_top"), 0.35), u.role("mid"), smoothstep(0.55, -0.25, y) * 0.5)
    across = vmax(fabs(x - u.wall_x) - u.wall_wide, 0.0)
    high = vmax(fabs(y - u.wall_y) - u.wall_high, 0.0)
    lit = falloff(length(across, high) * 3.2) * fma(u.glow, 0.2, fma(u.pulse, 0.06, 0.5))
    dark = mix(dark, mix(mix(u.role("accent2"), u.role("accent"), 0.35), u.role("far"), 0.5), lit)
    g.tint(dark, (1.0 - u["open"]) * 0.97)
    g.layer(u["open"] < 0.5, lambda inner: stars(inner, x, y, u, -0.05))
    return g


def _country(g: G, x: V, y: V, u: Uniforms) -> None:
    stars(g, x, y, u, 0.0)
    sun(g, x - u.sun_x * u.half_width, y - u.sun_y, u, 0.13, 0.0, 0.0)
    clouds(g, x, y, u, u.deck, 0.7)
    for k, (high, rough) in enumerate(((0.10, 2.0), (0.035, 4.5))):
        ridge = u.deck + high * (0.4 + noise(x * rough + u.seed, u.seed + k * 9.0)) + noise(x * 17.0, u.seed) * 0.012
        body_ = mix(u.role("far"), u.role("mid"), 0.7 * k)
        g.paint(u.cover(y - ridge), mix(body_, u.role("sky_low"), 0.25), 0.93 - 0.1 * k, _HILLS)


def _wall(g: G, x: V, y: V, u: Uniforms) -> None:
    """A wall of lamps behind the band: a turning wheel of rays, and bars that rise with the music."""
    right, up = x - u.wall_x, y - u.wall_y
    shape = vmax(fabs(right) - u.wall_wide, fabs(up) - u.wall_high)
    g.light(mix(u.role("accent"), u.role("accent2"), 0.5), falloff(vmax(shape, 0.0) * 5.0) * fma(u.glow, 0.2, 0.14))
    g.layer(shape < u.px + 0.012, lambda inner: _lamps(inner, y, right, up, shape, u))


def _lamps(g: G, y: V, right: V, up: V, shape: V, u: Uniforms) -> None:
    scale = 1.0 / u.wall_high
    across, high = right * scale, up * scale
    away = length(across, high)
    ray = fract(atan2p(high, across) * 9.0 + u.t * 0.06) - 0.5
    wheel = smoothstep(0.02, -0.02, (fabs(ray) - 0.25) * vmin(away, 0.3)) * smoothstep(1.6, 0.4, away)
    rings = smoothstep(0.02, 0.0, fabs(away - fma(u.pulse, 0.06, 0.46)) - 0.035)
    heart = smoothstep(0.02, -0.02, away - fma(u.pulse, 0.05, 0.30))
    bay = floor(across * 6.0)
    level = noise(bay * 0.77 + u.t * 0.4, u.seed) * fma(u.glow, 0.9, fma(u.pulse, 0.25, 0.45)) - 1.0
    bars = sel(fabs(fract(across * 6.0) - 0.5) < 0.36, smoothstep(0.02, -0.02, high - level), 0.0)
    cold = mix(u.role("near"), u.role("accent2"), fma(wheel, 0.55, 0.10))
    shade = mix(cold, u.role("accent"), clamp(rings + bars * 0.8))
    shade = mix(shade, u.role("sun"), heart * 0.95)
    lines = smoothstep(0.5, 0.32, fabs(fract(y * 75.0) - 0.5)) * 0.25
    lit = clamp(fma(wheel, 0.35, heart * 0.9 + (rings + bars) * 0.6) * fma(u.pulse, 0.15, 0.75))
    g.paint(u.cover(shape - 0.012), u.role("ink"), 0.9, TRUSS)
    g.paint(u.cover(shape), mix(shade, u.role("ink"), lines), 0.9, _WALL, 0.0, lit)


def _deck(g: G, x: V, y: V, beyond: V, u: Uniforms) -> None:
    """The floor of the stage with light upon it, and its front with a strip of lamps; from the wing the dark beyond."""
    part = clamp((u.deck - y) / vmax(u.deck - u.lip, 0.01))
    pool = falloff((x - u.set_x) * (x - u.set_x) * 3.0 + part * part) * fma(u.pulse, 0.15, 0.62)
    ground = mix(u.role("near"), u.role("mid"), 0.75)
    ground = mix(ground, mix(u.role("sun"), u.role("accent"), 0.4), pool)
    gleam = noise(x * 7.0 + (y - u.deck) * u.slope * 5.0, y * 3.0 + u.t * 0.05)
    ground = mix(ground, u.role("accent2"), smoothstep(0.5, 0.8, gleam) * 0.25 * u.smoke)
    away = u.lip - y
    strip = smoothstep(0.007, 0.002, fabs(away - 0.010)) * smoothstep(0.22, 0.34, fabs(fract(x * 24.0) - 0.5))
    face_ = mix(u.role("ink"), u.role("near"), 0.6)
    off = (away > 0.0) | (beyond > 0.0)
    shade = [sel(off, dark, lit) for dark, lit in zip(face_, ground, strict=True)]
    rim = smoothstep(0.010, 0.004, fabs(beyond)) * sel(u.slope > 0.0, 1.0, 0.0)
    shade = mix(shade, u.role("accent2"), clamp(strip + rim) * 0.8)
    lit = (strip + rim) * 0.6 + pool * 0.1
    g.paint(u.cover(y - u.deck), shade, fma(part, -0.15, 0.75), sel(off, _DECK + 20.0, float(_DECK)), 0.0, clamp(lit))


def _player(k: int, under: list[V], x: V, y: V, u: Uniforms, light: Light) -> list[V]:
    """One who plays; after the first two the instruments that stand before them."""
    painted = body(u.lazy_row("band", k), under, x, y, u, light)
    at = counted(k)
    across, up = (x - u.set_x) / (u.set_size * SET_LONG) + 0.5, (y - u.deck + 0.02) / u.set_size
    here = (at > 0.5) & (at < 1.5) & (fabs(across - 0.5) < 0.5) & (fabs(up - 0.5) < 0.5)

    def instruments() -> list[V]:
        g = G.of(painted)
        p = u.cutout("set", across, up)
        brass = fabs(p.ident - float(CYMBAL)) < 0.5
        wood = mix(mix(u.role("ink"), u.role("near"), 0.4), mix(u.role("accent"), u.role("sun"), 0.5), p.tone * 0.75)
        shade = mix(wood, u.role("sun"), sel(brass, fma(u.pulse, 0.3, 0.5), 0.0))
        g.paint(p.coverage, shade, 0.46, p.ident + 90.0, 0.1, sel(brass, 0.4, 0.0))
        return g.values()

    return gate(here, instruments, painted)


def _row(row: list[V], under: list[V], x: V, y: V, beyond: V, u: Uniforms) -> list[V]:
    """A row of people with their hands behind them; hands rise with the music."""
    top, size, shift, light, hands = row
    lifted = u.crowd * size * 0.12
    colour = mix(mix(u.role("accent"), u.role("sun"), 0.4), u.role("accent2"), clamp(fma(x, 0.6, 0.45)))
    open_ = sel(u.slope > 0.0, beyond, sel(u.behind > 0.0, y - u.deck, 1.0))
    back = u.behind * 0.6

    def people() -> list[V]:
        g = G.of(under)
        glow = light * fma(u.pulse, 0.25, fma(u.glow, 0.25, 0.6))
        rise = top + size * fma(u.energy, 0.34, fma(u.crowd, 0.22, fma(u.intensity, 0.15, -0.02))) * hands
        lit = (colour, glow)
        crowd(
            g, x, y, u, top=rise, size=size * 1.15, shift=shift + 1.7, depth=size * 0.9 + back, strip="hands", light=lit
        )
        crowd(g, x, y, u, top=top + lifted, size=size, shift=shift, depth=size * 0.85 + back, light=lit)
        return g.values()

    return gate((open_ > 0.0) & (y < top + size * 0.85) & (y > top - size * 1.18), people, under)


def _flags(g: G, x: V, y: V, u: Uniforms) -> None:
    """Flags that people hold up over their heads at a festival."""
    for k, (place, top, size) in enumerate(
        ((0.10, -0.02, 0.55), (0.46, 0.06, 0.8), (-0.78, 0.10, 1.0), (0.80, -0.06, 0.6))
    ):
        sway = sinp(u.beat_phase * 0.125 + k * 0.3) * 0.01
        foot = place * vmin(1.0, u.half_width * 1.15)
        right = x - foot - sway * smoothstep(-0.3, top, y)
        near = (right > u.px * -1.0 - 0.0035) & (right < u.px + 0.15 * size) & (y < u.px + top + 0.045)
        g.layer(near, partial(_flag, right=right, y=y, top=top, size=size, nth=k, u=u))


def _flag(g: G, right: V, y: V, top: float, size: float, nth: int, u: Uniforms) -> None:
    g.paint(u.cover(vmax(fabs(right) - 0.0035 * size, y - top)), u.role("ink"), 0.2, BOX)
    along = right * (1.0 / (0.15 * size))
    wave = sinp(along * 0.7 - u.t * (0.5 + 0.05 * nth)) * 0.016 * size * clamp(along) * (1.0 + u.wind * 0.8)
    high = y - top + 0.045 * size - wave
    cloth = vmax(fabs(high) - 0.042 * size * (1.0 - along * 0.15), vmax(0.0 - right, right - 0.15 * size))
    hue = mix(u.role("accent"), u.role("accent2"), float(nth % 2))
    fold = smoothstep(-0.012, 0.012, wave) * 0.35
    stripe = sel(fabs(high) < 0.014 * size, 0.8, 0.0)
    g.paint(
        u.cover(cloth), mix(mix(hue, u.role("paper"), stripe), u.role("ink"), fold), 0.2, BOX + 50.0 + nth, 0.0, 0.1
    )


def _singer(g: G, x: V, y: V, u: Uniforms) -> None:
    """A singer close by, breathing with the bar."""
    size = 1.08
    lean = sinp(u.bar_phase * 0.5) * 0.012 + sinp(u.beat_phase * 0.5) * 0.004
    right, up = x - 0.16 - lean * (y + 0.5), y + 0.60 - fma(u.pulse, 0.004, 0.0)
    across, high = right / size + 0.5, up / size
    here = (fabs(across - 0.5) < 0.5) & (high < 1.0) & is_drawn(u, "singer", across, high)
    g.layer(here, lambda inner: _standing_by(inner, across, high, right, lean, u))


def _standing_by(g: G, across: V, high: V, right: V, lean: V, u: Uniforms) -> None:
    p = u.cutout("singer", across, high)
    skin = fabs(p.ident - 10.0) < 0.5
    cloth = [sel(skin, one, other) for one, other in zip(
        mix(u.role("near"), u.role("accent"), 0.35), mix(u.role("ink"), u.role("near"), 0.5), strict=True)]  # fmt: skip
    lit = smoothstep(0.12, 0.9, p.tone)
    hot = mix(mix(u.role("accent"), u.role("sun"), 0.5), u.role("accent2"), smoothstep(0.1, -0.3, right))
    shade = mix(cloth, hot, lit * fma(u.pulse, 0.12, 0.85))
    g.paint(p.coverage, shade, 0.08, p.ident + 30.0, 0.25, lit * 0.3, drift=(lean, 0.0))


def _confetti(g: G, x: V, y: V, u: Uniforms) -> None:
    """On great moments paper flutters down."""

    def falling() -> list[V]:
        colour = g.colour
        for layer, (grid, pace) in enumerate(((13.0, 0.10), (8.0, 0.16))):
            across, up = x * grid + sinp(y * 1.3 + u.t * 0.2 + layer) * 0.4, (y + u.t * pace * 2.0) * grid
            name = cell(floor(across), floor(up), 70 + layer)
            right, high = fract(across) - fma(chance(name, 1), 0.6, 0.2), fract(up) - fma(chance(name, 2), 0.6, 0.2)
            turn = u.t * 0.7 + chance(name, 3)
            flat = fma(sinp(turn), 0.8, 1.4)
            piece = vmax(fabs(right + high * 0.3) - 0.10, fabs(high - right * 0.3) * flat - 0.09)
            hue = chance(name, 5)
            paper = mix(mix(u.role("accent"), u.role("accent2"), hue), u.role("sun"), smoothstep(0.7, 0.8, hue))
            shown = smoothstep(0.02, -0.02, piece) * sel(chance(name, 4) < u.burst * 0.6, 1.0, 0.0)
            colour = mix(colour, paper, shown * smoothstep(0.0, 0.25, u.burst))
        return colour

    g.colour = gate(u.burst > 0.02, falling, g.colour)
