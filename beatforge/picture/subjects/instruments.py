"""What stands on a stage, and who is seen close: drum kit, keyboard, amplifiers, monitors; a singer's face and hand.

Drawn once per shot as cutouts; tone is light on an edge (`outlines`). In the set depth tells what shines: 1 brass.
"""

from __future__ import annotations

from beatforge.picture.cutout import Cutout, Drawing, Point
from beatforge.picture.subjects.curves import rounded
from beatforge.picture.subjects.outlines import DARK, EDGE, blob, shape

SET_TEXELS, FACE_TEXELS = (512, 128), (256, 256)
SET_LONG = SET_TEXELS[0] / SET_TEXELS[1]

DRUM, CYMBAL, BOX, KEYS, STAND, RISER = 2, 3, 4, 5, 6, 7
FACE, HAIR, MICROPHONE, HAND, RING, SHIRT = 10, 11, 12, 13, 14, 15


def draw_set() -> Cutout:
    """Riser with drums in the middle, keyboard to the right, amplifiers at both sides; heights of the drawing."""
    drawing = Drawing(*SET_TEXELS)
    mid = SET_LONG * 0.5
    for x, wide, high in ((0.34, 0.24, 0.62), (0.86, 0.20, 0.46), (SET_LONG - 0.36, 0.25, 0.64)):
        _amplifier(drawing, x, wide, high)
    drawing.polygon([(mid - 0.78, 0.0), (mid + 0.78, 0.0), (mid + 0.74, 0.16), (mid - 0.74, 0.16)], 0.35, RISER)
    drawing.line([(mid - 0.74, 0.158), (mid + 0.74, 0.158)], 0.014, EDGE, RISER)
    for nth in range(7):
        drawing.disc((mid - 0.66 + nth * 0.22, 0.075), 0.022, 1.0, CYMBAL, 1.0)
    _drums(drawing, mid)
    _keyboard(drawing, mid + 1.22)
    for x in (mid - 0.42, mid + 0.05, mid + 0.75):
        shape(drawing, [(x - 0.15, 0.0), (x - 0.12, 0.13), (x + 0.10, 0.10), (x + 0.15, 0.0)], BOX, DARK)
    return drawing.finish()


def draw_singer() -> Cutout:
    """Somebody who sings to the left into a microphone, lit from behind; the drawing is as wide as high."""
    drawing = Drawing(*FACE_TEXELS)
    lit = (0.012, 0.006)
    shape(drawing, _LOCKS_BEHIND, HAIR, 0.18, lit, 0.7)
    outline = rounded(_PROFILE, 3)
    drawing.polygon(outline, EDGE, FACE)
    drawing.polygon([(x + (0.006 if x < 0.45 else -0.010), y - 0.004) for x, y in outline], 0.30, FACE)
    drawing.polygon(
        rounded([(0.345, 0.648), (0.40, 0.636), (0.412, 0.618), (0.362, 0.604), (0.352, 0.625)], 4), 0.0, HAIR
    )
    drawing.line([(0.388, 0.752), (0.425, 0.744), (0.455, 0.752)], 0.011, 0.0, HAIR)
    drawing.line([(0.382, 0.802), (0.425, 0.815), (0.475, 0.802)], 0.013, 0.05, HAIR)
    shape(drawing, _SHOULDERS, SHIRT, 0.3, lit)
    shape(drawing, _LOCKS, HAIR, 0.18, lit, 0.75)
    for start, end in (((0.46, 0.90), (0.70, 0.80)), ((0.55, 0.86), (0.74, 0.62)), ((0.62, 0.72), (0.77, 0.42))):
        middle = ((start[0] + end[0]) / 2 + 0.04, (start[1] + end[1]) / 2 + 0.05)
        drawing.line([start, middle, end], 0.007, 0.55, HAIR)
    drawing.ellipse((0.578, 0.675), 0.026, 0.040, 0.62, FACE)
    drawing.disc((0.582, 0.605), 0.028, 0.95, RING)
    drawing.disc((0.582, 0.605), 0.018, 0.1, FACE)
    shape(
        drawing, [(0.30, 0.40), (0.37, 0.42), (0.56, 0.10), (0.60, -0.1), (0.34, -0.1), (0.36, 0.08)], SHIRT, DARK, lit
    )
    drawing.line([(0.295, 0.60), (0.255, 0.40)], 0.040, 0.25, MICROPHONE)
    drawing.line([(0.306, 0.60), (0.268, 0.42)], 0.008, 0.8, MICROPHONE)
    blob(drawing, (0.298, 0.628), 0.048, 0.050, MICROPHONE, 0.35, (0.010, 0.010))
    for nth in range(3):
        drawing.line(
            [(0.262 + nth * 0.018, 0.60 + nth * 0.01), (0.300 + nth * 0.018, 0.66 - nth * 0.01)], 0.004, 0.7, RING
        )
    shape(
        drawing,
        [(0.235, 0.52), (0.30, 0.545), (0.345, 0.50), (0.35, 0.42), (0.30, 0.395), (0.25, 0.43)],
        HAND,
        0.3,
        lit,
    )
    for nth in range(4):
        y = 0.515 - nth * 0.030
        drawing.line([(0.238 + nth * 0.004, y), (0.298, y + 0.012)], 0.024, 0.55 - 0.07 * nth, HAND)
    return drawing.finish()


