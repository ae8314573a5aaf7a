"""Which expression a performer has between actions: by the part of the song, and in suspense before a drop.

In: the song, its beats and the moves. Out: (frame from which on, expression), in the order of time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from beatforge.film.clock import frame_at
from beatforge.film.dj.grid import Grid
from beatforge.film.dj.moves import Move, face_among
from beatforge.film.plan import Path
from beatforge.song.analysis import Analysis, Stretch

ANTICIPATION = "drop_anticipation"
JOY = "delighted_joy"

BUILT_BARS, USUAL_BARS = 2, 1
"""Bars of suspense before a drop that a build leads to, and before others."""

CHANGE_BARS = 8
"""Bars after which a part's other face is seen."""

CALM: tuple[str, ...] = ("neutral_confident", "focused_intensity")
LIVELY: tuple[str, ...] = ("mischievous_grin", "neutral_confident")
PEAK: tuple[str, ...] = ("delighted_joy", "mischievous_grin")
_BY_KIND: Mapping[str, tuple[str, ...]] = {"chorus": PEAK, "drop": PEAK, "intro": CALM, "outro": CALM, "bridge": CALM}


@dataclass(frozen=True, slots=True)
class Face:
    """An expression from a frame of the film on; `path` is where the project says it."""

    frame: int
    name: str
    path: Path | None = None


def faces_of(
    analysis: Analysis, grid: Grid, moves: Sequence[Move], rate: Fraction, expressions: Sequence[str]
) -> tuple[Face, ...]:
    """The expressions of the whole film, the first at frame 0."""
    base = sorted(_of_parts(analysis, grid, rate, expressions), key=lambda face: face.frame)
    faces = {face.frame: face for face in base}
    for move in moves:
        if move.kind == "drop_reaction":
            suspense = suspense_frame(move, grid, analysis.builds, rate, moves)
            after = move.end + frame_at(grid.bar_s, rate)
            resumed = [face.name for face in base if face.frame <= after]
            for frame in [frame for frame in faces if suspense <= frame < after]:
                del faces[frame]
            if suspense < move.start:
                faces[suspense] = Face(suspense, face_among(expressions, ANTICIPATION))
            faces[move.at] = Face(move.at, face_among(expressions, JOY))
            faces[after] = Face(after, resumed[-1] if resumed else expressions[0])
    ordered = [faces[frame] for frame in sorted(faces)]
    kept = [face for index, face in enumerate(ordered) if not index or face.name != ordered[index - 1].name]
    return tuple(kept) if kept and kept[0].frame <= 0 else (Face(0, expressions[0]), *kept)


def suspense_frame(
    move: Move, grid: Grid, builds: Sequence[Stretch], rate: Fraction, moves: Sequence[Move] = ()
) -> int:
    """From where on a drop is awaited: longer where the music builds up to it, never while another is answered."""
    at_s = float(move.at / rate)
    is_built = any(build.start < at_s - grid.bar_s and abs(build.end - at_s) < grid.bar_s for build in builds)
    bars = BUILT_BARS if is_built else USUAL_BARS
    low = frame_at(max(0.0, at_s - bars * grid.bar_s), rate)
    others = (other.end for other in moves if other.kind == "drop_reaction" and other.at < move.at)
    return max(low, max(others, default=0))


def _of_parts(analysis: Analysis, grid: Grid, rate: Fraction, expressions: Sequence[str]) -> Iterator[Face]:
    for section in analysis.sections:
        loud = grid.loudness(section.start, section.end)
        turns = _BY_KIND.get(section.kind) or (PEAK if loud >= 0.7 else LIVELY if loud >= 0.4 else CALM)
        bars = grid.bars_from(section.start, section.end) or (section.start,)
        for turn, bar in enumerate((section.start, *bars[CHANGE_BARS::CHANGE_BARS])):
            first, second = turns if turn % 2 == 0 else turns[::-1]
            yield Face(frame_at(bar, rate), face_among(expressions, first, second))
