"""Under the sea: light from above in shafts, a reef, weeds, schools that turn as one, a great animal, a diver's lamp.

Animals, reef, wreck and diver are drawn once (`sealife`) and bent, hazed and lit here; fish, jellyfish and weeds are
computed. What is farther goes towards the water's colour. Pulse: jellyfish, lamps. Swell: weeds, the surface. Glow:
shafts. Burst: the water lights up. Conditions: rain (rings and bubbles above), snow (what sinks), mist (murk), stars
(glowing plankton), wind (current), blossom, crowd (more fish, more divers), birds (rays in the distance).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from beatforge.picture.cutout import Drawing
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.shapes import length
from beatforge.picture.subjects.boxes import SIDES, boxed
from beatforge.picture.subjects.depths import open_water, reef, sea_floor, shafts, surface, window
from beatforge.picture.subjects.drifters import bubbles, jellyfish, jellyfish_box, weed, weed_box
from beatforge.picture.subjects.reefs import draw_reef
from beatforge.picture.subjects.scenery import blossom, leaves, mist, snow, stars
from beatforge.picture.subjects.sealife import draw_lantern_fish, draw_manta, draw_turtle, draw_whale
from beatforge.picture.subjects.swimmers import beast, diver, rays, school, school_box
from beatforge.picture.subjects.wrecks import draw_diver, draw_wreck
from beatforge.picture.trace import V, counted, loop

VIEWS = ("far", "near", "low", "high", "far", "far", "near")

_NONE = 9.0
_USUAL: dict[str, float] = {
    **{"light_x": -0.35, "light_y": 0.62, "dark": 0.0, "shafts": 1.0, "surface": _NONE, "window": 0.0},
    **{
        "floor": -_NONE,
        "eye": 0.16,
        "reef_y": -_NONE,
        "reef_tall": 0.3,
        "near_y": -0.58,
        "near_tall": 0.42,
        "rise": 0.0,
    },
    **{
        "beast_x": 0.0,
        "beast_y": 0.0,
        "beast": 0.1,
        "turned": 1.0,
        "bend": 0.0,
        "flap": 0.0,
        "faint": 0.4,
        "lamp": 0.0,
    },
    **{"diver_x": 0.0, "diver_y": 0.0, "diver": 0.115, "faces": 1.0},
}
_REEF_VIEW = {
    **{
        "reef_y": -0.36,
        "near_y": -0.60,
        "rise": 0.26,
        "surface": 0.36,
        "beast_x": 0.16,
        "beast_y": 0.07,
        "beast": 0.21,
    },
    **{"flap": 0.13, "faint": 0.14, "turned": -1.0, "diver_x": -0.42, "diver_y": -0.04, "diver": 0.125},
}
_JELLIES = {
    **{
        "light_x": 0.15,
        "light_y": 0.80,
        "dark": 0.55,
        "shafts": 0.6,
        "near_y": -0.80,
        "diver_x": -0.56,
        "diver_y": -0.22,
    },
    **{"diver": 0.105, "beast_y": -_NONE},
}
_FROM_BELOW = {
    **{
        "light_x": 0.22,
        "light_y": 0.26,
        "window": 0.34,
        "shafts": 1.2,
        "near_y": -0.60,
        "near_tall": 0.36,
        "rise": 0.12,
    },
    **{"beast_x": -0.24, "beast_y": 0.0, "beast": 0.25, "flap": 0.30, "faint": 0.25},
    **{"diver_x": 0.50, "diver_y": -0.16, "diver": 0.11, "faces": -1.0},
}
_SANDS = {
    **{
        "light_x": 0.55,
        "light_y": 0.75,
        "floor": 0.24,
        "eye": 0.34,
        "reef_y": 0.12,
        "reef_tall": 0.20,
        "near_y": -0.66,
        "near_tall": 0.34,
    },
    **{"beast_x": -0.20, "beast_y": -0.04, "beast": 0.30, "flap": 0.13, "faint": 0.0, "rise": -0.16, "shafts": 0.7},
    **{"diver_x": 0.46, "diver_y": 0.04, "diver": 0.135, "faces": -1.0},
}
_WHALE = {
    **{
        "light_x": 0.38,
        "light_y": 0.60,
        "surface": 0.34,
        "dark": 0.12,
        "beast_x": -0.10,
        "beast_y": 0.06,
        "beast": 0.56,
    },
    **{"bend": 0.10, "faint": 0.10, "near_y": -0.70, "diver_x": 0.50, "diver_y": -0.18, "diver": 0.105, "faces": -1.0},
}
_WRECK = {
    **{
        "light_x": 0.50,
        "light_y": 0.66,
        "dark": 0.30,
        "floor": -0.20,
        "eye": 0.12,
        "near_y": -0.62,
        "near_tall": 0.34,
        "rise": -0.2,
    },
    **{"beast_x": 0.14, "beast_y": -0.03, "beast": 0.56, "faint": 0.10, "lamp": 1.0},
    **{"diver_x": -0.50, "diver_y": 0.10, "diver": 0.12},
}
_ABYSS = {
    **{
        "light_x": -0.1,
        "light_y": 0.95,
        "dark": 1.0,
        "shafts": 0.15,
        "beast_x": 0.08,
        "beast_y": -0.03,
        "beast": 0.58,
        "turned": -1.0,
    },
    **{"bend": 0.07, "faint": 0.0, "lamp": 1.0, "near_y": -0.70, "near_tall": 0.30, "rise": 0.14},
    **{"diver_x": -0.62, "diver_y": 0.20, "diver": 0.09},
}
_PLACES: tuple[dict[str, float], ...] = (_REEF_VIEW, _JELLIES, _FROM_BELOW, _SANDS, _WHALE, _WRECK, _ABYSS)
_BEASTS = (draw_turtle, draw_turtle, draw_manta, draw_turtle, draw_whale, draw_wreck, draw_lantern_fish)
_SCHOOLS: tuple[tuple[tuple[float, ...], ...], ...] = (
    ((0.55, 0.26, 0.30, 0.07, 0.6), (-0.10, 0.12, 0.36, 0.13, 0.3), (-0.45, -0.26, 0.42, 0.11, 0.0)),
    ((0.40, -0.30, 0.40, 0.07, 0.7), (-0.7, 0.30, 0.3, 0.06, 0.6), (0.0, -_NONE, 0.3, 0.1, 0.0)),
    ((-0.50, 0.26, 0.36, 0.09, 0.5), (0.60, 0.06, 0.34, 0.12, 0.3), (-0.5, -0.28, 0.40, 0.10, 0.05)),
    ((0.62, 0.30, 0.4, 0.06, 0.6), (-0.62, 0.20, 0.34, 0.07, 0.4), (0.52, -0.22, 0.46, 0.12, 0.0)),
    ((-0.62, -0.22, 0.34, 0.07, 0.6), (0.74, 0.20, 0.30, 0.07, 0.5), (-0.50, -0.33, 0.46, 0.09, 0.3)),
    ((0.56, 0.24, 0.40, 0.09, 0.6), (-0.50, -0.10, 0.30, 0.09, 0.3), (0.10, 0.24, 0.36, 0.10, 0.1)),
    ((0.0, -_NONE, 0.3, 0.1, 0.6), (-0.66, -0.16, 0.30, 0.07, 0.5), (0.0, -_NONE, 0.3, 0.1, 0.0)),
)
"""By composition, far to near: across, up, half a width and half a height, how far in the haze."""
_KELPS: tuple[tuple[tuple[float, ...], ...], ...] = (
    ((0.86, -0.40, 0.50), (0.72, -0.46, 0.34), (0.96, -0.5, 0.72), (-0.97, -0.56, 0.42)),
    (),
    (
        (-0.92, -0.6, 1.10),
        (-0.74, -0.6, 0.86),
        (-0.55, -0.6, 0.40),
        (0.93, -0.6, 0.96),
        (0.78, -0.6, 0.60),
        (0.64, -0.6, 0.34),
    ),
    ((-0.95, -0.62, 0.48), (-0.84, -0.62, 0.32)),
    (),
    ((-0.93, -0.58, 0.62), (-0.80, -0.58, 0.40), (0.97, -0.55, 0.30)),
    ((0.97, -0.6, 0.5), (0.88, -0.6, 0.30)),
)
"""By composition: weeds across, foot, height."""
_JELLYFISH: tuple[tuple[tuple[float, ...], ...], ...] = (
    (),
    (
        (-0.62, 0.30, 0.035, 0.85),
        (0.72, 0.33, 0.05, 0.75),
        (0.40, -0.06, 0.075, 0.55),
        (-0.40, 0.06, 0.11, 0.3),
        (0.16, 0.16, 0.225, 0.0),
    ),
    (),
    (),
    (),
    (),
    ((-0.55, -0.30, 0.035, 0.4), (-0.28, 0.33, 0.045, 0.5), (-0.84, 0.02, 0.06, 0.3), (0.86, 0.32, 0.04, 0.6)),
)
"""By composition, far to near: across, up, radius of the bell, how far in the haze."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Light, ground and the great thing; schools, weeds and jellyfish; the diver who tells the size."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["light_x"] += draws.between(-0.05, 0.05)
    numbers["beast_x"] += draws.between(-0.04, 0.04)
    whole, garden, frogman = Drawing(288, 144), Drawing(448, 112), Drawing(160, 80)
    _BEASTS[composition](whole)
    draw_reef(garden, draws)
    draw_diver(frogman)
    schools = [(x, y, wide, high, haze, draws.unit()) for x, y, wide, high, haze in _SCHOOLS[composition]]
    weeds = [(x + draws.between(-0.02, 0.02), foot, tall, draws.unit()) for x, foot, tall in _KELPS[composition]]
    jellies = [(*jelly, draws.unit()) for jelly in _JELLYFISH[composition]]
    weeds += [(0.0, -5.0, 0.1, 0.0)] * (6 - len(weeds))
    jellies += [(0.0, _NONE, 0.1, 0.0, 0.0)] * (5 - len(jellies))
    there: Arrangement = {"a_school": schools, "a_weed": weeds, "a_jellyfish": jellies}
    calm = {"half_width": 0.9, "wind": 0.0, "swell": 0.0, "crowd": 0.0, "intensity": 0.5}
    return {
        **{**numbers, "whole": whole.finish(), "reef": garden.finish(), "frogman": frogman.finish()},
        **{**there, **animate(calm, there)},
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """What drifts in this frame, each with its box, and how many of each there are; how many divers."""
    company = max(values["crowd"], (values["intensity"] - 0.55) * 1.6)
    made: dict[str, float | Sequence[Sequence[float]]] = {"divers": 1.0 + (company > 0.249) + (company > 0.499)}
    for name, box in (("school", school_box), ("weed", weed_box), ("jellyfish", jellyfish_box)):
        rows = arranged[f"a_{name}"]
        assert isinstance(rows, Sequence)
        seen = [(box(row, values), row) for row in rows if -5.0 < row[1] < _NONE]
        made[name], made[f"{name}_count"] = boxed(seen, len(rows), SIDES + len(rows[0]))
    return made


def paint(x: V, y: V, u: Uniforms) -> G:
    """Water and light, what is far, the great animal, what is near, what sinks and rises."""
    g = open_water(x, y, u)
    stars(g, x, y, u, -0.6)
    g.layer(y > u.surface - 0.12, partial(surface, x, y, u))
    g.layer(length(x - u.light_x * u.half_width, y - u.light_y) < u.window * 1.9, partial(window, x, y, u))
    rays(g, x, y, u)
    g.layer(y < u.floor, partial(sea_floor, x, y, u))
    g.layer(y < u.reef_y + u.reef_tall, lambda inner: reef(inner, x, y, u, False))
    g = G.of(loop(u.count("school_count"), g.values(), lambda k, v: school(u.row("school", k), v, x, y, u)))
    beast(g, x, y, u)
    g = G.of(loop(u.count("jellyfish_count"), g.values(), lambda k, v: jellyfish(u.row("jellyfish", k), v, x, y, u)))
    shafts(x, y, u, g)
    g = G.of(loop(u.count("divers"), g.values(), lambda k, v: diver(counted(k), v, x, y, u)))
    g.layer(y < u.near_y + u.near_tall + 0.3, lambda inner: reef(inner, x, y, u, True))
    g = G.of(loop(u.count("weed_count"), g.values(), lambda k, v: weed(u.row("weed", k), v, x, y, u)))
    bubbles(g, x, y, u)
    mist(g, x, y, u, -0.2)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    return g
