"""Freeze ratio: how much of the film stands still, and the longest stretch that does.

A frame stands still if a quarter of a second changed nothing, or nothing but noise: noise differs as much after one
frame as after six, motion grows. `max` is a share of the film (1 %), `longest` in seconds (0.5), both after the usual
gates of delivery houses. A picture that stands for `hold` frames by style is compared with the picture before it.
Pictures are measured before they are encoded, so a still is still; the calmest of a thousand drawn scenes changes 21.
"""

from __future__ import annotations

import numpy as np

from beatforge.deliver.gates.judging import Case, Finding, Judged
from beatforge.deliver.gates.stretches import runs

WAY_OUT = "give it motion: a higher `style: {motion: {speed: ...}}` or `reactivity`, another seed, or a shorter scene"

NOTHING = 6
"""1/100 of an 8-bit step in a quarter of a second: less than this is rounding."""

GROWTH, SLACK = 1.15, 6
"""What grows less than this (and `SLACK`, 1/100 of a step) over the lag is noise on a still."""

NOISE, OF_BLOCKS = 800, 0.22
"""Noise is fine: it changes a picture by up to `NOISE`, and leaves blocks a fifth of that; drops and strokes more."""


def judge(case: Case) -> Judged:
    """Share of frames that stand still, and stretches longer than a picture may stand."""
    film, limits = case.film, case.limits
    standing = standing_frames(case)
    for piece in film.pieces:
        if piece.scene in case.excused:
            standing[piece.start : piece.end] = False
    found = list(runs(standing))
    ratio = sum(end - start for start, end in found) / max(1, film.num_frames)
    longest = max(found, key=lambda run: run[1] - run[0], default=(0, 0))
    findings = [
        Finding(film.scene_at(start), start, case.seconds(end - start), limits["longest"],
                f"stands still for {case.seconds(end - start):g} s, at most {limits['longest']:g} s")
        for start, end in found
        if case.seconds(end - start) > limits["longest"]
    ]  # fmt: skip
    if ratio > limits["max"] and not findings:
        text = f"{ratio:.1%} of the film stands still, at most {limits['max']:.1%}; this is the longest stretch"
        findings.append(Finding(film.scene_at(longest[0]), longest[0], ratio, limits["max"], text))
    return Judged({"freeze_ratio": ratio, "longest_s": case.seconds(longest[1] - longest[0])}, findings)


def standing_frames(case: Case) -> np.ndarray:
    """Which frames stand still; a stretch begins when the picture stopped, not when the lag has passed."""
    film = case.film
    step, drift = film.moving(), film.figures["drift"]
    most, least = _over(np.maximum, step, film.lag), _over(np.minimum, step, film.lag)
    nothing = (drift <= NOTHING) & (most <= NOTHING)
    fine = (most <= NOISE) & (film.figures["flicker"] <= OF_BLOCKS * step + SLACK)
    noisy = fine & (drift <= GROWTH * least + SLACK)
    for start, end in list(runs(noisy)):
        if end - start < film.lag:  # jerky motion may look like noise for a frame or two
            noisy[start:end] = False
    still: np.ndarray = nothing | noisy
    for piece in film.pieces:
        part = still[piece.start : piece.end]
        part[: film.lag] = part[min(film.lag, piece.frames - 1)]  # too little has passed to tell
        for start, _ in list(runs(part)):
            part[max(0, start - film.lag + 1) : start] = True
    return still


def _over(choose: np.ufunc, values: np.ndarray, length: int) -> np.ndarray:
    """The greatest, or least, of each value and the `length` - 1 before it."""
    chosen = values.copy()
    for back in range(1, length):
        chosen[back:] = choose(chosen[back:], values[:-back])
    return chosen
