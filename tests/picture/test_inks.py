"""What media do with colours that would be black, brown or grey, and with skies that should be calm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Motif
from beatforge.picture.noise import noise
from beatforge.picture.render import ShotPicture, rgb_of_frame
from beatforge.picture.still import plain_shot
from beatforge.picture.trace import V
from tests.picture.test_engine import frame_of

SIZE = (640, 360)


def seen(medium: str, sky: Sequence[float], thing: Sequence[float], uneven: float = 0.0) -> np.ndarray:
    """A thing of one colour that fills the right half, before a sky: its red, green and blue."""

    def paint(x: V, y: V, u: Uniforms) -> G:
        pixel = G([channel + (noise(x * 9.0, y * 9.0) - 0.5) * uneven for channel in sky])
        pixel.paint(u.cover(0.0 - x), list(thing), 0.3, 9)
        return pixel

    shot = plain_shot("half", medium, width=SIZE[0], height=SIZE[1])
    picture = ShotPicture(shot, Motif(1, lambda composition, draws: {}, paint))
    return rgb_of_frame(frame_of(picture, 4, SIZE), *SIZE)


def purity(rgb: np.ndarray) -> float:
    return float((np.ptp(rgb, axis=-1) / np.maximum(rgb.max(-1), 0.02)).mean())


def test_pop_prints_what_is_dark_at_night_in_an_ink_and_not_in_black() -> None:
    figure = seen("benday", (0.5, 0.6, 0.9), (0.05, 0.05, 0.06))[40:320, 360:600]
    assert (figure.max(-1) < 0.25).mean() < 0.2
    assert purity(figure) > 0.6


def test_liquid_shows_no_browns() -> None:
    red, green, blue = seen("liquid", (0.9, 0.5, 0.3), (0.40, 0.33, 0.05))[40:320, 360:600].reshape(-1, 3).T
    brown = (np.minimum(red, green) - blue > 0.15) & (red < 0.6)
    assert brown.mean() < 0.05


@pytest.mark.parametrize("medium", ["flat", "halftone", "spray"])
def test_inks_are_purer_than_what_they_print(medium: str) -> None:
    grey = (0.50, 0.56, 0.62)
    assert purity(seen(medium, (0.7, 0.8, 0.9), grey)[40:320, 400:600]) > 1.3 * purity(np.array(grey))


def test_a_sky_of_tiles_is_calm_and_what_stands_before_it_has_sides() -> None:
    frame = seen("tiles", (0.5, 0.7, 0.9), (0.8, 0.3, 0.3), uneven=0.08)
    light = frame @ np.array([0.2126, 0.7152, 0.0722])
    assert light[40:320, 40:280].std() < 0.04
    assert light[40:320, 300:340].std() > 0.06
