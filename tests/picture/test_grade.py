"""Grades and colour tables: neutral ones change nothing, others what their names say; a broken table is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from beatforge.errors import ToolError
from beatforge.picture.chain import ChainedPicture
from beatforge.picture.cube import read_cube
from beatforge.picture.given import Given
from beatforge.picture.grade import ColourTable
from beatforge.picture.oracle import OracleCanvas
from beatforge.picture.render import ShotPicture, rgb_of_frame, transition_picture
from beatforge.picture.still import plain_shot
from tests.brought import write_table

SIZE = (64, 36)


def shown(grade: dict[str, int] | None = None, table: ColourTable | None = None, canvas: object = None) -> np.ndarray:
    shot = plain_shot("sea", "wash", width=SIZE[0], height=SIZE[1], grade=grade or {})
    out = np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    ShotPicture(shot, canvas=canvas, given=Given(table)).frame(5, out)  # type: ignore[arg-type]
    return out


def colours(grade: dict[str, int], table: ColourTable | None = None) -> np.ndarray:
    return rgb_of_frame(shown(grade, table), *SIZE)


def test_each_part_of_a_grade_does_what_its_name_says() -> None:
    plain = colours({})
    assert colours({"exposure": 50}).mean() > plain.mean() + 0.05
    assert colours({"contrast": 130}).std() > plain.std() * 1.1
    assert np.ptp(colours({"saturation": 0}), axis=-1).mean() < 0.02 < np.ptp(plain, axis=-1).mean()
    warm = colours({"warmth": 100}).mean((0, 1)) - plain.mean((0, 1))
    assert warm[0] > 0.01 and warm[2] < -0.01
    assert colours({"fade": 100}).min() > plain.min() + 0.05
    corners = colours({"vignette": 100})
    assert corners[0, 0].mean() < plain[0, 0].mean() - 0.1 and abs(corners[18, 32] - plain[18, 32]).max() < 0.05
    assert np.abs(colours({"grain": 100}) - plain).mean() > 0.01


def test_grain_lives_from_frame_to_frame() -> None:
    shot = plain_shot("sea", "wash", width=SIZE[0], height=SIZE[1], grade={"grain": 100}, speed=1)
    one, other = (np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8) for _ in range(2))
    picture = ShotPicture(shot)
    picture.frame(5, one)
    picture.frame(6, other)
    assert np.abs(one.astype(int) - other)[: SIZE[1]].mean() > 2


@pytest.mark.parametrize("grade", [{"exposure": 40, "fade": 50, "grain": 80}, {}])
def test_the_oracle_agrees_with_the_kernel(tmp_path: Path, grade: dict[str, int]) -> None:
    table = read_cube(write_table(tmp_path / "a.cube", 5, lambda c: (c[0] ** 2, c[2], c[1] * 0.5)))
    assert np.array_equal(shown(grade, table), shown(grade, table, OracleCanvas(*SIZE)))


@pytest.mark.parametrize("size", [2, 17, 33])
def test_a_table_that_changes_nothing_changes_nothing(tmp_path: Path, size: int) -> None:
    table = read_cube(write_table(tmp_path / "same.cube", size))
    assert np.abs(shown({}, table).astype(int) - shown({})).max() <= 1


def test_a_table_gives_the_colours_it_says(tmp_path: Path) -> None:
    table = read_cube(write_table(tmp_path / "grey.cube", 9, lambda c: (c[0] * 0.5, c[0] * 0.5, c[0] * 0.5)))
    made = colours({}, table)
    assert np.ptp(made, axis=-1).mean() < 0.02 and made.max() < 0.52


def test_curves_bend_each_channel_on_its_own(tmp_path: Path) -> None:
    (tmp_path / "curve.cube").write_text("TITLE curve\r\nLUT_1D_SIZE 3\r\n0 0 1\r\n.25 .5 .5\r\n.5 1 0\r\n", newline="")
    made, plain = colours({}, read_cube(tmp_path / "curve.cube")), colours({})
    wanted = np.clip(plain, 0, 1) * (0.5, 1.0, -1.0) + (0.0, 0.0, 1.0)
    assert np.abs(np.median(made - wanted, axis=(0, 1))).max() < 0.03


def test_scenes_meet_in_their_own_grades() -> None:
    dark, light = (
        plain_shot("sea", "wash", width=SIZE[0], height=SIZE[1], grade=grade)
        for grade in ({"exposure": -150}, {"exposure": 80})
    )
    out = np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    means = []
    for kind in ("morph", "crossfade", "motion_blend"):
        picture = transition_picture(dark, light, kind, 9)
        for index in (0, 8):
            picture.frame(index, out)
            means.append(out[: SIZE[1]].mean())
    assert max(means[0::2]) < 60 and min(means[1::2]) > 110


def test_what_a_scene_grows_out_of_is_graded_once() -> None:
    shot = plain_shot("sea", "wash", width=SIZE[0], height=SIZE[1], grade={"exposure": -100}, chain=12)
    last = np.full((SIZE[1] * 3 // 2, SIZE[0]), 128, np.uint8)
    last[: SIZE[1]] = 180
    out = np.empty_like(last)
    ChainedPicture(shot, last).frame(0, out)
    assert 70 < np.median(out[: SIZE[1]]) < 120, "the old picture in the new grade"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LUT_3D_SIZE 2\n0 0 0\n", "8 colours are announced, 1 are there"),
        ("0 0 0\n", "no LUT_3D_SIZE"),
        ("LUT_1D_SIZE 4\n0 0 0\n", "4 colours are announced, 1 are there"),
        ("LUT_1D_SIZE 4\nLUT_3D_SIZE 2\n", "export a 3D table alone"),
        ("LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 100\n", "a.cube:2: .*0 to 1"),
        ("LUT_3D_SIZE 2\nLUT_IN_VIDEO_RANGE\n", "full range"),
        ("LUT_3D_SIZE 2\n0 0 zero\n", "a.cube:2"),
        ("LUT_3D_SIZE 900\n", "2 to 129"),
        ("DOMAIN_MAX 2 2 2\nLUT_3D_SIZE 2\n", "0 to 1"),
        ("LUT_3D_SIZE 2\n0 0 nan\n", "three numbers"),
    ],
)
def test_a_broken_table_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.cube").write_text(text)
    with pytest.raises(ToolError, match=said):
        read_cube(tmp_path / "a.cube")
