"""Names of passes: what lets a new process load kernels without tracing them again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.picture.canvas import Canvas
from beatforge.picture.chain import ChainedPicture
from beatforge.picture.named import pass_told
from beatforge.picture.native import lanes
from beatforge.picture.render import ShotPicture, TransitionPicture
from beatforge.picture.still import plain_shot
from beatforge.picture.text import pass_text
from beatforge.picture.transition import DISSOLVES
from tests.picture.test_engine import PAIRS, ROOT, SMALL


class Telling(Canvas):
    """A canvas that notes under which name it traced which text, and draws nothing."""

    def __init__(self, *size: int) -> None:
        super().__init__(*size)
        self.texts: list[tuple[str | None, str]] = []

    def run_pass(self, draw: Any, scale: int, writes: tuple[str, ...], key: Hashable) -> Callable[..., None]:
        told = pass_told(draw, self.pass_key(scale, writes, key))
        self.texts.append((told, pass_text(draw, self.reader(scale), writes, lanes())))
        return lambda *whatever: None


def told_by(canvases: Sequence[Telling]) -> list[tuple[str | None, str]]:
    return [text for canvas in canvases for text in canvas.texts]


def test_equal_names_are_equal_texts() -> None:
    """Over every motif and medium, some in two compositions, over dissolves and a growth, at two sizes."""
    canvases = []
    for number, (motif, medium) in [*enumerate(PAIRS), *enumerate(PAIRS[:6], start=1)]:
        canvases.append(Telling(*(SMALL if number % 2 else (1280, 720))))
        grade = {"exposure": -40} if number % 3 else {}
        size = {"width": canvases[-1].width, "height": canvases[-1].height}
        ShotPicture(plain_shot(motif, medium, composition=number, grade=grade, **size), canvas=canvases[-1])
    width, height = SMALL

    def canvas(*size: int) -> Canvas:
        canvases.append(Telling(*size))
        return canvases[-1]

    for kind, other in [*((kind, "cel") for kind in DISSOLVES), ("morph", "pixel")]:
        shots = [plain_shot("sea", medium, width=width, height=height) for medium in ("cel", other)]
        TransitionPicture(*shots, kind, 9, canvas=canvas)
    canvases.append(Telling(*SMALL))
    last = np.zeros((height * 3 // 2, width), np.uint8)
    ChainedPicture(plain_shot("sea", "wash", width=width, height=height, chain=12), last, canvas=canvases[-1])
    texts: dict[str, str] = {}
    for told, text in told_by(canvases):
        assert told is not None
        assert " at 0x" not in told
        assert texts.setdefault(told, text) == text
    assert len(texts) > 100


def test_what_is_drawn_by_a_stranger_has_no_name() -> None:
    assert pass_told(lambda x, y, planes: [x, y, x], ("stranger",)) is None
    assert pass_told(Canvas.prepare, (told_by,)) is None


def test_a_new_process_loads_what_an_earlier_one_traced(tmp_path: Path) -> None:
    code = """
import hashlib, sys
import numpy as np
from beatforge.picture.render import ShotPicture
from beatforge.picture.still import plain_shot
out = np.zeros((81, 96), np.uint8)
ShotPicture(plain_shot("planet", "film", width=96, height=54)).frame(0, out)
print(hashlib.sha256(out).hexdigest(), "beatforge.picture.text" in sys.modules)
"""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    runs = [
        subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True)
        for _ in range(2)
    ]
    (first, traced), (second, traced_again) = (run.stdout.split() for run in runs)
    assert (traced, traced_again) == ("True", "False"), runs[0].stderr
    assert first == second
