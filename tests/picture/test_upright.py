"""Upright films are composed upright: what tells the size of a scene stands whole in the frame, clear of a phone's own.

Walkers, cars, boats, canoes and cabins have identities of their own; here only those are drawn. Before a view from
high up or out of a window sits or stands someone of another identity, whom the frame may cut as a camera would.
"""

from __future__ import annotations

import numpy as np
import pytest

from beatforge.picture.subjects.bystanders import SOMEONE
from beatforge.picture.trace import V, sel
from beatforge.picture.uniforms import LIFT, Motion
from tests.picture.test_motifs import COMPOSITIONS, Bare

SIZE = (90, 160)
FLEET = ("sea", 4)
"""A regatta: its smaller boats may sail out of the frame."""

BYSTANDERS = ("skyline", "window")
"""Motifs in which someone looks on."""

PEOPLE = ("dancers", "stage")
"""Motifs that are people: they need no others to tell their size."""

OVER_TOP, OVER_BOTTOM = 0.08, 0.16
"""Shares of the height that phones cover with names and buttons."""


class Subjects(Bare):
    """Luma is 1 where someone, or something made by people, is; else 0."""

    def __init__(self, name: str, composition: int, size: tuple[int, int], **changes: object) -> None:
        super().__init__(name, composition, size, **changes)
        self.idents = (SOMEONE - 0.5, SOMEONE + 6.5) if name in BYSTANDERS else (202.0, 245.0)
        self._show = self.prepared(self._drawn, f"subjects {self.idents}")

    def _drawn(self, x: V, y: V) -> list[V]:
        ident = self.pixel(x, y).ident
        low, high = self.idents
        return [sel((ident > low) & (ident < high), 1.0, 0.0)] * 3


@pytest.mark.parametrize(("name", "composition"), [one for one in COMPOSITIONS if one[0] not in BYSTANDERS])
def test_what_tells_the_size_stands_whole_and_clear_of_the_edges(name: str, composition: int) -> None:
    picture = Subjects(name, composition, SIZE)
    for index in (0, 24, 47):
        shown = picture.luma(index) > 0.5
        if not shown.any():
            continue  # a rocket, a planet: nothing made to human size
        rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
        if (name, composition) != FLEET:
            assert columns[0] > 0 and columns[-1] < SIZE[0] - 1, "cut by an edge of the frame"
        assert rows[0] > 0 and rows[-1] < SIZE[1] - 1, "cut at the head or the feet"
        middle = np.flatnonzero(shown.sum(axis=1).cumsum() >= shown.sum() / 2)[0] / SIZE[1]
        assert OVER_TOP < middle < 1 - OVER_BOTTOM, "under what a phone writes over the picture"


@pytest.mark.parametrize(("name", "composition"), [one for one in COMPOSITIONS if one[0] in BYSTANDERS])
def test_who_looks_on_is_there_in_both_frames_or_in_none(name: str, composition: int) -> None:
    wide, upright = (Subjects(name, composition, size).luma(24) > 0.5 for size in (SIZE[::-1], SIZE))
    free = upright[: round((1 - OVER_BOTTOM) * SIZE[1])]
    assert (wide.sum() > 12) is (free.sum() > 12), "someone is left out by a frame, or under what a phone writes"


def test_some_size_is_told_in_most_pictures() -> None:
    asked = [(name, number) for name, number in COMPOSITIONS if name not in PEOPLE]
    told = [bool((Subjects(name, number, SIZE).luma(0) > 0.5).any()) for name, number in asked]
    assert sum(told) >= 0.8 * len(told)


@pytest.mark.parametrize(("size", "upright"), [((1280, 720), 0.0), ((1080, 1080), 0.0), ((1080, 1920), 1.0)])
def test_only_frames_higher_than_wide_are_lifted(size: tuple[int, int], upright: float) -> None:
    wide, asked = (Motion(Bare("sea", 0, s).shot).values(14) for s in ((1280, 720), size))
    assert wide["view_y"] - asked["view_y"] == pytest.approx(LIFT * upright)
