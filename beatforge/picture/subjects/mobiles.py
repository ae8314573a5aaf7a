"""A mobile: rods that hang from rods, vanes at their ends, turning each at its own pace.

In: the limbs that `motifs/forms` arranged; out: rows for its tables, once a frame (`mobile`), and paint in a `G`, with
the shadow on the wall (`hanging_mobile`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.subjects.solids import ROD, VANE, pick_hue, rod, vane
from beatforge.picture.trace import V, loop, mix, smoothstep, vmin

NONE = 9.0

MOST_RODS = 16


def rows(arranged: Arrangement, name: str) -> list[tuple[float, ...]]:
    """The table of that name."""
    rows = arranged[name]
    assert isinstance(rows, list)
    return rows


def number(arranged: Arrangement, name: str) -> float:
    """The number of that name."""
    value = arranged[name]
    assert isinstance(value, float)
    return value


def mobile(
    values: Mapping[str, float], arranged: Arrangement, upright: float
) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Rods that turn about their threads, each with a vane at one end and the rest at the other."""
    at = (number(arranged, "hang_x") * values["half_width"], number(arranged, "hang_y"))
    rods: list[tuple[float, ...]] = []
    vanes: list[tuple[float, ...]] = []
    narrow = 1.0 - 0.45 * upright
    for nth, (long, share, thread, size, pick, phase) in enumerate(rows(arranged, "limbs")):
        knot = (at[0], at[1] - thread)
        rods.append((*at, *knot, 0.0018))
        turn = math.tau * (phase + values["t"] * (0.013 + 0.004 * nth) * (-1) ** nth)
        lean = 0.05 * math.sin(math.tau * (values["t"] * 0.05 + phase)) + 0.012 * values["swell"] * math.sin(
            math.tau * values["beat_phase"] / 4
        )
        reach = (0.62 + 0.38 * abs(math.cos(turn))) * math.copysign(1.0, (-1) ** nth) * narrow
        left = (knot[0] - long * share * reach, knot[1] + long * share * lean + 0.012)
        right = (knot[0] + long * (1.0 - share) * reach, knot[1] - long * (1.0 - share) * lean - 0.012)
        rods += [(*left, *knot, 0.0042), (*knot, *right, 0.0042)]
        vanes.append(_vane(left, size, pick, turn, phase, narrow))
        at = right
    vanes.append(_vane(at, 0.055, 1.0, math.tau * values["t"] * 0.02, 0.4, narrow))
    rods += [(0.0, NONE, 0.1, NONE, 0.01)] * (MOST_RODS - len(rods))
    return rods, vanes


def _vane(
    at: tuple[float, float], size: float, pick: float, turn: float, phase: float, narrow: float
) -> tuple[float, ...]:
    size *= 0.5 + 0.5 * narrow
    angle = math.tau * (0.04 * math.sin(turn) + phase * 0.2 - 0.1)
    turned = 0.32 + 0.6 * abs(math.sin(turn * 0.5 + phase))
    return (at[0], at[1] - size * 0.55, size, math.cos(angle), math.sin(angle), turned, pick)


def hanging_mobile(x: V, y: V, u: Uniforms, g: G) -> None:
    """The mobile and its shadow on the wall."""

    def nearest(right: V, up: V, table: str) -> V:
        def one(k: object, held: list[V]) -> list[V]:
            row = u.row(table, k)
            return [vmin(held[0], rod(right, up, row) if table == "rods" else vane(right, up, row[:6]))]

        return loop(u.rows(table), [1.0], one)[0]

    cast = vmin(nearest(x - 0.07, y + 0.06, "rods"), nearest(x - 0.07, y + 0.06, "vanes"))
    g.tint(mix(u.role("ink"), u.role("near"), 0.5), smoothstep(0.012, -0.012, cast) * 0.30)
    g.paint(u.cover(nearest(x, y, "rods")), u.role("ink"), 0.35, ROD, 0.0)

    def leaf(k: object, under: list[V]) -> list[V]:
        row = u.row("vanes", k)
        inner = G.of(under)
        edge = vane(x, y, row[:6])
        hue = pick_hue(u, row[6])
        lit = smoothstep(-1.0, 1.0, (y - row[1] - (x - row[0]) * 0.6) / row[2])
        hue = mix(mix(hue, u.role("near"), 0.42), mix(hue, u.role("paper"), 0.12), lit)
        inner.paint(u.cover(edge), hue, 0.33, row[6] + VANE, 0.1, 0.05, (row[0], row[1]))
        return inner.values()

    held = loop(u.rows("vanes"), g.values(), leaf)
    *g.colour, g.depth, g.ident, g.direction, g.emission, first, second = held
    g.drift = [first, second]
