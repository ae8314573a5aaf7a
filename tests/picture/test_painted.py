"""What painted, built, pasted and poured media promise: they agree with the oracle, scale, and stick to things."""

from __future__ import annotations

import numpy as np
import pytest

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Motif
from beatforge.picture.noise import noise
from beatforge.picture.oracle import OracleCanvas
from beatforge.picture.render import ShotPicture
from beatforge.picture.still import plain_shot
from beatforge.picture.trace import V
from tests.picture.motif_probe import PROBE
from tests.picture.test_engine import frame_of, shot_frame

MEDIA = ("oil", "dabs", "facets", "tiles", "collage", "liquid")


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
