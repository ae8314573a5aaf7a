"""Laws of the motifs: each composition is a picture of its own, with a subject, that weather changes and that moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from beatforge.picture.canvas import Canvas
from beatforge.picture.cutout import Cutout
from beatforge.picture.layout import PASS, Uniforms, block_layout, cutout_plane, scene_coordinates
from beatforge.picture.medium import find_motif
from beatforge.picture.oracle import Oracle
from beatforge.picture.painter import block_values
from beatforge.picture.still import plain_music, plain_shot
from beatforge.picture.trace import V, executing
from beatforge.picture.uniforms import Motion, palette
from beatforge.project.library import load_library
from beatforge.project.vocabulary import CONDITIONS

WIDTH, HEIGHT = 160, 90
MOTIFS = sorted(load_library().names["motif"])
COMPOSITIONS = [(name, number) for name in MOTIFS for number in range(find_motif(name).compositions)]
each_composition = pytest.mark.parametrize(("name", "composition"), COMPOSITIONS)


class Bare:
    """A motif as it is before a medium paints it: frames of luma 0..1."""

    def __init__(self, name: str, composition: int, size: tuple[int, int] = (WIDTH, HEIGHT), **changes: Any) -> None:
        self.width, self.height = size
        self.shot = plain_shot(name, "wash", composition=composition, width=size[0], height=size[1], **changes)
        self.motif, self.motion = find_motif(name), Motion(self.shot)
        self.arranged = self.motif.arranged(composition, self.shot.seed)
        self.block = block_layout(self.arranged)
        self.scene = Uniforms(self.block, len(PASS))
        self.canvas = Canvas(*size)
        for cut, drawn in sorted(self.arranged.items()):
            if isinstance(drawn, Cutout):
                self.canvas.add_plane(cutout_plane(len(PASS), cut), 1, drawn.plane)
        self._show = self.prepared(lambda x, y: self.pixel(x, y).colour, "bare")

    def prepared(self, draw: Callable[[V, V], Sequence[Any]], purpose: str) -> Callable[[Any, Any], None]:
        layout = tuple(tuple(part.items()) for part in (self.block.floats, self.block.tables, self.block.cutouts))
        return self.canvas.prepare_picture(lambda x, y, planes: draw(x, y), (purpose, self.motif.paint, layout))

    def pixel(self, x: V, y: V) -> Any:
        seen = self.scene.reading(self.canvas.reader(1))
        return self.motif.paint(*scene_coordinates(x, y, seen), seen)

    def uniforms(self, index: int) -> np.ndarray:
        frame = {"width": 720 * self.width / self.height, "height": 720, "per_point": self.height / 720}
        colours = palette(self.shot.look.palette)
        values = self.motion.values(index)
        numbers = block_values(self.block, values, colours, self.motif.at(values, self.arranged))
        return np.array([*(frame.get(name, 720 / self.height) for name in PASS), *numbers], np.float32)

    def luma(self, index: int = 14) -> np.ndarray:
        out = np.zeros((self.height * 3 // 2, self.width), np.uint8)
        self._show(self.uniforms(index), out)
        return (out[: self.height].astype(np.float32) - 16) / 219


@cache
def still(name: str, composition: int, condition: str = "", detail: int = 1) -> np.ndarray:
    conditions = {condition: 100} if condition else {}
    return Bare(name, composition, conditions=conditions, detail=detail).luma()


def blurred(luma: np.ndarray, radius: int = 4) -> np.ndarray:
    """Three box blurs along each side: what is left when one screws up one's eyes."""
    kernel = np.ones(2 * radius + 1) / (2 * radius + 1)
    for axis in (0, 1, 0, 1, 0, 1):
        padded = np.pad(luma, [(radius, radius) if side == axis else (0, 0) for side in (0, 1)], mode="edge")
        luma = np.apply_along_axis(np.convolve, axis, padded, kernel, "valid")
    return luma


