"""Kernels: kept between processes, never trusted when damaged; the vocabulary's functions against numpy's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from beatforge.errors import ToolError
from beatforge.picture import canvas
from beatforge.picture.medium import find_medium, find_motif
from beatforge.picture.oracle import Oracle
from beatforge.picture.trace import V, atan2p, cosp, executing, exp, fma, sinp
from tests.picture.test_engine import shot_frame


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kernel cache of a user who has just installed the program."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "beatforge").mkdir()
    return tmp_path / "beatforge" / "kernels"


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a new process, no kernel is in memory; what is on disk stays."""
    monkeypatch.setattr(canvas, "_KERNELS", {})


def test_a_damaged_cached_kernel_is_made_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = (128, 72)
    forget(monkeypatch)
    first = shot_frame("halftone", 2, size)
    stored, names = sorted(cache.glob("*.o")), sorted(cache.glob("*.name"))
    assert len(stored) == 4, "motif, outline, plates, finish"
    stored[0].write_bytes(stored[0].read_bytes()[:-50])
    stored[1].write_bytes(b"")
    for name in names[:2]:
        name.write_bytes(name.read_bytes()[:-5])
    forget(monkeypatch)
    assert np.array_equal(shot_frame("halftone", 2, size), first)
    assert sorted(cache.glob("*.o")) == stored
    assert stored[1].stat().st_size > 100


def test_a_cache_that_cannot_be_written_costs_no_picture(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write_text("a file where the folder should be")
    forget(monkeypatch)
    assert shot_frame("halftone", 2, (128, 72)).std() > 20


def test_an_unknown_medium_or_motif_is_named() -> None:
    with pytest.raises(ToolError, match=r"media\.fresco"):
        find_medium("fresco")
    with pytest.raises(ToolError, match=r"motifs\.nowhere"):
        find_motif("nowhere")


def test_polynomials_follow_the_functions_they_stand_for() -> None:
    numbers = np.linspace(-3.0, 3.0, 4001, dtype=np.float32)
    with executing(Oracle(np.zeros(1, np.float32), {}, 1, 1)):
        assert np.allclose(cosp(V(numbers)).held, np.cos(2 * np.pi * numbers.astype(float)), atol=3e-6)
        assert np.allclose(sinp(V(numbers)).held, np.sin(2 * np.pi * numbers.astype(float)), atol=3e-6)
        assert np.allclose(exp(V(numbers * 10)).held, np.exp(numbers.astype(float) * 10), rtol=3e-5)
        angles = atan2p(V(numbers), V(np.float32(0.7) - numbers)).held
        assert np.allclose(angles, np.arctan2(numbers, np.float32(0.7) - numbers) / (2 * np.pi), atol=3e-6)


def test_the_oracle_rounds_a_fused_product_once() -> None:
    rng = np.random.default_rng(5)
    one, other, plus = (rng.normal(size=2000).astype(np.float32) * 10.0**k for k in (0, 3, 0))
    with executing(Oracle(np.zeros(1, np.float32), {}, 1, 1)):
        fused = fma(V(one.astype(np.float32)), V(other.astype(np.float32)), V(plus.astype(np.float32))).held
    exact = [float(a) * float(b) + float(c) for a, b, c in zip(one, other, plus, strict=True)]
    assert np.array_equal(fused, np.array(exact, np.longdouble).astype(np.float32))
