"""What painted, built, pasted and poured media promise: they agree with the oracle, scale, and stick to things."""

from __future__ import annotations

import numpy as np
import pytest

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Motif
from beatforge.picture.noise import noise
from beatforge.picture.render import ShotPicture
from beatforge.picture.still import plain_shot
from beatforge.picture.trace import V
from tests.picture.test_engine import frame_of


@pytest.mark.parametrize("medium", ["oil", "dabs", "facets"])
def test_strokes_go_with_the_things_they_paint(medium: str) -> None:
    """What has moved by 24 pixels is painted as before, 24 pixels farther; told of no drift, it is painted anew."""

    def paint(x: V, y: V, u: Uniforms) -> G:
        way = u.way * u.view_scale
        hills = noise((x - way) * 3.0, y * 3.0)
        return G([hills, hills * 0.7 + 0.1, 0.6], 0.5, 3, 0.1, 0.0, (way * u.told, 0.0))

    def seen(way: float, told: float) -> np.ndarray:
        motif = Motif(1, lambda composition, draws: {"way": way, "told": told}, paint)
        shot = plain_shot("moved", medium, width=320, height=180)
        return frame_of(ShotPicture(shot, motif), 4, (320, 180))[20:160].astype(float)

    def apart(told: float) -> float:
        return float(abs(seen(24 / 180, told)[:, 64:-40] - seen(0.0, told)[:, 40:-64]).mean())

    assert apart(1.0) < 0.5 * apart(0.0)
