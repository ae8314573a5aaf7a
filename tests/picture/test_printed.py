"""What printed, sprayed, gilded, filmed and taped media promise: oracle, scale, marks, and marks that stick."""

from __future__ import annotations

import numpy as np
import pytest

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Motif, find_medium
from beatforge.picture.noise import noise
from beatforge.picture.render import ShotPicture
from beatforge.picture.still import plain_shot
from beatforge.picture.trace import V, smoothstep
from tests.picture.test_engine import frame_of, shot_frame


@pytest.mark.parametrize("medium", ["pixel", "benday", "halftone"])
def test_dots_go_with_the_things_they_are_on(medium: str) -> None:
    """What has moved by 24 pixels is painted as before, 24 pixels farther; told of no drift, it is painted anew."""
    assert find_medium(medium).is_anchored

    def paint(x: V, y: V, u: Uniforms) -> G:
        way = u.way * u.view_scale
        hills = noise((x - way) * 2.0, y * 2.0) * 0.25 + 0.45
        return G([hills, hills * 0.6 + 0.2, 0.75], 0.5, 3, 0.1, 0.0, (way * u.told, 0.0))

    def seen(way: float, told: float) -> np.ndarray:
        motif = Motif(1, lambda composition, draws: {"way": way, "told": told}, paint)
        shot = plain_shot("moved", medium, width=640, height=360, marks={"size": 150})
        return frame_of(ShotPicture(shot, motif), 4, (640, 360))[40:320].astype(float)

    def apart(told: float) -> float:
        return float(abs(seen(24 / 360, told)[:, 104:-80] - seen(0.0, told)[:, 80:-104]).mean())

    assert apart(1.0) < 0.75 * apart(0.0)


def test_spray_dust_stays_with_what_it_is_on_and_the_wall_with_the_camera() -> None:
    """Under an edge that stands still a drifting thing's dust moves along the edge; away from it little does."""

    def seen(drift: float) -> np.ndarray:
        def paint(x: V, y: V, u: Uniforms) -> G:
            tone = smoothstep(-0.01, 0.01, x) * 0.7 + 0.15
            return G([tone, tone, tone], 0.5, 3, 0.0, 0.0, (u.drifted, 0.0))

        shot = plain_shot("edge", "spray", width=640, height=360, marks={"wobble": 0})
        motif = Motif(1, lambda composition, draws: {"drifted": drift}, paint)
        return frame_of(ShotPicture(shot, motif), 4, (640, 360))[:360].astype(float)

    moved = abs(seen(0.3) - seen(0.0))
    assert moved[:, 305:335].mean() > 2 * moved[:, :160].mean() > 0.0


def test_pixels_are_squares_of_few_colours() -> None:
    luma = shot_frame("pixel", 4, (1280, 720))[:720]
    squares = luma.reshape(180, 4, 320, 4)
    assert np.array_equal(squares.min((1, 3)), squares.max((1, 3)))
    assert len(np.unique(luma)) <= 26


def test_film_lays_bars_about_wide_frames_only() -> None:
    wide, tall = shot_frame("film", 4, (640, 360))[:360], shot_frame("film", 4, (202, 360))[:360]
    assert wide[:16].max() == 16 and wide[24].max() > 40
    assert tall[:2].max() > 20
    assert shot_frame("film", 4, (640, 360), marks={"border": 0})[:2].max() > 20


def test_great_moments_of_benday_change_three_panels_of_four() -> None:
    usual, great = (shot_frame("benday", 4, (640, 360), intensity=i)[:360].astype(float) for i in (50, 100))
    panels = [
        abs(great - usual)[down : down + 160, right : right + 280].mean() for down in (8, 196) for right in (12, 340)
    ]
    assert panels[0] < 0.5 < 5.0 < min(panels[1:])
