"""Photosensitivity: flashes that can harm, general and red.

After WCAG 2.2 (2.3.1) and ITU-R BT.1702: more than three flashes, each a pair of opposing changes, within any second
over a quarter of the picture. A cut is one step and fine; a train is not. Counted block by block, so that regions that
change in turn are no flash; where two segments meet, their edges are compared.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from beatforge.deliver.gates.film import FilmMeasures
from beatforge.deliver.gates.judging import Case, Finding, Judged
from beatforge.deliver.measures.flashes import changed, linear_rgb

WAY_OUT = "keep `flash_limit` on, lower `reactivity`, or let `style: {drives: {burst: {from: bar}}}` follow bars"

AREA = 0.25
"""Of the picture; smaller flashes do not count."""


def judge(case: Case) -> Judged:
    """The most flashes of either kind in any second."""
    film, limit = case.film, case.limits["max"]
    figures, findings = {}, []
    for name, (at, blocks) in _with_joins(film).items():
        kept = np.array([film.scene_at(int(frame)) not in case.excused for frame in at], bool)
        counts = _flashes(film, at[kept], blocks[kept])
        figures[name] = float(counts.max(initial=0))
        word = "red flashes" if name.startswith("red") else "flashes"
        over, last = np.flatnonzero(counts > limit), ""
        for place in over:
            frame = int(at[kept][place])
            if (scene := film.scene_at(frame)) != last:
                text = f"{int(counts[place])} {word} in a second over a quarter of the picture, at most {limit:g}"
                findings.append(Finding(scene, frame, counts[place], limit, text))
            last = scene
    return Judged(figures, findings)


def _flashes(film: FilmMeasures, at: np.ndarray, blocks: np.ndarray) -> np.ndarray:
    """For each moment with swings, flashes in the second that begins there, as a quarter of the picture sees them."""
    counts = np.zeros(len(at), np.int32)
    ends = np.searchsorted(at, at + float(film.rate) - 1e-6)
    for place, end in enumerate(ends):
        if end - place >= 4:  # two flashes, the fewest worth counting
            swings = np.sort(blocks[place:end].sum(axis=0))
            counts[place] = swings[-max(1, round(AREA * len(swings)))] // 2
    return counts


def _with_joins(film: FilmMeasures) -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
    """Swings inside segments, and those where one ends and the next begins."""
    lights, starts = _lights(film), np.array([piece.start for piece in film.pieces[1:]], np.int32)
    stepped = changed(lights[:-1, 1], lights[1:, 0])
    found = {}
    for (name, (at, blocks)), steps in zip(film.swings.items(), stepped, strict=True):
        met = steps.reshape(len(starts), blocks.shape[1])
        seen = met.any(axis=1)
        all_at, rows = np.concatenate([at, starts[seen]]), np.concatenate([blocks, met[seen]])
        order = np.argsort(all_at, kind="stable")
        found[name] = all_at[order], rows[order]
    return found


def _lights(film: FilmMeasures) -> np.ndarray:
    """Linear light of each block of the segments' first and last frames: (pieces, 2, blocks down, across, 3)."""
    across, down = film.edge_size
    count = len(film.edges)
    luma, rest = film.edges[..., : across * down], film.edges[..., across * down :]
    tall = luma.reshape(count * 2, down, across)
    chroma = rest.reshape(count * 2, 2, down // 2, across // 2)
    means = [_blocks(plane, film.grid) for plane in (tall, chroma[:, 0], chroma[:, 1])]
    return linear_rgb(*means).reshape(count, 2, film.grid[1], film.grid[0], 3)


def _blocks(planes: np.ndarray, grid: tuple[int, int]) -> np.ndarray:
    """`block_means` of many pictures at once."""
    stacked = planes.transpose(1, 2, 0)
    rows, columns = ([n * length // count for n in range(count)]
                     for length, count in zip(stacked.shape[:2], (grid[1], grid[0]), strict=True))  # fmt: skip
    sums = np.add.reduceat(np.add.reduceat(stacked, rows, axis=0, dtype=np.uint32), columns, axis=1)
    sizes = np.outer(np.diff([*rows, stacked.shape[0]]), np.diff([*columns, stacked.shape[1]]))
    means: np.ndarray = (sums / sizes[..., None]).transpose(2, 0, 1)
    return means
