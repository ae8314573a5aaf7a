"""What drawn, cut and traced media promise: lines, strokes and panes that stick to things or are drawn anew on purpose.

Beside what every medium promises (`test_engine`, `test_media`), each is tried on a plain motif made for the question.
"""

from __future__ import annotations

import numpy as np
import pytest

from beatforge.film.shot import Drive
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.medium import Motif
from beatforge.picture.noise import fbm
from beatforge.picture.render import ShotPicture, rgb_of_frame
from beatforge.picture.still import growth, plain_shot
from beatforge.picture.trace import V, as_float, lerp, mix
from tests.picture.test_engine import frame_of, shot_frame

MEDIA = ("ink", "pencil", "cel", "woodblock", "contour", "glass")
PAPER = ("c9c7bf", "f7f3e8", "d9402a", "b9b7b0", "85837c", "2c2c34", "c8452f", "e0a890", "f6f1e4", "15151c")
SIZE = (640, 360)
STILL = {"speed": 0, "camera": 0, "drives": {"pulse": Drive("beat", 0)}}


@pytest.mark.parametrize("medium", MEDIA)
def test_drawings_of_what_moves_move_with_it(medium: str) -> None:
    """Growth of the difference with distance in time: a new picture each time 1.0, steady motion 2.0."""
    assert growth(plain_shot("mountains", medium, width=320, height=180), 12) > 1.4


@pytest.mark.parametrize("medium", ["pencil", "contour", "glass"])
def test_strokes_stick_to_things(medium: str) -> None:
    marks = {"grain": 0, "border": 0, "bloom": 0}
    here, there = (hills_frame(medium, moved, marks=marks, **STILL) for moved in (0.0, 0.1))
    pixels = round(0.1 * SIZE[1] / view_scale(medium))
    core = (slice(90, 270), slice(160, 480))
    moved_on = np.roll(here, pixels, axis=1)
    assert alike(there[core], moved_on[core]) > 0.8
    assert alike(there[core], here[core]) < 0.6


@pytest.mark.parametrize("medium", ["ink", "pencil", "woodblock"])
def test_the_sheet_of_paper_lies_still(medium: str) -> None:
    changes = {"palette": PAPER, "marks": {"border": 200}}
    first, later = (shot_frame(medium, index, SIZE, **changes)[: SIZE[1]].astype(int) for index in (0, 40))
    assert np.array_equal(first[:3], later[:3])
    assert first[:3].mean() > 195


def test_ink_is_grey_but_for_its_red() -> None:
    picture = ShotPicture(plain_shot("sea", "ink", width=SIZE[0], height=SIZE[1], palette=PAPER))
    red, green, blue = np.moveaxis(rgb(frame_of(picture, 4, SIZE)), -1, 0)
    coloured = np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue) > 0.25
    assert 0.003 < coloured.mean() < 0.15, "the sun, its path, a sail and the seal"
    assert (red[coloured] > green[coloured]).all() and (red[coloured] > blue[coloured]).all()


def test_pencil_without_coloured_leads_is_grey() -> None:
    shown = rgb(shot_frame("pencil", 4, SIZE, palette=PAPER, marks={"tones": 0}))
    assert (shown.max(-1) - shown.min(-1)).max() < 0.12


@pytest.mark.parametrize("medium", ["pencil", "contour"])
def test_lines_are_drawn_anew_eight_times_a_second(medium: str) -> None:
    """24 frames a second: three frames of the same drawing, then another."""
    first, same, last, anew = (shot_frame(medium, index, SIZE, **STILL) for index in (12, 13, 14, 15))
    assert np.array_equal(first, same) and np.array_equal(first, last)
    assert not np.array_equal(last, anew)
    assert abs(last.astype(float) - anew)[: SIZE[1]].mean() < 12, "a hand that drifts, not another picture"


def test_cel_paints_soft_light_in_few_flat_tones() -> None:
    shown = hills_frame("cel", 0.0, marks={"grain": 0, "bloom": 0, "line": 0}, **STILL)
    counts = np.sort(np.bincount(shown.ravel(), minlength=256))[::-1]
    soft = np.sort(np.bincount(hills_frame("wash", 0.0, **STILL).ravel(), minlength=256))[::-1]
    assert counts[:24].sum() > 0.5 * shown.size
    assert counts[:24].sum() > 2 * soft[:24].sum()


def test_contour_traces_a_picture_without_things() -> None:
    """One identity, one depth: as a frame of film would be."""
    traced, bare = (
        hills_frame("contour", 0.0, marks=marks, palette=PAPER, **STILL) for marks in ({}, {"line": 0, "edge": 0})
    )
    assert ((bare.astype(int) - traced) > 20).mean() > 0.01


def test_glass_is_leaded_and_lit_from_behind() -> None:
    luma = shot_frame("glass", 4, SIZE)[: SIZE[1]]
    assert 0.05 < (luma < 45).mean() < 0.6, "leads"
    assert luma.max() > 190
    bright, dark = (hills_frame("glass", 0.0, marks={"bloom": bloom}).mean() for bloom in (300, 0))
    assert bright > dark + 3, "what shines spills over the leads"


def hills_frame(medium: str, moved: float, **changes: object) -> np.ndarray:
    """Luma of soft light and shade all of one thing, which has moved so far to the right."""

    def arrange(composition: int, draws: Draws) -> Arrangement:
        return {"moved": moved}

    def paint(x: V, y: V, u: Uniforms) -> G:
        light = fbm((x - u.moved) * 3.0 + 20.0, y * 3.0 + 20.0, 2)
        g = G(u.role("sky_low"))
        colour = mix(u.role("ink"), u.role("paper"), lerp(-0.4, 1.4, light))
        g.paint(as_float(1.0), colour, 0.4, 9, 0.1, 0.0, (u.moved, 0.0))
        return g

    shot = plain_shot("hills", medium, width=SIZE[0], height=SIZE[1], **changes)
    return frame_of(ShotPicture(shot, Motif(1, arrange, paint)), 9, SIZE)[: SIZE[1]]


def view_scale(medium: str) -> float:
    """Scene units to a frame's height."""
    from beatforge.picture.uniforms import Motion

    return Motion(plain_shot("hills", medium, width=SIZE[0], height=SIZE[1], **STILL)).values(9)["view_scale"]


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of the fine structure of two pictures."""
    fine = [picture.astype(float) - blurred(picture.astype(float)) for picture in (one, other)]
    return float(np.corrcoef(fine[0].ravel(), fine[1].ravel())[0, 1])


def blurred(picture: np.ndarray) -> np.ndarray:
    for axis in (0, 1):
        picture = np.mean([np.roll(picture, step, axis) for step in range(-8, 9)], axis=0)
    return picture


def rgb(frame: np.ndarray) -> np.ndarray:
    """The frame's colours where chroma is whole: the mean of each 2 x 2 block."""
    shown = np.asarray(rgb_of_frame(frame, *SIZE))
    return np.asarray(shown.reshape(SIZE[1] // 2, 2, SIZE[0] // 2, 2, 3).mean((1, 3)))
