"""How scenes join: a kind of transition for each boundary, why, and how many frames it takes.

Most boundaries should go unnoticed, so the usual one is a morph that lands on the downbeat. A cut is kept for moments
where the music itself jumps; and only where the pictures differ enough for a cut to read as one. All others follow
what the music does there, by `RULES`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from beatforge.film.cut import Span
from beatforge.film.slices import Score, drops_between, mean_energy
from beatforge.song.analysis import Analysis

CHAIN = "chain"
"""The join of a scene that grows out of the one before: no frames of its own."""

CUT_SHARE = 0.2
"""At most about this share of the boundaries are hard cuts, the strongest jumps first."""

LEAST_JUMP = 0.05
"""A step of mean energy (0..1) over the bar before and after, below which nothing in the music asks for a cut."""


MUCH = 0.16
"""A step of mean energy (0..1) over the bar before and after that is a fall or a rise."""

CALM = 0.5
"""Mean energy (0..1) of the last four beats below which a boundary is calm."""


@dataclass(frozen=True, slots=True)
class Join:
    """A boundary's transition, and why it is this one."""

    kind: str
    num_frames: int
    reason: str


@dataclass(frozen=True, slots=True)
class Boundary:
    """What the rules know of a boundary: the step of energy over it, whether it is calm there, whether another part of
    the song begins, whether both scenes are painted in one medium."""

    step: float
    is_calm: bool
    is_new_part: bool
    same_medium: bool


RULES: tuple[tuple[str, str, Callable[[Boundary], bool]], ...] = (
    ("fade", "the music falls away", lambda b: b.is_new_part and b.step <= -MUCH),
    ("wipe", "the music rises into a new part", lambda b: b.is_new_part and b.step >= MUCH),
    ("dissolve", "calm, and painted in another way", lambda b: b.is_calm and not b.same_medium),
    ("motion_blend", "the music builds up", lambda b: b.step >= MUCH),
    ("dissolve", "calm, and a new part", lambda b: b.is_calm and b.is_new_part),
    ("morph", "the music flows on", lambda b: True),
)
"""The first rule that holds says the kind."""


def choose_joins(
    spans: Sequence[Span],
    motifs: Sequence[str],
    media: Sequence[str],
    asked: Sequence[str | None],
    score: Score,
    analysis: Analysis,
) -> tuple[Join, ...]:
    """One join for each boundary between neighbours.

    `motifs` are those of the film before anything is said about single scenes, so that an override moves no cut
    elsewhere; `media` are the scenes' own; `asked` holds what the project says about each boundary.
    """
    jumps = [_jump(before, after, score, analysis) for before, after in itertools.pairwise(spans)]
    cuts = _cuts(jumps, motifs)
    joins = []
    for index, (before, after) in enumerate(itertools.pairwise(spans)):
        kind, reason = _chosen(
            asked[index], index in cuts, _boundary(before, after, media[index] == media[index + 1], score, analysis)
        )
        frames = 0 if kind in ("cut", CHAIN) else _length(before, after, score, analysis)
        if not frames and kind not in ("cut", CHAIN):
            kind, reason = "cut", "the scenes are too short for more"
        joins.append(Join(kind, frames, reason))
    return tuple(joins)


def _chosen(asked: str | None, jumps: bool, boundary: Boundary) -> tuple[str, str]:
    if asked:
        return asked, "as the project says"
    if jumps:
        return "cut", "the music jumps"
    return next((kind, reason) for kind, reason, holds in RULES if holds(boundary))


def _boundary(before: Span, after: Span, same_medium: bool, score: Score, analysis: Analysis) -> Boundary:
    bar, edge = _bar(score, analysis), after.start_frame
    return Boundary(
        step=mean_energy(score, edge, edge + bar) - mean_energy(score, edge - bar, edge),
        is_calm=_is_calm(before, score, analysis),
        is_new_part=(before.kind, before.occurrence) != (after.kind, after.occurrence),
        same_medium=same_medium,
    )


def _bar(score: Score, analysis: Analysis) -> int:
    """Frames of a bar."""
    return max(6, round(analysis.beats_per_bar * 60 / max(analysis.tempo_bpm, 30) * score.rate))


def _is_calm(before: Span, score: Score, analysis: Analysis) -> bool:
    beat = Fraction(60) / Fraction(max(analysis.tempo_bpm, 30)) * score.rate
    return mean_energy(score, before.end_frame - round(4 * beat), before.end_frame) < CALM


def _jump(before: Span, after: Span, score: Score, analysis: Analysis) -> float:
    """How hard the music jumps at a boundary: the step of energy, more where a section or a drop begins."""
    bar, edge = _bar(score, analysis), after.start_frame
    step = abs(mean_energy(score, edge, edge + bar) - mean_energy(score, edge - bar, edge))
    new_part = (before.kind, before.occurrence) != (after.kind, after.occurrence)
    drop = max((strength for _, strength in drops_between(score, edge - bar / 2, edge + bar / 2)), default=0.0)
    return step + 0.5 * drop + (0.08 if new_part else 0.0)


def _cuts(jumps: Sequence[float], motifs: Sequence[str]) -> set[int]:
    strong = [index for index, jump in enumerate(jumps) if jump >= LEAST_JUMP and motifs[index] != motifs[index + 1]]
    most = max(3, round(CUT_SHARE * len(jumps)))
    return set(sorted(strong, key=lambda index: (-jumps[index], index))[:most])


def _length(before: Span, after: Span, score: Score, analysis: Analysis) -> int:
    """Two beats where it is calm, one where it is not; never more than a third of either scene, nor the handle."""
    beat = Fraction(60) / Fraction(max(analysis.tempo_bpm, 30)) * score.rate
    wished = round(beat * (2 if _is_calm(before, score, analysis) else 1))
    room = min(before.end_frame - before.start_frame, after.end_frame - after.start_frame) // 3
    frames = min(wished, room, score.handle)
    return frames if frames >= 3 else 0