_PROFILE: tuple[Point, ...] = (
    (0.45, 0.915), (0.395, 0.85), (0.380, 0.795), (0.378, 0.765), (0.345, 0.722), (0.322, 0.698), (0.345, 0.682),
    (0.358, 0.672), (0.340, 0.655), (0.346, 0.643), (0.385, 0.632), (0.385, 0.622), (0.358, 0.604), (0.362, 0.588),
    (0.378, 0.572), (0.366, 0.548), (0.382, 0.520), (0.44, 0.500), (0.495, 0.465), (0.505, 0.38), (0.46, 0.28),
    (0.56, 0.20), (0.76, 0.30), (0.69, 0.40), (0.68, 0.55), (0.72, 0.72), (0.66, 0.88), (0.55, 0.94),
)  # fmt: skip
_SHOULDERS: tuple[Point, ...] = (
    (0.44, 0.30), (0.52, 0.335), (0.60, 0.30), (0.70, 0.355), (0.84, 0.29), (0.95, 0.20), (1.0, 0.0), (1.0, -0.2),
    (0.34, -0.2), (0.36, 0.05), (0.39, 0.22),
)  # fmt: skip
_LOCKS: tuple[Point, ...] = (
    (0.42, 0.865), (0.44, 0.93), (0.54, 0.985), (0.66, 0.965), (0.76, 0.89), (0.80, 0.76), (0.795, 0.62), (0.83, 0.48),
    (0.80, 0.34), (0.72, 0.27), (0.665, 0.36), (0.655, 0.50), (0.61, 0.60), (0.60, 0.70), (0.555, 0.76), (0.53, 0.83),
    (0.47, 0.845),
)  # fmt: skip
_LOCKS_BEHIND: tuple[Point, ...] = (
    (0.60, 0.90), (0.78, 0.88), (0.86, 0.70), (0.87, 0.54), (0.92, 0.42), (0.90, 0.26), (0.80, 0.20), (0.66, 0.24),
    (0.64, 0.60),
)  # fmt: skip


def _amplifier(drawing: Drawing, x: float, wide: float, high: float) -> None:
    """A tower of loudspeakers with a head on top."""
    drawing.polygon([(x - wide, 0.0), (x + wide, 0.0), (x + wide, high), (x - wide, high)], DARK, BOX)
    drawing.line([(x - wide, high), (x + wide, high)], 0.014, EDGE, BOX)
    drawing.line([(x - wide, high * 0.5), (x + wide, high * 0.5)], 0.010, 0.5, BOX)
    for right in (-0.5, 0.5):
        for up in (0.25, 0.75):
            middle = (x + right * wide, high * up)
            drawing.disc(middle, wide * 0.38, 0.45, BOX)
            drawing.disc(middle, wide * 0.33, 0.05, BOX)
            drawing.disc(middle, wide * 0.12, 0.35, BOX)
    drawing.polygon(
        [(x - wide * 0.9, high), (x + wide * 0.9, high), (x + wide * 0.9, high + 0.10), (x - wide * 0.9, high + 0.10)],
        0.3,
        KEYS,
    )
    for nth in range(6):
        drawing.disc((x - wide * 0.7 + nth * wide * 0.26, high + 0.05), 0.016, 1.0, CYMBAL, 1.0)


def _drums(drawing: Drawing, mid: float) -> None:
    """Bass drum with its hoop, toms, floor tom, snare, cymbals on stands."""
    for x, foot, top in ((-0.62, -0.50, 0.86), (0.64, 0.52, 0.90), (-0.40, -0.36, 0.62)):
        drawing.line([(mid + foot, 0.16), (mid + x, top)], 0.012, 0.5, STAND)
    for x, y, wide in ((-0.50, 0.34, 0.155), (0.50, 0.32, 0.165)):
        drawing.polygon(
            [(mid + x - wide, 0.19), (mid + x + wide, 0.19), (mid + x + wide, y + 0.1), (mid + x - wide, y + 0.1)],
            0.3,
            DRUM,
        )
        drawing.ellipse((mid + x, y + 0.1), wide, 0.035, 0.8, DRUM)
        drawing.line([(mid + x - wide * 0.55, 0.20), (mid + x - wide * 0.55, y + 0.08)], 0.014, 0.7, DRUM)
    drawing.disc((mid, 0.40), 0.255, EDGE, STAND)
    drawing.disc((mid, 0.40), 0.238, 0.30, DRUM)
    drawing.disc((mid, 0.40), 0.205, 0.65, RISER)
    drawing.text((mid, 0.355), "BF", 0.17, 0.1, STAND)
    for x in (-0.19, 0.19):
        drawing.ellipse((mid + x, 0.70), 0.150, 0.085, 0.30, DRUM)
        drawing.ellipse((mid + x, 0.745), 0.148, 0.045, 0.85, DRUM)
    for x, y, wide in ((-0.62, 0.87, 0.21), (0.64, 0.91, 0.22), (-0.40, 0.63, 0.13)):
        drawing.ellipse((mid + x, y), wide, 0.028, 0.95, CYMBAL, 1.0)
        drawing.ellipse((mid + x, y + 0.020), 0.035, 0.022, 0.6, CYMBAL, 1.0)


def _keyboard(drawing: Drawing, x: float) -> None:
    """A keyboard on crossed legs, with a smaller one above."""
    for side in (-1.0, 1.0):
        drawing.line([(x - 0.24 * side, 0.0), (x + 0.22 * side, 0.47)], 0.026, 0.4, STAND)
    drawing.polygon([(x - 0.42, 0.46), (x + 0.42, 0.46), (x + 0.42, 0.56), (x - 0.42, 0.56)], 0.2, KEYS)
    drawing.line([(x - 0.40, 0.545), (x + 0.40, 0.545)], 0.022, 0.95, KEYS)
    for nth in range(4):
        drawing.disc((x - 0.3 + nth * 0.06, 0.495), 0.013, 1.0, CYMBAL, 1.0)
