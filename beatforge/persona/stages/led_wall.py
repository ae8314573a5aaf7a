"""A wall of light: panels of lamps that one can count from near, with figures that answer bass, beat and energy.

A main screen and slender ones beside it, towers and trusses with lamps, a glossy floor that mirrors the wall, people
before it.
"""

from __future__ import annotations

from beatforge.persona.stages.parts.hall import begun, dimmed, fill, hall, hazy, performed, pooled, spot_pool, tubes
from beatforge.persona.stages.parts.lamps import beams, lamp_rows
from beatforge.persona.stages.parts.people import people_cutouts, people_rows
from beatforge.persona.stages.parts.place import Place, Show
from beatforge.persona.stages.parts.rig import Rig, rig_lamps
from beatforge.persona.stages.parts.room import BACK, FLOOR, Room, Walls, shadowed, tower, truss
from beatforge.persona.stages.parts.sight import Sight, level, theme
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import noise, noise1
from beatforge.picture.trace import (
    Number,
    V,
    as_float,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    lerp,
    mix,
    scale,
    sel,
    sinp,
    smoothstep,
    sqrt,
    vmax,
    vmin,
)

ROOM = Room()
RIG = Rig()

ROWS = ((2.5, 0.88), (3.3, 0.84), (4.2, 0.80), (5.1, 0.84), (6.1, 0.78), (7.3, 0.82), (8.9, 0.80), (11.0, 0.82))

LAMP = 0.072
"""Distance of lamps in the wall."""

PANEL = 12.0
"""Lamps along a panel's side."""

SCREEN = BACK + 60


def arrange(draws: Draws) -> Arrangement:
    return people_cutouts()


def animate(show: Show) -> Arrangement:
    return {"rows": people_rows(show, ROWS), "lamps": lamp_rows(show, rig_lamps(show, RIG))}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Hall, wall, floor, trusses, beams, her, the crowd."""
    sight = Sight(x, y, u)
    walls = Walls(sight, ROOM)
    g = begun(sight)
    hall(g, sight, walls)
    tubes(g, sight, walls)
    g.layer(walls.is_back, lambda inner: _wall(inner, sight, walls))
    g.layer(walls.is_floor, lambda inner: _floor(inner, sight, walls))
    metal = scale(mix(theme(u, "stage_low"), theme(u, "sky"), 0.25), 0.7)
    truss(g, sight, RIG.behind, RIG.height + 0.28, 7.2, metal, theme(u, "primary"))
    tower(g, sight, 6.9, RIG.behind, 5.6, metal, theme(u, "accent"))
    truss(g, sight, 9.5, 4.2, 7.0, metal, theme(u, "primary"))
    hazy(g, sight, walls)
    beams(g, sight, "lamps", fma(u.haze, 1.6, 0.9))
    return performed(g, sight)


def _screens(x: V, y: V) -> V:
    """Distance from the screens' edges: a main one, two slender ones on each side; negative within."""
    aside = fabs(x)
    main = vmax(aside - 3.45, fabs(y - 2.75) - 1.95)
    near = vmax(fabs(aside - 4.55) - 0.44, fabs(y - 2.6) - 2.2)
    far = vmax(fabs(aside - 5.85) - 0.44, fabs(y - 2.45) - 2.45)
    return vmin(main, vmin(near, far))


def _shown(u: Uniforms, x: V, y: V) -> list[V]:
    """What the wall shows at a place, smooth: a slow cloth of both colours, rings that leave her on the beat, towers of
    sound, a band that a chase drives along."""
    time, bar, pulse = (level(u, name) for name in ("time_s", "bar", "pulse"))
    bass, high, energy = (level(u, name) for name in ("bass", "high", "energy"))
    primary, accent = theme(u, "primary"), theme(u, "accent")
    cloth = noise(fma(x, 0.34, time * 0.11), fma(y, 0.42, time * -0.07))
    hue = smoothstep(-0.32, 0.32, fma(x, 0.09, (cloth - 0.5) * 1.3 + sinp(time * 0.03) * 0.2))
    colour = scale(mix(primary, accent, hue), fma(cloth, 0.62, 0.16))
    # diagonal light, slow
    slant = fract(fma(x, 0.14, fma(y, 0.10, time * -0.06)))
    colour = mix(colour, mix(accent, primary, hue), smoothstep(0.35, 0.0, fabs(slant - 0.5)) * 0.34)
    away = sqrt(fma(x, x * 0.8, (y - 1.9) * (y - 1.9)))
    beat = fract(bar * 4.0)
    for nth in range(2):
        age = (beat + nth) * 0.5
        ring = smoothstep(0.42, 0.0, fabs(away - fma(age, 5.2, 0.9))) * (1.0 - age) * fma(energy, 0.55, 0.2)
        colour = mix(colour, mix(primary, (1.0, 1.0, 1.0), 0.45), ring)
    column = floor(fabs(x) * 2.4)
    swing = noise1(fma(column, 1.7, time * 1.3), 5)
    tall = fma(swing, fma(bass, 1.3, 0.35) * falloff(column * 0.14) + high * 0.5, 0.12) * 1.25
    inside = smoothstep(0.06, -0.06, y - 0.85 - tall) * smoothstep(0.5, 0.42, fabs(fract(fabs(x) * 2.4) - 0.5))
    colour = mix(colour, mix(accent, primary, clamp((y - 0.8) * 0.5)), inside * fma(pulse, 0.08, 0.8))
    along = fma(fract(bar * 2.0), 14.0, -7.0)
    colour = mix(colour, (1.0, 1.0, 1.0), smoothstep(0.9, 0.0, fabs(x - along)) * level(u, "chase") * 0.45)
    light = dimmed(u, 0.30) * 1.22 * fma(level(u, "flash"), 0.32, 1.0)
    return [clamp(channel) for channel in scale(colour, light)]


