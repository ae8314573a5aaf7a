"""A volcano with streams of lava that creep down its side, and the rock from which one sees it.

In: scene coordinates and where `motifs/fire` put its mouth (`fire_x`). Out: paint in a `G`. What bursts from the mouth
is in `flames` and `smoke`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import fbm1, noise, noise1
from beatforge.picture.subjects.flames import fire_gold
from beatforge.picture.trace import V, clamp, counted, fabs, falloff, fma, gate, loop, mix, sel, smoothstep, vmax, vmin

_CONE, _ROCK = 16, 36.0


def volcano(g: G, x: V, y: V, u: Uniforms) -> None:
    """A volcano with streams of lava that creep down its side."""
    right = x - u.fire_x * u.half_width
    rough = fbm1(right * 7.0 + 3.0, 45, 3) - 0.5
    reach = fabs(right) / 0.34
    side = 1.0 / fma(reach, fma(reach, 0.85, 0.55), 1.0)
    top = vmin(u.ground - 0.06 + 0.53 * side + rough * 0.03, 0.15 + rough * 0.02)
    fall = top - y
    g.layer(fall > 0.0 - u.px, lambda inner: _slope(inner, right, y, fall, u))


def _slope(g: G, right: V, y: V, fall: V, u: Uniforms) -> None:
    d = vmax(0.15 - y, 0.0)
    ribs = noise(right / (d + 0.12) * 3.0, d * 2.2)
    rock = mix(mix(u.role("near"), u.role("mid"), 0.2), u.role("far"), smoothstep(0.4, 0.65, ribs) * 0.35)

    def stream(counter: object, heat: list[V]) -> list[V]:
        k = counted(counter)
        way = (k - 2.0) * fma(d, 0.42, 0.016) + (noise1(d * 6.0 + k * 7.0, 46) - 0.5) * d * 0.30
        wide = fma(d, 0.030, 0.006) * fma(noise1(d * 9.0 + k * 3.0, 47), 0.9, 0.4)
        away = fabs(right - way)

        def hot() -> list[V]:
            flow = noise(d * 16.0 - u.t * 0.30 + k * 5.0, right * 30.0)
            core = (
                smoothstep(wide, wide * 0.35, away)
                * fma(flow, 0.5, 0.55)
                * smoothstep(0.40, 0.05, d - noise1(k * 3.7, 48) * 0.12)
            )
            halo = falloff(away * away * 900.0) * 0.35 * smoothstep(0.42, 0.1, d)
            return [vmax(heat[0], core), vmax(heat[1], halo)]

        return gate(away < vmax(wide, 0.067), hot, heat)

    core, halo = loop(5, [0.0, 0.0], stream)
    burn = fma(u.pulse, 0.10, 0.85)
    rock = mix(rock, u.role("accent"), clamp(halo * burn + smoothstep(0.10, 0.0, d) * 0.4))
    colour = mix(
        rock,
        mix(u.role("accent"), mix(fire_gold(u), u.role("sun"), 0.4), smoothstep(0.3, 0.9, core)),
        smoothstep(0.1, 0.5, core),
    )
    ident = sel(core > 0.4, _CONE + 1.0, _CONE)
    g.paint(
        u.cover(0.0 - fall), mix(colour, u.role("sky_low"), smoothstep(0.3, 0.5, d) * 0.2), 0.85, ident, 0.2, core * 0.9
    )


def near_rock(g: G, x: V, y: V, u: Uniforms) -> None:
    """A rock on the left from which one sees it all."""
    right = x + u.half_width
    top = -0.30 + (fbm1(right * 5.0 + 2.0, 50, 3) - 0.5) * 0.05 - smoothstep(0.42, 0.95, right / u.half_width) * 0.34
    fall = top - y
    face = smoothstep(0.0, 0.02, noise(right * 9.0 + y * 5.0, y * 11.0) - 0.5)
    rock = mix(mix(u.role("ink"), u.role("near"), 0.45), u.role("mid"), face * 0.35)
    rock = mix(rock, mix(u.role("accent"), fire_gold(u), 0.4), smoothstep(0.014, 0.0, fall) * 0.55)
    g.paint(u.cover(0.0 - fall), rock, 0.17, _ROCK, 0.1)
