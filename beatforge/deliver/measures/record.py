"""The form of `measures.json`: whole numbers in lists, one entry a frame. Read by gates, written by the encode pass.

`UNKNOWN` stands where a frame has nothing before it to compare with. Units are named beside each figure; they are
coarse on purpose, so that another processor's last digit changes nothing.
"""

from __future__ import annotations

from fractions import Fraction

UNKNOWN = -1

FIGURES = {
    "luma": "mean luma, 1/10 of an 8-bit step",
    "blue": "mean blue-difference chroma, 1/10 of an 8-bit step",
    "red": "mean red-difference chroma, 1/10 of an 8-bit step",
    "saturation": "mean distance of the blocks' chroma from grey, 1/10 of an 8-bit step",
    "dark": "share of the picture below a tenth of full luma, 1/1000",
    "change": "mean change of luma since the frame before, 1/100 of an 8-bit step",
    "drift": "mean change of luma since `lag` frames before, 1/100 of an 8-bit step",
    "flicker": "mean bend of a block's luma over three frames, 1/100 of an 8-bit step",
    "length": "mean length of the optical flow, 1/10000 of the picture's long side",
    "across": "mean flow to the right, 1/10000 of the long side",
    "down": "mean flow downwards, 1/10000 of the long side",
    "residual": "change since the frame before that one affine motion does not explain, 1/100 of an 8-bit step",
}
"""What is recorded for each frame."""

SIGNED = ("across", "down")
"""Figures that can be negative; their unknown is 0."""

FAR = {
    "far_change": "change since `lag` frames before, 1/100 of an 8-bit step",
    "far_residual": "what of it one affine motion does not explain",
    "wide_change": "change since a second before, 1/100 of an 8-bit step",
    "wide_residual": "what of it one affine motion does not explain",
}
"""What is recorded for every frame whose number is a multiple of `lag` (from the second on)."""

SWINGS = ("flashes", "red_flashes")
"""[frame, blocks as hexadecimal bits] for each frame in which parts of the picture swung."""


def lag_of(fps: str) -> int:
    """Frames over which slow motion shows: a quarter of a second. Noise differs no more after it than after one."""
    return max(2, round(Fraction(fps) / 4))
