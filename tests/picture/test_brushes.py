"""Laws of what media share: words that are added up whole, light that spreads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from beatforge.picture.brushes.optics import BELL, spread
from beatforge.picture.brushes.roomy import pack_roomy, pack_roomy_colour, smooth_roomy, smooth_roomy_colour
from beatforge.picture.canvas import Canvas
from beatforge.picture.gbuffer import pack, pack_colour
from beatforge.picture.layout import PASS, Uniforms, block_layout
from beatforge.picture.medium import smooth
from beatforge.picture.oracle import OracleCanvas
from beatforge.picture.planes import PAD
from beatforge.picture.trace import fract, sel

U = Uniforms(block_layout({}), len(PASS))


def run(canvas: Canvas, *passes: tuple[Callable[..., Any], int, tuple[str, ...]]) -> np.ndarray:
    """The words of the last pass's first plane."""
    uniforms = np.zeros(len(PASS) + block_layout({}).size, np.float32)
    uniforms[PASS.index("per_point")] = canvas.height / 720.0
    uniforms[PASS.index("width")] = canvas.width * 720.0 / canvas.height
    uniforms[PASS.index("height")] = 720.0
    for draw, scale, writes in passes:
        canvas.prepare(draw, scale, writes, draw)(uniforms)
    plane = canvas.planes[passes[-1][2][0]]
    return plane.words[PAD : PAD + plane.height, PAD : PAD + plane.width]


def test_words_with_room_tell_what_plain_words_tell() -> None:
    def painted(x: Any, y: Any, planes: Any) -> list[Any]:
        values = [fract(x * 0.37 + y * 0.11), fract(y * 0.23), fract(x * 0.05 + y * 0.31)]
        parts = list(zip(values, (8, 6, 6), strict=True))
        return [pack(parts), pack_roomy(parts)]

    def seen(x: Any, y: Any, planes: Any) -> list[Any]:
        plain = smooth(planes, "plain", ((0, 8), (8, 6), (14, 6)))
        return [
            pack(list(zip(values, (10, 10, 10), strict=True)))
            for values in (plain, smooth_roomy(planes, "roomy", (8, 6, 6)))
        ]

    canvas = Canvas(64, 36)
    plain = run(canvas, (painted, 2, ("plain", "roomy")), (seen, 1, ("one", "other")))
    other = canvas.planes["other"].words[PAD : PAD + 36, PAD : PAD + 64]
    for shift in (0, 10, 20):
        apart = (plain >> shift & 1023).astype(int) - (other >> shift & 1023)
        assert np.abs(apart).max() <= 1
    assert len(np.unique(plain)) > 100


def test_a_slope_of_colour_stays_a_slope_between_the_pixels() -> None:
    def painted(x: Any, y: Any, planes: Any) -> list[Any]:
        return [pack_roomy_colour([x * (1.0 / 1280.0), y * (1.0 / 720.0), (x + y) * (1.0 / 2000.0)])]

    def seen(x: Any, y: Any, planes: Any) -> list[Any]:
        return [pack_colour(smooth_roomy_colour(planes, "slope"))]

    words = run(Canvas(64, 36), (painted, 2, ("slope",)), (seen, 1, ("seen",)))
    rows, columns = np.mgrid[0:36, 0:64] + 0.5
    inner = (slice(2, -2), slice(2, -2))
    for found, wanted in (((words & 2047) / 2047.0, columns / 64.0), ((words >> 11 & 2047) / 2047.0, rows / 36.0)):
        assert np.abs(found - wanted)[inner].max() < 0.005


def spread_words(canvas: Canvas, step: float) -> np.ndarray:
    """A bright column in the middle, spread sideways."""

    def column(x: Any, y: Any, planes: Any) -> list[Any]:
        lit = sel((x > 158.0) & (x < 166.0), 1.0, 0.0)
        return [pack_colour([lit, lit * 0.5, lit])]

    draw = spread("lit", step, 0.0)
    return run(canvas, (column, 4, ("lit",)), (lambda x, y, planes: draw(x, y, U, planes), 4, ("spread",)))


@pytest.mark.parametrize("height", [360, 720, 1080])
@pytest.mark.parametrize("step", [4.0, 5.0, 6.0])
def test_light_spreads_equally_far_at_every_size(height: int, step: float) -> None:
    words = spread_words(Canvas(height * 4 // 9, height), step)
    light = (words & 2047)[3] / 2047.0
    places = (np.arange(len(light)) + 0.5) * 4.0 * 720.0 / height
    middle = (places * light).sum() / light.sum()
    wide = np.sqrt((light * (places - middle) ** 2).sum() / light.sum())
    taps = [(nth, weight) for nth, weight in BELL for _ in ((-1, 1) if nth else (1,))]
    usual = step * np.sqrt(sum(weight * nth * nth for nth, weight in taps) / sum(weight for _, weight in taps))
    assert middle == pytest.approx(162.0, abs=4.0)
    assert wide == pytest.approx(usual, rel=0.15)


def test_spread_light_is_the_oracle_s_at_the_usual_size() -> None:
    assert np.array_equal(spread_words(Canvas(320, 720), 5.0), spread_words(OracleCanvas(320, 720), 5.0))
