"""Laws of the engine: the compiled picture is the computed one, at every vector width and size."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from beatforge.picture.kernel import lanes
from beatforge.picture.oracle import OracleCanvas
from beatforge.picture.render import ShotPicture, TransitionPicture, png
from beatforge.picture.still import plain_shot
from tests.picture.motif_probe import PROBE

ROOT = Path(__file__).parents[2]
MEDIA = ("neon", "halftone", "wash")


def frame_of(picture: ShotPicture | TransitionPicture, index: int, size: tuple[int, int]) -> np.ndarray:
    width, height = size
    out = np.zeros((height * 3 // 2, width), np.uint8)
    picture.frame(index, out)
    return out


def shot_frame(medium: str, index: int, size: tuple[int, int], **changes: object) -> np.ndarray:
    shot = plain_shot("probe", medium, width=size[0], height=size[1], **changes)
    return frame_of(ShotPicture(shot, PROBE), index, size)


def digest_of_probes() -> str:
    """One digest over all media and a morph."""
    size, total = (192, 108), hashlib.sha256()
    for medium in MEDIA:
        total.update(shot_frame(medium, 5, size).tobytes())
    before, after = (plain_shot("probe", "neon", width=192, height=108, seed=seed) for seed in (3, 4))
    total.update(frame_of(TransitionPicture(before, after, "morph", 9, (PROBE, PROBE)), 4, size).tobytes())
    return total.hexdigest()


@pytest.mark.parametrize("medium", MEDIA)
def test_compiled_luma_and_chroma_are_the_oracles(medium: str) -> None:
    size = (170, 96)
    shot = plain_shot("probe", medium, width=size[0], height=size[1])
    computed = frame_of(ShotPicture(shot, PROBE, OracleCanvas(*size)), 9, size)
    compiled = frame_of(ShotPicture(shot, PROBE), 9, size)
    assert np.array_equal(compiled, computed)
    assert compiled.std() > 20


@pytest.mark.parametrize("width", [4, 8, 16])
def test_bytes_are_the_same_at_every_vector_width(width: int) -> None:
    if width == lanes():
        return
    code = "from tests.picture.test_engine import digest_of_probes; print(digest_of_probes())"
    environment = {**os.environ, "BEATFORGE_LANES": str(width)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-1] == digest_of_probes()


def test_a_frame_alone_is_the_frame_in_sequence() -> None:
    size = (192, 108)
    picture = ShotPicture(plain_shot("probe", "halftone", width=192, height=108), PROBE)
    for index in (-12, 0, 1, 2, 47, 60, 7):
        last = frame_of(picture, index, size)
    assert np.array_equal(last, shot_frame("halftone", 7, size))


@pytest.mark.parametrize("size", [(128, 72), (854, 480), (130, 232)])
@pytest.mark.parametrize("medium", MEDIA)
def test_any_even_size_is_filled_to_its_edges(size: tuple[int, int], medium: str) -> None:
    out = shot_frame(medium, 3, size)
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
