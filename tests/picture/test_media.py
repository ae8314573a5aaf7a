"""What each medium promises of its picture."""

from __future__ import annotations

import numpy as np
import pytest

from beatforge.project.library import load_library
from tests.picture.test_engine import MEDIA, shot_frame

MARKS = load_library().marks
DRAWN = ("ink", "pencil", "cel", "woodblock", "contour", "glass")
"""Media whose marks grow on and on."""


@pytest.mark.parametrize("medium", MEDIA)
def test_what_is_painted_scales_with_the_frame(medium: str) -> None:
    small = shot_frame(medium, 4, (1280, 720))[:720].astype(float)
    large = shot_frame(medium, 4, (2560, 1440))[:1440].astype(float)
    halved = large.reshape(720, 2, 1280, 2).mean((1, 3))
    # the same dots, strokes and grain, only finer resolved
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


@pytest.mark.parametrize(("medium", "mark"), [(name, mark) for name in MEDIA for mark in MARKS.get(name, ())])
def test_every_mark_changes_the_picture(medium: str, mark: str) -> None:
    size = (640, 360)
    usual, without, twice = (shot_frame(medium, 4, size, marks={mark: amount}) for amount in (100, 0, 200))
    changes = [abs(usual.astype(float) - other)[: size[1]].mean() for other in (without, twice)]
    assert max(changes) > 0.05, "one of them may be where the mark ends already"
    assert min(changes) > 0.1 or medium not in DRAWN


def test_wash_leaves_a_border_of_still_paper() -> None:
    first, later = (shot_frame("wash", index, (320, 180))[:180].astype(float) for index in (0, 40))
    assert np.array_equal(first[:2], later[:2])
    assert first[:2].mean() > 200


def test_neon_is_dark_and_its_lights_glow() -> None:
    luma = shot_frame("neon", 4, (320, 180))[:180]
    assert np.median(luma) < 90
    assert luma.max() > 180


def test_halftone_has_blacks_and_paper() -> None:
    luma = shot_frame("halftone", 4, (640, 360))[:360]
    assert (luma < 40).mean() > 0.02
    assert luma.max() > 215


def test_neon_tubes_do_not_shimmer() -> None:
    """Growth of the difference with distance in time: independent flicker 1.0, steady motion 2.0."""
    frames = [shot_frame("neon", index, (640, 360))[:360].astype(float) for index in (4, 5, 6)]
    one = (abs(frames[1] - frames[0]).mean() + abs(frames[2] - frames[1]).mean()) / 2
    assert abs(frames[2] - frames[0]).mean() / one > 1.4
