"""What lets motifs skip work holds: nothing is left out by the boxes of a body or behind the dune said to hide it.

Proved on values with the numpy oracle, at places all about the thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

from beatforge.picture.layout import scene_coordinates
from beatforge.picture.noise import noise1, noise1_at
from beatforge.picture.oracle import Oracle
from beatforge.picture.subjects.bodies import Light, body
from beatforge.picture.subjects.dances import WARDROBE, danced
from beatforge.picture.subjects.dunes import crest, nearest
from beatforge.picture.subjects.people import BOXES, SIDES, body_row
from beatforge.picture.trace import V, as_float, executing
from tests.picture.test_motifs import Bare

WIDTH, HEIGHT = 160, 90
EVERYWHERE = (-9.0, 9.0, -9.0, 9.0)


def test_a_plain_number_has_the_noise_of_the_picture() -> None:
    places = np.linspace(-40.0, 40.0, 331, dtype=np.float32)
    with executing(Oracle(np.zeros(1, np.float32), {}, 1, 1)):
        seen = noise1(V(places), 31).held
    assert np.abs(seen - [noise1_at(float(place), 31) for place in places]).max() < 1e-5


@pytest.mark.parametrize("wear", range(len(WARDROBE)))
def test_no_part_of_a_body_is_outside_its_box(wear: int) -> None:
    for dance, beats in ((wear % 3, 0.3), ((wear + 1) % 3, 2.6)):
        made, trail = danced(dance, beats, 1.0, False)
        row = body_row(made, WARDROBE[wear], (0.0, -0.4), 0.8, depth=0.5, ident=60, trail=trail)
        boxed = len(SIDES) * len(BOXES)
        anywhere = (*row[:-boxed], *EVERYWHERE * len(BOXES))
        assert all(map(np.array_equal, _painted(row), _painted(anywhere)))


@pytest.mark.parametrize("composition", range(6))
def test_a_dune_is_there_where_it_is_said_to_hide_what_is_behind(composition: int) -> None:
    bare = Bare("desert", composition, (WIDTH, HEIGHT))
    values, rows = bare.motion.values(5), bare.arranged["dunes"]
    assert isinstance(rows, Sequence)
    oracle, (x, y) = _scene(bare)
    hidden = 0
    for row in rows:
        with executing(oracle):
            told = nearest(as_float(1.0), [as_float(number) for number in row], as_float(-1.0), x, y, bare.scene).held
        tops = [crest(row, float(across), values["half_width"], values["cam"]) for across in x.held[0]]
        assert not (told > 0.0)[y.held > tops].any()
        hidden += int((told > 0.0).sum())
    assert hidden > 500, "nothing is said to be hidden"


def _painted(row: tuple[float, ...]) -> list[Any]:
    """A body of that row on a plain ground."""
    bare = _dancers()
    oracle, (x, y) = _scene(bare)
    with executing(oracle):
        u = bare.scene
        light = Light((0.6, 0.8), u.role("sun"), u.role("accent2"), 0.2, as_float(0.9))
        under = [as_float(number) for number in (0.2, 0.3, 0.4, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)]
        values = body([as_float(number) for number in row], under, x, y, u, light)
        assert np.ptp(values[0].held) > 0.1, "nobody is seen"
        return [value.held for value in values]


@cache
def _dancers() -> Bare:
    return Bare("dancers", 0, (WIDTH, HEIGHT))


def _scene(bare: Bare) -> tuple[Oracle, tuple[V, V]]:
    """An oracle for a frame, and the places of its pixels."""
    oracle = Oracle(bare.uniforms(5), {}, WIDTH, HEIGHT)
    right, down = (
        (side.astype(np.float32) + np.float32(0.5)) * (720 // HEIGHT) for side in (oracle.columns, oracle.rows)
    )
    with executing(oracle):
        return oracle, scene_coordinates(V(right), V(down), bare.scene)
