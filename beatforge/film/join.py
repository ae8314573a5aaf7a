"""How scenes join: a cut, a morph or a crossfade for each boundary, and how many frames it takes.

Most boundaries should go unnoticed, so the default is a morph that lands on the downbeat. A cut is kept for moments
where the music itself jumps; and only where the pictures differ enough for a cut to read as one.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Join:
    """A boundary's transition."""

    kind: str
    num_frames: int


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
        same_medium = media[index] == media[index + 1]
        kind = asked[index] or ("cut" if index in cuts else "morph" if same_medium else "crossfade")
        frames = 0 if kind in ("cut", CHAIN) else _length(before, after, score, analysis)
        joins.append(Join(kind if frames or kind == CHAIN else "cut", frames))
    return tuple(joins)


def _jump(before: Span, after: Span, score: Score, analysis: Analysis) -> float:
    """How hard the music jumps at a boundary: the step of energy, more where a section or a drop begins."""
    bar = max(6, round(analysis.beats_per_bar * 60 / max(analysis.tempo_bpm, 30) * score.rate))
    edge = after.start_frame
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
    calm = mean_energy(score, before.end_frame - round(4 * beat), before.end_frame) < 0.5
    wished = round(beat * (2 if calm else 1))
    room = min(before.end_frame - before.start_frame, after.end_frame - after.start_frame) // 3
    frames = min(wished, room, score.handle)
    return frames if frames >= 3 else 0
