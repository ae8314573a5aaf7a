"""Curves over a whole mashup: how strong, or how glad, it is to be where; and putting things in their order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (place 0..1, value) in their order; straight between them, level beyond."""

    points: tuple[tuple[float, float], ...]

    @staticmethod
    def usual() -> Curve:
        """A rise to a peak before the end, and a fall: how most sets and songs go."""
        return Curve(((0.0, 0.2), (0.4, 0.6), (0.8, 1.0), (1.0, 0.3)))

    def at(self, place: float) -> float:
        """The value at a place."""
        before = self.points[0]
        for after in self.points:
            if place <= after[0]:
                run = after[0] - before[0]
                return before[1] + (after[1] - before[1]) * ((place - before[0]) / run if run > 0 else 1.0)
            before = after
        return before[1]


def ordered(things: Sequence[Thing], curve: Curve, level: Callable[[Thing], float]) -> list[Thing]:
    """The things in the order in which their levels follow the curve: the strongest where it is highest."""
    places = sorted(range(len(things)), key=lambda index: (curve.at((index + 0.5) / len(things)), index))
    ranked = sorted(things, key=level)
    return [thing for _, thing in sorted(zip(places, ranked, strict=True), key=lambda pair: pair[0])]
