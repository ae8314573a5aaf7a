"""Loops and duplicates: a stretch of pictures that was shown before, within a scene or in another one.

A repeat shows the same fingerprints, light, colour and change in the same order for a second or more, and does not
also match a little earlier or later, as a calm picture does with itself. A loop is back at its start after every round;
a picture that only pulses with the beat while it drifts is not. `max` counts repeats (0).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from beatforge.deliver.gates.film import SCENE, FilmMeasures, Piece
from beatforge.deliver.gates.judging import Case, Finding, Judged

WAY_OUT = "another seed or prompt for one of the two"

BITS = 3
"""Of 64 bits of a fingerprint, how many may differ."""

SAME, OTHERWISE = 0.95, 0.5
"""Share of frames that match in a repeat, and at most when it is shifted by a few frames."""

FEWEST = 8
"""Frames that tell whether two stretches show the same."""

LONGEST_S = 20
"""Loops longer than this are not looked for."""


def judge(case: Case) -> Judged:
    """How many stretches repeat, and for how long in all."""
    film, limit = case.film, case.limits["max"]
    marks = _Marks(film)
    scenes = [piece for piece in film.pieces if piece.kind == SCENE and piece.scene not in case.excused]
    repeats = [*_loops(marks, scenes, film), *_copies(marks, scenes, film)]
    findings = [
        Finding(
            scene, frame, case.seconds(frames), limit, f"shows {case.seconds(frames):g} s again that {of} had shown"
        )
        for scene, frame, frames, of in repeats
    ]
    seconds = sum(case.seconds(frames) for _, _, frames, _ in repeats)
    return Judged({"repeats": len(repeats), "seconds": seconds}, findings if len(repeats) > limit else ())


class _Marks:
    """What frames are told apart by."""

    def __init__(self, film: FilmMeasures) -> None:
        self.prints = film.prints
        self.rows = np.stack([film.figures[name] for name in ("luma", "saturation", "change", "across", "down")])
        self.slack = np.array([[2], [3], [4], [6], [6]])

    def match(self, one: slice, other: slice) -> np.ndarray:
        """Which frames of two stretches of one length show the same."""
        bits = np.bitwise_count(self.prints[one] ^ self.prints[other])
        a, b = self.rows[:, one], self.rows[:, other]
        alike: np.ndarray = (np.abs(a - b) <= self.slack + np.abs(a) // 50).all(axis=0) & (bits <= BITS)
        return alike

    def is_repeat(self, first: int, again: int, frames: int, shifts: tuple[int, ...]) -> bool:
        """Whether `frames` from `again` on are those from `first` on, and only in this step."""
        if self.match(slice(first, first + frames), slice(again, again + frames)).mean() < SAME:
            return False
        near = [
            self.match(slice(first, first + frames - shift), slice(again + shift, again + frames)).mean()
            for shift in shifts
            if frames - shift >= FEWEST
        ]
        return bool(near) and min(near) <= OTHERWISE


def _loops(marks: _Marks, scenes: list[Piece], film: FilmMeasures) -> Iterator[tuple[str, int, int, str]]:
    """Scenes that begin anew before they end; the shortest round of each."""
    second = round(film.rate)
    for piece in scenes:
        inside = piece.start + 1  # what a first frame changed is no mark of it
        sample = np.arange(inside, piece.end, 4)
        for lag in range(max(2, second // 2), min(piece.frames - second, LONGEST_S * second)):
            late = sample[sample + lag < piece.end]
            if np.bitwise_count(marks.prints[late] ^ marks.prints[late + lag]).mean() > BITS:
                continue
            frames = piece.end - inside - lag
            last = lag * ((piece.end - inside - FEWEST) // lag)  # what drifts is another picture by then
            is_back = marks.match(slice(inside, piece.end - last), slice(inside + last, piece.end)).mean() >= SAME
            if is_back and marks.is_repeat(inside, inside + lag, frames, (2, 3, max(2, lag // 3))):
                yield piece.scene, inside + lag, frames, "it"
                break


def _copies(marks: _Marks, scenes: list[Piece], film: FilmMeasures) -> Iterator[tuple[str, int, int, str]]:
    """Scenes that begin as an earlier one did; each is told once."""
    second = round(film.rate)
    long = [piece for piece in scenes if piece.frames > second + 2]
    if len(long) < 2:
        return
    places = np.array([piece.start + second // 2 for piece in long])
    ends = np.array([piece.start + second for piece in long])
    for number in range(1, len(long)):
        bits = np.bitwise_count(marks.prints[places[:number]] ^ marks.prints[places[number]])
        bits = np.maximum(bits, np.bitwise_count(marks.prints[ends[:number]] ^ marks.prints[ends[number]]))
        for other in np.flatnonzero(bits <= BITS):
            one, again = long[other], long[number]
            frames = min(one.frames, again.frames) - 1
            if marks.is_repeat(one.start + 1, again.start + 1, frames, (2, 3, 7)):
                yield again.scene, again.start + 1, frames, one.scene
                break
