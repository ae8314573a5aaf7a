"""Boundary continuity: nothing jumps where segments meet, but for planned cuts.

The mean colour may step by `max` (3, CIE 76, where 2.3 is what an eye just notices) beyond what the pictures on either
side do by themselves; and the step must last: a beat or drop that lands on the join lights it for a moment, and what
comes back within half a second is none. Where a scene grows out of the one before, the last and the first frame must
also be alike (SSIM, `likeness`). Catches exposure steps and colours that run away along a chain.
"""

from __future__ import annotations

import numpy as np

from beatforge.deliver.gates.film import FilmMeasures, Piece
from beatforge.deliver.gates.judging import Case, Finding, Judged
from beatforge.deliver.measures.flashes import linear_rgb

WAY_OUT = "another transition into the scene after it (`transition: crossfade`), or a planned `transition: cut`"

USUAL = 1.2
"""A join may step this many times as far as the pictures beside it do by themselves."""

BEFORE_S, AFTER_S = 0.25, 0.5
"""A step that lasts lies between every picture of so long before and every one of so long after."""


def judge(case: Case) -> Judged:
    """The greatest step of colour at any join that is no cut, and the least likeness at any chained one."""
    film, limits = case.film, case.limits
    cuts, chains = set(case.facts["cuts"]), set(case.facts["chains"])
    worst, least, findings, turned, joins = 0.0, 1.0, [], 0, 0
    colours = _colours(film)
    usual, turns = _usual_steps(film, colours), _turns(film)
    for number, (before, after) in enumerate(zip(film.pieces, film.pieces[1:], strict=False)):
        if after.start in cuts or {before.scene, after.scene} & case.excused:
            continue
        joins += 1
        last, first = film.edges[number][1], film.edges[number + 1][0]
        step = max(0.0, _lasting_step(film, colours, before, after) - USUAL * max(usual[number : number + 2]))
        worst, turned = max(worst, step), turned + int(turns[number])
        if step > limits["max"]:
            text = f"the colour steps by {step:.1f} (CIE 76) where it begins, at most {limits['max']:g}"
            findings.append(Finding(after.scene, after.start, step, limits["max"], text))
        if after.start in chains:
            alike = _likeness(film, last, first)
            least = min(least, alike)
            if alike < limits["likeness"]:
                text = f"does not grow out of the last frame: likeness {alike:.2f}, at least {limits['likeness']:g}"
                findings.append(Finding(after.scene, after.start, alike, limits["likeness"], text))
    return Judged({"colour_step": worst, "likeness": least, "joins": joins, "motion_turns": turned}, findings)


def _colours(film: FilmMeasures) -> np.ndarray:
    """CIE Lab (D65) of each frame's mean colour: (frames, 3)."""
    rgb = linear_rgb(*(film.figures[name] / 10 for name in ("luma", "blue", "red")))
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    share = rgb @ to_xyz.T / np.array([0.9505, 1.0, 1.089])
    root = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _lasting_step(film: FilmMeasures, colours: np.ndarray, before: Piece, after: Piece) -> float:
    """How far apart the colours on either side of a join stay."""
    back, on = (max(1, round(film.rate * seconds)) for seconds in (BEFORE_S, AFTER_S))
    old = colours[max(before.start, before.end - back) : before.end]
    new = colours[after.start : min(after.end, after.start + on)]
    return float(np.linalg.norm(old[:, None] - new, axis=-1).min())


def _usual_steps(film: FilmMeasures, colours: np.ndarray) -> list[float]:
    """How far the mean colour steps inside each piece at most."""
    steps = np.zeros(film.num_frames)
    steps[1:] = np.linalg.norm(np.diff(colours, axis=0), axis=-1)
    starts = [piece.start for piece in film.pieces]
    steps[starts] = 0  # what a segment's first frame changed is what is judged
    return [float(step) for step in np.maximum.reduceat(steps, starts)]


def _turns(film: FilmMeasures) -> np.ndarray:
    """For each join whether what moves one way before it moves the other way after it; for information."""
    starts = np.array([piece.start for piece in film.pieces[1:]], np.int64)
    before, after = (
        np.stack([film.figures[name][np.minimum(starts + step, film.num_frames - 1)] for name in ("across", "down")])
        for step in (-1, 1)
    )
    lengths = np.hypot(*before), np.hypot(*after)
    turned: np.ndarray = (np.minimum(*lengths) > 20) & ((before * after).sum(axis=0) < -0.5 * lengths[0] * lengths[1])
    return turned


def _likeness(film: FilmMeasures, last: np.ndarray, first: np.ndarray) -> float:
    """Structural similarity of two small luma planes as a whole (0..1)."""
    count = film.edge_size[0] * film.edge_size[1]
    a, b = last[:count].astype(np.float64), first[:count].astype(np.float64)
    both = float(((a - a.mean()) * (b - b.mean())).mean())
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    light = (2 * a.mean() * b.mean() + c1) / (a.mean() ** 2 + b.mean() ** 2 + c1)
    return float(light * (2 * both + c2) / (a.var() + b.var() + c2))
