"""What swings after: hair and what hangs, as a damped pendulum that the head's past path drives.

In: where the head was at the last frames. Out: channels `swing_*` in figure units. With y'' + 2 d w y' + w^2 y = -x''
for y behind a head at x, y(t) is the sum over the past of g(s) (x(t - s) - x(t)), where g is the answer of such a
pendulum's tip to a blow (it adds up to 1): nothing has to be remembered from frame to frame.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from beatforge.persona.bones import Array

HERTZ, DAMPING = 1.9, 0.38
"""How quickly hair of this length swings, and how soon it is still: two swings can be seen."""

PAST_S = 0.7
"""After so long a twentieth of a blow is left."""

MOST = 0.13
"""Figure units to which a swing is held, softly: longer ways would draw locks out of the head."""


def swung(tip: Callable[[int], Array], frame: int, rate: float) -> dict[str, float]:
    """`swing_x`, `swing_y` and `swing_z` at a frame of the film; `tip` tells where the end of the hair would be at any
    frame if it were stiff."""
    shares = _answer(rate)
    here = tip(frame)
    behind = np.zeros(3)
    for age, share in enumerate(shares, 1):
        behind = behind + share * (tip(frame - age) - here)
    far = math.sqrt(float(behind @ behind))
    held = MOST * math.tanh(far / MOST) / max(far, 1e-9)
    return {f"swing_{axis}": float(part) * held for axis, part in zip("xyz", behind, strict=True)}


@cache
def _answer(rate: float) -> tuple[float, ...]:
    """How much each past frame counts; the sum is 1."""
    natural = 2.0 * math.pi * HERTZ
    turning = natural * math.sqrt(1.0 - DAMPING * DAMPING)
    ages = [age / rate for age in range(1, math.ceil(PAST_S * rate) + 1)]
    # the tip is drawn by its spring and by its damper
    shares = [
        math.exp(-DAMPING * natural * age)
        * (
            2.0 * DAMPING * natural * math.cos(turning * age)
            + (natural * natural - 2.0 * (DAMPING * natural) ** 2) / turning * math.sin(turning * age)
        )
        for age in ages
    ]
    total = sum(shares)
    return tuple(share / total for share in shares)
