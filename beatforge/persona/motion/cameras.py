"""From where a performer is seen: a camera for each kind of shot, placed by the persona's own measures.

In: measures, the picture's sides, a kind of shot, time. Out: a camera. Each kind says what must be seen, from which
side, how much of the picture it fills and where in it that lies; the distance follows, for any proportions of figure,
booth and picture. Cameras drift slowly, come nearer or go back over the shot, and give with a drop.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from beatforge.persona.bones import Array
from beatforge.persona.motion.curves import Point, clamp, eased, lerp, wander
from beatforge.persona.motion.hands import point
from beatforge.persona.motion.measures import Box, Measures, around
from beatforge.persona.poses import Camera


@dataclass(frozen=True, slots=True)
class View:
    """How one kind of shot looks: degrees to her left and up, degrees from top to bottom, how much of the picture's
    width and height the subject fills at most, and where its middle lies (-1..1, right and up)."""

    turn: float
    rise: float
    degrees: float
    width: float
    height: float
    across: float = 0.0
    up: float = 0.0
    drift: float = 1.0


VIEWS = {
    "wide": View(9.0, 8.0, 34.0, 0.84, 0.74, 0.0, -0.16),
    "medium": View(-15.0, 7.0, 29.0, 0.88, 0.96, 0.08, -0.05),
    "close_up": View(17.0, 3.0, 23.0, 1.06, 1.00, -0.12, 0.0),
    "left_deck": View(36.0, 26.0, 31.0, 1.02, 1.00, 0.04, 0.02),
    "right_deck": View(-36.0, 26.0, 31.0, 1.02, 1.00, -0.04, 0.02),
    "hands": View(8.0, 33.0, 26.0, 0.92, 0.74, 0.0, 0.40),
    "profile": View(74.0, 5.0, 27.0, 0.90, 0.96, -0.16, -0.04),
    "low": View(-24.0, 0.0, 46.0, 0.96, 0.98, -0.16, -0.02),
    "overhead": View(14.0, 54.0, 32.0, 1.2, 1.2, 0.0, 0.0, 0.6),
    "crowd": View(180.0 - 30.0, 11.0, 40.0, 0.60, 0.84, -0.40, -0.30),
}
"""Each kind of shot for `side` 1; `decks` have a side of their own. She is never seen from below."""

LEAST_TALL = {"wide": 0.56, "medium": 0.57}
"""How much of the picture's height the subject takes at least; in upright pictures more of the booth is cut off."""

GIVES = 0.05
"""By how much of the view's width a strong drop lets the camera jump nearer."""


class Framing:
    """The camera of one shot."""

    def __init__(self, measures: Measures, kind: str, side: int, aspect: float) -> None:
        self._view = VIEWS[kind]
        self._turn = self._view.turn * (1.0 if kind in ("left_deck", "right_deck") else clamp(float(side), -1.0, 1.0))
        if kind == "crowd":
            self._turn = 180.0 - (180.0 - self._view.turn) * clamp(float(side), -1.0, 1.0)
        self._across = self._view.across * (1.0 if kind in ("left_deck", "right_deck") else float(side))
        self._subject = _subject(measures, kind)
        self._least = LEAST_TALL.get(kind, 0.0)
        self._aspect = aspect

    def at(self, time_s: float, part: float, push: float, jolts: Sequence[tuple[float, float]]) -> Camera:
        """The camera at a time of the film, `part` (0..1) through its shot; `jolts` are (seconds since, strength)."""
        drift = self._view.drift
        turn = self._turn + 2.0 * drift * wander(time_s, 0.071, 81)
        rise = self._view.rise + 0.9 * drift * wander(time_s, 0.083, 82)
        middle, distance = fitted(self._subject, turn, rise, self._view, self._aspect, self._least, self._across)
        nearer = push / 100.0 * lerp(part, eased(part), 0.5)
        ahead, right, up = axes(turn, rise)
        sway = [0.006 * distance * drift * wander(time_s, 0.11, seed) for seed in (83, 84)]
        jump = sum(
            strength * math.exp(-since / 0.32) * clamp(since / 0.05) for since, strength in jolts if since >= 0.0
        )
        shake = sum(
            strength * math.exp(-since / 0.22) * math.sin(2.0 * math.pi * 4.6 * since)
            for since, strength in jolts
            if since >= 0.0
        )
        target = middle + right * sway[0] + up * (sway[1] + 0.010 * distance * shake)
        eye = target - ahead * distance * (1.0 - nearer)
        return Camera(point(eye), point(target), self._view.degrees * (1.0 - GIVES * jump))


def fitted(
    subject: Sequence[Point], turn: float, rise: float, view: View, aspect: float, least: float, across: float
) -> tuple[Array, float]:
    """To where a camera looks and from how far, so that all points of the subject are in its part of the picture."""
    points = np.asarray(subject, float)
    ahead, right, up = axes(turn, rise)
    tangent = math.tan(math.radians(view.degrees) / 2.0)
    wide, high = tangent * aspect * view.width, tangent * view.height
    middle = (points.min(0) + points.max(0)) / 2.0
    distance = 1.0
    for _ in range(4):
        away = points - middle
        deep, x, y = away @ ahead, away @ right, away @ up
        fits = float(max((np.abs(x) / wide - deep).max(), (np.abs(y) / high - deep).max()))
        if least:
            fits = min(fits, float(y.max() - y.min()) / (2.0 * tangent * least))
        distance = max(fits, 0.5)
        seen_x, seen_y = x / (deep + distance), y / (deep + distance)
        middle = middle + right * (seen_x.max() + seen_x.min()) / 2.0 * distance * (0.0 if least else 1.0)
        middle = middle + up * (seen_y.max() + seen_y.min()) / 2.0 * distance
    return middle - right * across * tangent * aspect * distance - up * view.up * tangent * distance, distance


def axes(turn: float, rise: float) -> tuple[Array, Array, Array]:
    """Ahead, right and up of a camera that looks at its target from there."""
    a, e = math.radians(turn), math.radians(rise)
    ahead = -np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])
    right = np.array([math.cos(a), 0.0, -math.sin(a)])
    return ahead, right, np.cross(right, ahead)


def _subject(measures: Measures, kind: str) -> tuple[Point, ...]:
    """The points that must be seen."""
    head, figure, booth = measures.head, measures.figure, measures.booth
    top = booth.high[1]
    # what stands behind the booth is not seen anyway
    upper = figure.cut((None, min(top - 0.12, head.low[1]), None), (None, None, None))
    told = {
        "wide": [booth, upper],
        "medium": [upper, _within(booth, top, 0.42)],
        "close_up": [head],
        "left_deck": [head, measures.decks["left"]],
        "right_deck": [head, measures.decks["right"]],
        "hands": [*measures.decks.values(), _hands(measures)],
        "profile": [upper, _within(booth, top, 0.30)],
        "low": [head, _within(booth, top, 0.40)],
        "overhead": [head, booth.cut((None, top - 0.1, None), (None, None, None))],
        "crowd": [head, figure.cut((None, top, None), (None, None, None))],
    }[kind]
    return tuple(corner for box in told for corner in box.corners())


def _within(booth: Box, top: float, part: float) -> Box:
    """The middle part of the booth's top."""
    half = booth.size[0] / 2.0 * part
    return booth.cut((booth.middle[0] - half, top - 0.10, None), (booth.middle[0] + half, None, None))


def _hands(measures: Measures) -> Box:
    """The air over the decks in which hands work."""
    decks = around(measures.decks.values())
    over = Box(decks.low, (decks.high[0], decks.high[1] + 0.22, decks.high[2]))
    return around([over, measures.hands])
