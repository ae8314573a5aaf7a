"""What printed, sprayed, gilded, filmed and taped media promise: oracle, scale, marks, and marks that stick."""

from __future__ import annotations

import numpy as np
import pytest

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Motif, find_medium
from beatforge.picture.noise import noise
from beatforge.picture.oracle import OracleCanvas
from beatforge.picture.render import ShotPicture
from beatforge.picture.still import plain_shot
from beatforge.picture.trace import V, smoothstep
from tests.picture.motif_probe import PROBE
from tests.picture.test_engine import frame_of, shot_frame

MEDIA = ("pixel", "film", "tape", "benday", "flat", "deco", "spray")


def marks_of(medium: str) -> tuple[str, ...]:
    marks: tuple[str, ...] = __import__(f"beatforge.picture.media.{medium}", fromlist=["MARKS"]).MARKS
    return marks


@pytest.mark.parametrize("medium", MEDIA)
def test_compiled_luma_and_chroma_are_the_oracles(medium: str) -> None:
    size = (170, 96)
    shot = plain_shot("probe", medium, width=size[0], height=size[1])
    computed = frame_of(ShotPicture(shot, PROBE, OracleCanvas(*size)), 9, size)
    compiled = frame_of(ShotPicture(shot, PROBE), 9, size)
    assert np.array_equal(compiled, computed)
    assert compiled.std() > 20


@pytest.mark.parametrize("medium", MEDIA)
def test_what_is_painted_scales_with_the_frame(medium: str) -> None:
    small = shot_frame(medium, 4, (1280, 720))[:720].astype(float)
    large = shot_frame(medium, 4, (2560, 1440))[:1440].astype(float)
    halved = large.reshape(720, 2, 1280, 2).mean((1, 3))
    coarse = [picture.reshape(180, 4, 320, 4).mean((1, 3)) for picture in (small, halved)]
    assert abs(coarse[0] - coarse[1]).mean() < 4


@pytest.mark.parametrize("medium", MEDIA)
def test_the_beat_lights_without_flashing(medium: str) -> None:
    means = [shot_frame(medium, index, (192, 108))[:108].mean() for index in (11, 12, 13)]
    assert max(means) - min(means) < 0.06 * 219


@pytest.mark.parametrize("medium", MEDIA)
def test_a_look_changes_with_seed_composition_and_palette(medium: str) -> None:
    size = (192, 108)
    plain = shot_frame(medium, 4, size).astype(float)
    palette = ("ffffff", "e0e0ff", "ffffff", "808080", "606060", "404040", "00ff00", "ff00ff", "ffffff", "000000")
    for changes in ({"seed": 99}, {"composition": 1}, {"palette": palette}):
        assert abs(shot_frame(medium, 4, size, **changes) - plain).mean() > 2, changes


@pytest.mark.parametrize("size", [(128, 72), (130, 232)])
@pytest.mark.parametrize("medium", MEDIA)
def test_any_even_size_is_filled_to_its_edges(size: tuple[int, int], medium: str) -> None:
    out = shot_frame(medium, 3, size, marks={"border": 0})
    luma = out[: size[1]].astype(float)
    assert out.min() >= 16 and luma.max() <= 235
    assert abs(luma[:, -2].mean() - luma[:, -1].mean()) < 30, "the last column belongs to the picture"


@pytest.mark.parametrize("medium", [*MEDIA, "neon", "wash", "halftone"])
def test_each_mark_that_a_medium_declares_changes_its_picture(medium: str) -> None:
    size = (640, 360)
    plain = shot_frame(medium, 4, size)
    for mark in marks_of(medium):
        changed = [shot_frame(medium, 4, size, marks={mark: percent}) for percent in (0, 200)]
        assert any(not np.array_equal(plain, picture) for picture in changed), mark


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
    assert moved[:, 290:350].mean() > 2 * moved[:, :160].mean() > 0.0


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
