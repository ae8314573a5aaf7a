"""Somebody in a space suit: round helmet with a mirror for a visor, pack on the back, thick limbs, boots.

Seen from the side, half turned away: a motif says which way they look, and from where they are lit. Plain distances at
coordinates in their own height; identities are from 203 on.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.shapes import box, capsule, disc, length, taper, union
from beatforge.picture.trace import Number, V, fabs, fma, mix, sel, sinp, smoothstep, vmax, vmin

SUIT, VISOR, PACK = 203, 204, 205


def astronaut(g: G, x: V, y: V, u: Uniforms, tall: Number, facing: V, mood: V, depth: Number) -> None:
    """An astronaut, `tall` high, with boots at (0, 0), who looks to the right where `facing` is 1 (to the left: -1).
    `mood` 0..1 tells one from another: the less of it, the higher an arm points at what they see."""

    def standing(inner: G) -> None:
        across, up = x / tall * facing, y / tall
        side = fabs(across)
        # they weigh next to nothing: a slow sway over boots that stick to the ground
        sway = sinp(u.t * 0.013 + mood) * 0.03 * smoothstep(0.0, 0.9, up)
        right = across - sway
        light = smoothstep(-0.16, 0.14, (right * facing) * u.lit_x + (up - 0.55) * u.lit_y * 0.6)
        cloth = mix(mix(u.role("far"), u.role("ink"), 0.45), u.role("paper"), fma(light, 0.70, 0.25))
        dark = mix(u.role("near"), u.role("ink"), 0.45)

        pack = box(right + 0.145, up - 0.60, 0.055, 0.125) - 0.022
        hose = capsule(right, up, -0.13, 0.74, -0.05, 0.80, 0.018)
        inner.paint(u.cover(vmin(pack, hose) * tall), mix(dark, cloth, 0.5), depth, PACK, 0.25)

        legs = taper(side, up, 0.052, 0.40, 0.098, 0.09, 0.072, 0.058)
        boots = vmax(length(across - sel(across > 0.0, 0.125, -0.085), (up - 0.035) * 1.4) - 0.082, 0.0 - up)
        torso = taper(right, up, 0.0, 0.66, 0.0, 0.45, 0.118, 0.108)
        hand = fma(vmax(0.75 - mood, 0.0), 0.42, 0.42) + sinp(u.t * 0.021 + mood) * 0.02
        reach = fma(smoothstep(0.42, 0.74, hand), 0.10, 0.185)
        fore = taper(right, up, 0.085, 0.675, reach, hand, 0.058, 0.042)
        back = taper(right, up, -0.06, 0.66, -0.11, 0.45, 0.056, 0.042)
        helmet = disc(right - 0.012, up - 0.855, 0.138)
        suit = union(torso, legs, boots, fore, helmet)
        # joints, and a belt: rings in the suit
        ring = vmin(fabs(up - 0.455) - 0.014, fabs(up - 0.095) - 0.012)
        collar = vmax(fabs(up - 0.735) - 0.016, side - 0.105)
        worn = mix(cloth, dark, u.cover(vmin(ring, collar) * tall) * 0.75)
        badge = box(right - 0.05, up - 0.60, 0.034, 0.026)
        worn = mix(worn, u.role("accent"), u.cover(badge * tall))
        inner.paint(u.cover(suit * tall), worn, depth, SUIT, 0.25, 0.06)
        inner.paint(u.cover(back * tall), mix(cloth, dark, 0.18), depth, SUIT, 0.25, 0.06)

        glass = vmax(length((right - 0.062) * 1.12, up - 0.855) - 0.098, helmet + 0.012)
        glint = smoothstep(0.05, 0.02, length(right - 0.075, (up - 0.90) * 1.5))
        mirror = mix(mix(u.role("ink"), u.role("sky_top"), 0.4), u.role("sun"), smoothstep(0.79, 0.93, up) * 0.75)
        mirror = mix(mirror, u.role("paper"), glint * 0.9)
        inner.paint(u.cover(glass * tall), mirror, depth, VISOR, 0.1, 0.2)

    g.layer((fabs(x) < tall * 0.4) & (y > tall * -0.02) & (y < tall * 1.03), standing)
