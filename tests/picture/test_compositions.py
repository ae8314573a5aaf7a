"""Every motif of the folder has several pictures of its own, arranged anew by each seed, in layers whose bounds hold.

A layer's bounds are proved on values: where they end, the layer has ended too, but for what stands on the ground there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from beatforge.picture.cutout import Cutout
from beatforge.picture.medium import find_motif
from beatforge.picture.oracle import Oracle
from beatforge.picture.trace import V, as_float, executing
from beatforge.project.library import load_library
from tests.picture.test_motifs import COMPOSITIONS, Bare

LIBRARY = load_library()
MOTIFS = sorted(LIBRARY.names["motif"])
WIDTH, HEIGHT = 64, 36
CUT = 0.5
"""The share of a layer's rim beyond which it may go on: it may stand on the ground, or before what lies there."""


class Watching(Oracle):
    """Remembers of each layer that lies wholly inside the picture at which share of its rim it would go on beyond."""

    rims: tuple[float, ...] = ()

    def gate(self, mask: V, paint: Callable[[], Sequence[Any]], otherwise: list[V]) -> list[V]:
        painted: list[V] = []

        def remembered() -> Sequence[Any]:
            painted.extend(as_float(value) for value in paint())
            return painted

        values = super().gate(mask, remembered, otherwise)
        inside = np.broadcast_to(mask.held, (HEIGHT, WIDTH))
        lies_within = not (inside[[0, -1]].any() or inside[:, [0, -1]].any())
        rim = inside & ~_shrunk(inside)
        if lies_within and rim.sum() > 12 and len(values) > 3:
            changes = [np.abs(one.held - other.held) for one, other in zip(painted[:3], otherwise[:3], strict=True)]
            seen = np.broadcast_to(np.max(np.broadcast_arrays(*changes), axis=0), inside.shape) > 0.15
            cut = seen & ~_shrunk(~(seen & ~inside))
            self.rims = (*self.rims, float(cut[rim].mean()))
        return values


@pytest.mark.parametrize("name", MOTIFS)
def test_at_least_four_compositions_from_several_sides(name: str) -> None:
    views = LIBRARY.views[name]
    assert len(views) == find_motif(name).compositions >= 4
    assert len(set(views)) >= 3 and "far" in views


@pytest.mark.parametrize(("name", "composition"), COMPOSITIONS)
def test_a_seed_arranges_a_composition_its_own_way_and_always_that_way(name: str, composition: int) -> None:
    motif = find_motif(name)
    one, again, other = (_numbers(motif.arranged(composition, seed)) for seed in (7, 7, 8))
    assert one == again and one != other


@pytest.mark.parametrize("name", MOTIFS)
def test_no_layer_is_cut_off_by_its_bounds(name: str) -> None:
    layers = 0
    for composition in (0, find_motif(name).compositions - 1):
        bare = Bare(name, composition, (WIDTH, HEIGHT))
        planes = {slot: bare.canvas.planes[plane] for plane, (slot, _) in bare.canvas.slots.items()}
        oracle = Watching(bare.uniforms(5), planes, WIDTH, HEIGHT)
        points = [V((side.astype(np.float32) + np.float32(0.5)) * 20) for side in (oracle.columns, oracle.rows)]
        with executing(oracle), np.errstate(all="ignore"):
            bare.pixel(*points)
        layers += len(oracle.rims)
        assert not oracle.rims or max(oracle.rims) <= CUT, f"composition {composition}"
    assert layers > 0, "nothing lies wholly inside any of its pictures"


def _numbers(arranged: Any) -> Any:
    """What was arranged, to be compared: cutouts by their texels."""
    return {key: value.plane.words.tobytes() if isinstance(value, Cutout) else value for key, value in arranged.items()}


def _shrunk(mask: np.ndarray) -> np.ndarray:
    """The places of a mask whose four neighbours are in it too."""
    padded = np.pad(mask, 1)
    return mask & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
