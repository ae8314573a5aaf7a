"""Which parts of a song are the same: a group number for each.

In: what each beat sounds like, the beats of each part, how strong each part is. Out: groups. Two parts are alike when
beat after beat their timbre and harmony run alike at the best of all places where most of the shorter one lies within
the longer, a semitone or two up or down included (a raised last chorus), and when they are about as strong. What
the groups are called is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALIKE, UNLIKE = 0.5, 0.3
"""Likeness from which two parts are surely the same, and below which surely not."""

AVERAGE = 0.5
"""What the likeness of averages counts beside that of runs of beats: boundaries may be a few beats off."""

STRENGTH = 0.5
"""What a difference in strength over the song's whole range takes from likeness."""

OVERLAP, FEWEST_BEATS, STEP_BEATS = 0.5, 8, 4
"""How much of the shorter part must lie within the longer, and by how many beats places differ."""

RAISED, RAISED_COSTS = (0, 1, 2, -1, -2), 0.2
"""Semitones that a part may return higher or lower, and what any but none takes from likeness."""


def group_parts(
    timbre: NDArray[np.float64], harmony: NDArray[np.float64], spans: Sequence[slice], energy: Sequence[float]
) -> list[int]:
    """A group number per part, counted from 0 by first appearance.

    Merged pairwise, most alike first, up to the widest gap between what is alike and what is not in this song.
    """
    import numpy as np

    strength = np.asarray(energy)
    likeness = np.eye(len(spans)) - STRENGTH * np.abs(strength[:, None] - strength[None])
    for one in range(len(spans)):
        for other in range(one):
            like = _likeness(timbre, harmony, spans[one], spans[other])
            likeness[one, other] = likeness[other, one] = likeness[one, other] + like
    groups: list[tuple[int, ...]] = [(index,) for index in range(len(spans))]
    stages, merged = [groups], [ALIKE]
    while len(groups) > 1:
        like, a, b = max(
            (float(likeness[np.ix_(one, other)].mean()), a, b)
            for a, one in enumerate(groups)
            for b, other in enumerate(groups[:a])
        )
        groups = [group for index, group in enumerate(groups) if index not in (a, b)] + [groups[a] + groups[b]]
        stages.append(groups)
        merged.append(like)
    limits = np.clip([*merged, UNLIKE], UNLIKE, ALIKE)
    stage = stages[int(np.argmax(limits[:-1] - limits[1:]))]
    firsts = sorted(min(group) for group in stage)
    return [firsts.index(min(next(group for group in stage if index in group))) for index in range(len(spans))]


def _likeness(timbre: NDArray[np.float64], harmony: NDArray[np.float64], one: slice, other: slice) -> float:
    """Cosine of two parts, at the best place and transposition."""
    import numpy as np

    if min(one.stop - one.start, other.stop - other.start) < FEWEST_BEATS:
        return 0.0
    best = -1.0
    for up in RAISED:
        a = np.hstack([timbre[one], harmony[one]])
        b = np.hstack([timbre[other], np.roll(harmony[other], up, axis=1)])
        mean_a, mean_b = a.mean(axis=0), b.mean(axis=0)
        means = float(mean_a @ mean_b / (np.linalg.norm(mean_a) * np.linalg.norm(mean_b) + 1e-9))
        run = _best_run(a, b)
        best = max(best, max(run, (1 - AVERAGE) * run + AVERAGE * means) - RAISED_COSTS * bool(up))
    return best


def _best_run(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """The greatest cosine of `a` and a shifted `b` over the beats that both have."""
    import numpy as np

    rows, columns = len(a), len(b)
    # Row i shifted right by i: what stood on a diagonal of the products of all beats stands in one column.
    products = np.zeros((rows, rows + columns))
    products[:, :columns] = a[::-1] @ b.T
    sums = products.ravel()[: rows * (rows + columns - 1)].reshape(rows, -1).sum(axis=0)
    shift = np.arange(rows + columns - 1) - (rows - 1)
    first, last = np.maximum(0, -shift), np.minimum(rows, columns - shift)
    powers = [np.concatenate([[0.0], np.cumsum(np.square(x).sum(axis=1))]) for x in (a, b)]
    size = (powers[0][last] - powers[0][first]) * (powers[1][last + shift] - powers[1][first + shift])
    least = max(FEWEST_BEATS, int(OVERLAP * min(rows, columns)))
    fits = (last - first >= least) & (shift % STEP_BEATS == 0)
    return float((sums / np.sqrt(size + 1e-9))[fits].max(initial=-1.0))