@each_composition
def test_every_value_of_every_pixel_is_a_number_in_its_range(name: str, composition: int) -> None:
    bare = Bare(name, composition, (64, 36), conditions=dict.fromkeys(CONDITIONS, 100))
    planes = {slot: bare.canvas.planes[plane] for plane, (slot, _) in bare.canvas.slots.items()}
    oracle = Oracle(bare.uniforms(5), planes, 64, 36)
    with executing(oracle), np.errstate(invalid="raise", divide="raise"):
        points = [
            V((side.astype(np.float32) + np.float32(0.5)) * np.float32(20)) for side in (oracle.columns, oracle.rows)
        ]
        told = [np.asarray(value.held) for value in bare.pixel(*points).values()]
    *colour, depth, ident, direction, emission, right, up = told
    assert np.abs(right).max() < 700 and np.abs(up).max() < 700, "an anchor tells some thousand points at most"
    for value in (*colour, depth, direction, emission):
        assert np.isfinite(value).all() and value.min() > -0.01 and value.max() < 1.01
    assert (ident == np.floor(ident)).all() and ident.min() >= 0 and ident.max() <= 255


@each_composition
def test_a_subject_is_left_when_the_frame_is_grey_and_blurred(name: str, composition: int) -> None:
    luma = still(name, composition)
    assert luma.std() > 0.08, "flat"
    low, high = np.percentile(blurred(luma), (3, 97))
    assert high - low > 0.25


@pytest.mark.parametrize("name", MOTIFS)
def test_compositions_are_different_shots(name: str) -> None:
    frames = [blurred(still(name, number)) for number in range(find_motif(name).compositions)]
    assert len(frames) >= 4
    assert min(np.abs(one - other).mean() for one, other in combinations(frames, 2)) > 0.03


@pytest.mark.parametrize("name", MOTIFS)
@pytest.mark.parametrize("condition", CONDITIONS)
def test_weather_and_company_can_be_seen(name: str, condition: str) -> None:
    change = np.abs(still(name, 0, condition) - still(name, 0))
    assert (change > 0.03).sum() > 12


@each_composition
def test_detail_moves_small_things_only(name: str, composition: int) -> None:
    one, other = still(name, composition), still(name, composition, "", 500)
    assert np.abs(blurred(one) - blurred(other)).mean() < 0.06


@each_composition
def test_a_composition_is_the_same_picture_in_an_upright_frame(name: str, composition: int) -> None:
    luma = Bare(name, composition, (90, 160)).luma()
    low, high = np.percentile(blurred(luma), (3, 97))
    assert luma.std() > 0.07 and high - low > 0.2


@each_composition
def test_it_always_moves_and_nothing_pops(name: str, composition: int) -> None:
    """In slow motion without beats all steps are small and alike; what appears, vanishes or leaps would stand out."""
    num_frames = 300
    music = replace(plain_music(num_frames), beats=(), downbeats=())
    busy = {"wind": 60, "birds": 100, "crowd": 100}
    changes = {"num_frames": num_frames, "music": music, "speed": 40, "camera": 40}
    bare = Bare(name, composition, conditions=busy, **changes)
    frames = np.array([bare.luma(index) for index in range(num_frames)])
    steps = np.abs(np.diff(frames, axis=0)).mean((1, 2))
    assert steps.min() > 0.0005
    assert steps.max() < 2.5 * np.median(steps) + 0.002
    blocks = frames[:, :88].reshape(num_frames, 11, 8, 20, 8).mean((2, 4))
    assert np.abs(np.diff(blocks, axis=0)).max() < 0.35  # an arm of a dancer seen from near sweeps as much as 0.32


@each_composition
def test_the_beat_shows_and_does_not_flash(name: str, composition: int) -> None:
    """A beat changes the picture, and its mean light by less than a tenth."""
    bare = Bare(name, composition)
    before, after = bare.luma(11), bare.luma(12)
    assert np.abs(after - before).mean() > 0.003
    assert abs(float(after.mean() - before.mean())) < 0.1
