"""The light rigs of concert stages: lamps on trusses behind and before her, lamps on the floor, the one that follows.

In: a moment. Out: lamps, whose beams swing with the bar. They brighten slowly and never jump, so that no beat is a
flash; `chase` runs along them, `spot` and `dim` take them down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from beatforge.persona.stages.parts.lamps import Lamp, aimed, follow_spot
from beatforge.persona.stages.parts.place import Show, wave


@dataclass(frozen=True, slots=True)
class Rig:
    """Where a stage's lamps hang, and how many; `swing` is how far beams swing (1 is a sixth of a circle), `power` how
    strong they are, `pace` swings a bar."""

    over: int = 8
    across: float = 6.2
    height: float = 5.35
    behind: float = -3.9
    floor: int = 6
    swing: float = 1.0
    power: float = 1.0
    pace: float = 0.25
    front: int = 5
    white: float = 0.0


def rig_lamps(show: Show, rig: Rig) -> list[Lamp]:
    """Every lamp of the moment."""
    told = show.levels
    bars = told["time_s"] * 0.5 * rig.pace
    kept = (1.0 - 0.75 * told["dim"]) * (1.0 - 0.72 * told["spot"])
    power = rig.power * kept * (0.30 + 0.22 * told["energy"] + 0.05 * told["pulse"] + 0.18 * told["flash"])
    lamps = []
    for nth in range(rig.over):
        share = nth / max(rig.over - 1, 1) * 2.0 - 1.0
        at = (share * rig.across, rig.height, rig.behind)
        lean = share * 0.35 + rig.swing * 0.42 * wave(bars + share * 0.23)
        way = aimed(at, (at[0] + lean * 4.0 - share * 2.2, 0.2, rig.behind + 2.2 + 0.8 * wave(bars * 0.7 + nth * 0.17)))
        ran = _chased(told, share)
        lamps.append(Lamp(at, way, _hue(rig, nth), power * (0.75 + 0.6 * ran), 0.42 * kept + 0.4 * ran, reach=5.6))
    for nth in range(rig.floor):
        share = nth / max(rig.floor - 1, 1) * 2.0 - 1.0
        at = (share * (rig.across - 0.4), 0.16, rig.behind + 0.5)
        lean = share * 0.9 - rig.swing * 0.8 * wave(bars * 0.8 + share * 0.31 + 0.2)
        way = aimed(at, (at[0] + lean * 2.2, 4.2, rig.behind - 0.2))
        lamps.append(Lamp(at, way, _hue(rig, nth + 1), power * 0.62, 0.30 * kept, 0.07, 4.6))
    for nth in range(rig.front):
        share = nth / max(rig.front - 1, 1) * 2.0 - 1.0
        at = (share * 5.4, 3.95 - 0.15 * share * share, 9.5)
        way = aimed(at, (share * 1.6 + rig.swing * 0.7 * wave(bars + 0.13 * nth), 0.9, 0.3))
        lamps.append(Lamp(at, way, _hue(rig, nth), power * 1.0, 0.85 * kept, 0.10, 8.0))
    lamps.append(follow_spot(show, (-2.6, 5.7, -2.0), 1.3 * told["spot"]))
    return lamps


def _hue(rig: Rig, nth: int) -> float:
    return rig.white if rig.white else float(nth % 2)


def _chased(told: Mapping[str, float], share: float) -> float:
    """How much of a light that runs along the lamps is on the one at `share` (-1 .. 1)."""
    place = told["bar"] * 2.0 % 1.0 * 2.6 - 1.3
    return told["chase"] * max(0.0, 1.0 - abs(share - place) / 0.45)
