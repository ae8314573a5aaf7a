"""Light that bleeds into the air: passes that spread a plane of half size far and softly, at a quarter of the size.

In: the name of a plane of packed colours at half size. Out: passes that leave its glow in another plane; read it with
`smooth(planes, into, RGB)`. What glows, and how strongly it is added, is the medium's.
"""

from __future__ import annotations

from beatforge.picture.brushes.optics import gathered, spread
from beatforge.picture.medium import Pass


def glow_passes(source: str, into: str, step: float) -> tuple[Pass, ...]:
    """Passes that blur `source` by steps of so many points, and write `into`."""
    small, streaks = f"{into}.small", f"{into}.streaks"
    return (
        Pass(gathered(source), 4, (small,)),
        Pass(spread(small, step, 0.0), 4, (streaks,)),
        Pass(spread(streaks, 0.0, step), 4, (into,)),
    )