def _wall(g: G, sight: Sight, walls: Walls) -> None:
    u = sight.u
    x, y, _ = walls.point
    soft = sight.pixel * walls.distance
    dark = scale(theme(u, "stage_low"), fma(noise(x * 0.8, y * 0.7), 0.25, 0.30))
    fill(g, mix(dark, theme(u, "primary"), falloff(fabs(y - 0.1)) * 0.05), sight.depth(walls.distance), BACK)
    screens = _screens(x, y)

    def screen(inner: G) -> None:
        across, up = x * (1.0 / LAMP), y * (1.0 / LAMP)
        # from afar lamps melt into a picture, from near each stands alone
        fine = smoothstep(0.22, 0.5, soft * (1.0 / LAMP))
        middle = [lerp((floor(at) + 0.5) * LAMP, place, fine) for at, place in ((across, x), (up, y))]
        colour = _shown(u, middle[0], middle[1])
        right, high = fract(across) - 0.5, fract(up) - 0.5
        dot = smoothstep(0.20, 0.07, fma(right, right, high * high))
        colour = scale(colour, lerp(fma(dot, 1.15, 0.30), 0.84, fine))
        seams = [fabs(fract(at * (1.0 / PANEL)) - 0.5) for at in (across, up)]
        width = soft * (0.5 / (LAMP * PANEL))
        seam = vmax(*(smoothstep(0.488 - width, 0.5 - width * 0.3, seam) for seam in seams))
        colour = scale(colour, 1.0 - seam * 0.55)
        lit = vmax(colour[0], vmax(colour[1], colour[2]))
        ident = sel(lit > 0.62, SCREEN + 1.0, float(SCREEN))
        inner.paint(
            clamp(0.5 - screens / soft),
            colour,
            sight.depth(walls.distance),
            ident,
            0.25,
            smoothstep(0.45, 1.0, lit) * 0.5,
        )

    g.layer(screens < soft, screen)
    glow = falloff(vmax(screens, 0.0) * 2.2) * sel(screens > 0.0, 0.16, 0.0)
    g.light(mix(theme(u, "primary"), theme(u, "accent"), smoothstep(-3.0, 3.0, x)), glow)


def _floor(g: G, sight: Sight, walls: Walls) -> None:
    u = sight.u
    x, _, z = walls.point
    wide, high = walls.mirrored()
    base = pooled(sight, walls, scale(theme(u, "stage_low"), 0.34))
    gloss = falloff(high * 0.32) * smoothstep(0.4, -0.4, _screens(wide, high))
    # far up the mirror image is blurred: it takes the wall's slow colours only
    mirror = _shown(u, wide, vmax(high, 0.9))
    grazing = smoothstep(0.75, 0.10, 0.0 - sight.ray[1])
    colour = mix(base, mirror, gloss * fma(grazing, 0.45, 0.16))
    soft = sight.pixel * walls.distance
    joints: Number = 0.0
    for at in (x, z):
        joints = vmax(joints, smoothstep(0.49 - soft * 0.4, 0.5, fabs(fract(at * 0.8) - 0.5)))
    colour = scale(colour, 1.0 - clamp(as_float(joints)) * 0.35)
    colour = mix(colour, (1.0, 0.98, 0.94), spot_pool(x, z) * level(u, "spot") * 0.34)
    fill(g, scale(colour, shadowed(x, z, 0.6)), sight.depth(walls.distance), FLOOR)


PLACE = Place(arrange, animate, paint)
