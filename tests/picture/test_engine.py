"""Laws of the engine: the compiled picture is the computed one, at every vector width and size."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import cycle, islice, pairwise
from pathlib import Path

import numpy as np
import pytest

from beatforge.picture.canvas import Canvas
from beatforge.picture.chain import ChainedPicture
from beatforge.picture.native import lanes
from beatforge.picture.oracle import OracleCanvas
from beatforge.picture.render import ShotPicture, TransitionPicture, png
from beatforge.picture.still import plain_shot
from beatforge.picture.transition import DISSOLVES
from beatforge.project.library import load_library
from tests.picture.motif_probe import PROBE

ROOT = Path(__file__).parents[2]
NAMES = load_library().names
MEDIA = sorted(NAMES["medium"])
PAIRS = list(
    islice(zip(cycle(sorted(NAMES["motif"])), cycle(MEDIA), strict=False), max(len(NAMES["motif"]), len(MEDIA)))
)
"""Every motif and every medium at least once, each with one of the others."""

SMALL = (96, 54)
WIDTHS = (4, 8, 16)


def frame_of(
    picture: ShotPicture | ChainedPicture | TransitionPicture, index: int, size: tuple[int, int]
) -> np.ndarray:
    width, height = size
    out = np.zeros((height * 3 // 2, width), np.uint8)
    picture.frame(index, out)
    return out


def shot_frame(medium: str, index: int, size: tuple[int, int], **changes: object) -> np.ndarray:
    shot = plain_shot("probe", medium, width=size[0], height=size[1], **changes)
    return frame_of(ShotPicture(shot, PROBE), index, size)


def pair_frame(number: int, canvas: Canvas | None = None) -> np.ndarray:
    """A small frame of one of `PAIRS`, each in another composition."""
    motif, medium = PAIRS[number]
    shot = plain_shot(motif, medium, width=SMALL[0], height=SMALL[1], composition=number)
    return frame_of(ShotPicture(shot, canvas=canvas), 9, SMALL)


def joined_frame(kind: str, media: tuple[str, str], canvas: Callable[[int, int], Canvas] = Canvas) -> np.ndarray:
    """A small frame from the middle of a transition between two probes."""
    width, height = SMALL
    before, after = (plain_shot("probe", m, width=width, height=height, seed=s) for s, m in enumerate(media, start=3))
    return frame_of(TransitionPicture(before, after, kind, 9, (PROBE, PROBE), canvas), 4, SMALL)


def digests(numbers: Sequence[int]) -> list[str]:
    """Of the probe in one medium, of a morph and a dissolve of it, and of these pairs."""
    joins = [joined_frame("morph", ("neon", "neon")), joined_frame("dissolve", ("neon", "halftone"))]
    frames = [shot_frame("neon", 5, SMALL), *joins, *(pair_frame(number) for number in numbers)]
    return [hashlib.sha256(frame.tobytes()).hexdigest() for frame in frames]


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=["-".join(pair) for pair in PAIRS])
def test_compiled_luma_and_chroma_are_the_oracles(number: int) -> None:
    compiled = pair_frame(number)
    assert np.array_equal(compiled, pair_frame(number, OracleCanvas(*SMALL)))
    assert compiled[: SMALL[1]].std() > 15


def test_the_probe_s_frames_are_the_oracle_s_at_a_width_that_fills_no_vector() -> None:
    size = (170, 96)
    shot = plain_shot("probe", "neon", width=size[0], height=size[1])
    assert np.array_equal(
        frame_of(ShotPicture(shot, PROBE), 9, size), frame_of(ShotPicture(shot, PROBE, OracleCanvas(*size)), 9, size)
    )


@pytest.mark.parametrize("kind", DISSOLVES)
@pytest.mark.parametrize("media", [("neon", "neon"), ("neon", "halftone")], ids="-".join)
def test_a_transition_is_the_oracle_s(kind: str, media: tuple[str, str]) -> None:
    assert np.array_equal(joined_frame(kind, media), joined_frame(kind, media, OracleCanvas))


def test_a_shot_that_grows_out_of_another_is_the_oracle_s() -> None:
    width, height = SMALL
    last = pair_frame(0)
    shot = plain_shot("sea", "wash", width=width, height=height, chain=12, grade={"exposure": -40})
    grown = (ChainedPicture(shot, last, canvas=canvas) for canvas in (None, OracleCanvas(width, height)))
    compiled, computed = (frame_of(picture, 5, SMALL) for picture in grown)
    assert np.array_equal(compiled, computed)


@pytest.mark.parametrize("width", WIDTHS)
def test_bytes_are_the_same_at_every_vector_width(width: int) -> None:
    """Each pair is painted at this machine's own width and at one other; that tells all motifs and media."""
    others = [other for other in WIDTHS if other != lanes()]
    if width not in others:
        return
    numbers = range(others.index(width), len(PAIRS), len(others))
    code = f"from tests.picture.test_engine import digests; print(*digests({list(numbers)}))"
    environment = {**os.environ, "BEATFORGE_LANES": str(width)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == digests(numbers)


def test_a_frame_alone_is_the_frame_in_sequence() -> None:
    size = (192, 108)
    picture = ShotPicture(plain_shot("probe", "halftone", width=192, height=108), PROBE)
    for index in (-12, 0, 1, 2, 47, 60, 7):
        last = frame_of(picture, index, size)
    assert np.array_equal(last, shot_frame("halftone", 7, size))


@pytest.mark.parametrize("size", [(128, 72), (130, 232)])
@pytest.mark.parametrize("medium", MEDIA)
def test_any_even_size_is_filled_to_its_edges(size: tuple[int, int], medium: str) -> None:
    out = shot_frame(medium, 3, size, marks={"border": 0})
    luma = out[: size[1]].astype(float)
    inner, outer = luma[:, -2].mean(), luma[:, -1].mean()
    assert out.min() >= 16 and luma.max() <= 235
    assert abs(inner - outer) < 30, "the last column belongs to the picture"


def test_consecutive_frames_differ_and_gently() -> None:
    picture = ShotPicture(plain_shot("probe", "neon", width=320, height=180), PROBE)
    frames = [frame_of(picture, index, (320, 180))[:180].astype(float) for index in range(14)]
    steps = [abs(a - b).mean() for a, b in pairwise(frames)]
    assert min(steps) > 0.15, "something always moves"
    assert max(abs(a.mean() - b.mean()) for a, b in pairwise(frames)) < 8, "no flash on the beat"


def test_a_transition_joins_its_neighbours() -> None:
    size = (192, 108)
    for kind, media in (("morph", ("neon", "neon")), ("morph", ("neon", "wash")), ("crossfade", ("wash", "wash"))):
        before, after = (
            plain_shot("probe", medium, width=192, height=108, seed=seed, composition=seed)
            for seed, medium in enumerate(media)
        )
        transition = TransitionPicture(before, after, kind, 12, (PROBE, PROBE))
        first, last = (frame_of(transition, index, size)[:108].astype(float) for index in (0, 11))
        own = frame_of(ShotPicture(before, PROBE), 48 - 12, size)[:108]
        next_one = frame_of(ShotPicture(after, PROBE), 0, size)[:108]
        apart = abs(own.astype(float) - next_one).mean()
        assert abs(first - own).mean() < 0.2 * apart, (kind, media)
        assert abs(last - next_one).mean() < 0.25 * apart, (kind, media)


def test_a_png_shows_the_frame() -> None:
    data = png(shot_frame("neon", 0, (128, 72)), 128, 72)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
