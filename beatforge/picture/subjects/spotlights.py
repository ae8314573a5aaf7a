"""Light on those who dance: their long shadows on the floor, beams from above in smoky air.

In: scene coordinates, the tables `cast` and `dancers` of `motifs/dancers`. Out: paint in a `G`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.subjects.anatomy import Body
from beatforge.picture.subjects.bodies import silhouette
from beatforge.picture.trace import V, clamp, fabs, falloff, fma, gate, lerp, loop, mix, sinp, smoothstep, vmin


def shadows(g: G, x: V, y: V, u: Uniforms) -> None:
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


def spotlights(g: G, x: V, y: V, u: Uniforms) -> None:
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
