"""Drawn animals and people who stay where they are: deer, fox, owl, camel, cat; standing, sitting, playing people.

Each function draws one with a `Pen`: feet at (0, 0), looking to the right, lit from the right (tone 0 dark .. 1 light).
Animals are `COAT`, people `COAT` with `SKIN`; what they hold or wear is `GEAR`. A motif adds its own number to these.
"""

from __future__ import annotations

from beatforge.picture.cutout import Point
from beatforge.picture.subjects.sprites import Pen

COAT, SKIN, GEAR = 1, 2, 3


def draw_deer(pen: Pen, grazing: bool = False, antlers: bool = True) -> None:
    """A deer, 1 high to the tips of its antlers, 0.75 long."""
    coat = pen.of(COAT)
    for x, foot, tone in ((-0.23, -0.25, 0.12), (0.15, 0.17, 0.12), (-0.18, -0.15, 0.34), (0.21, 0.21, 0.4)):
        coat.stroke(((x, 0.40), (x - 0.015, 0.22), (foot, 0.10), (foot + 0.005, 0.0)), 0.040, 0.013, tone)
    body = ((-0.31, 0.47), (-0.27, 0.56), (-0.05, 0.545), (0.18, 0.58), (0.28, 0.50), (0.24, 0.36), (0.05, 0.325),
            (-0.20, 0.35), (-0.30, 0.38))  # fmt: skip
    coat.shape(body, 0.26)
    coat.shape(((-0.27, 0.51), (-0.1, 0.545), (0.18, 0.575), (0.27, 0.49), (0.1, 0.47), (-0.12, 0.475)), 0.62)
    coat.shape(((-0.32, 0.52), (-0.35, 0.47), (-0.31, 0.41), (-0.28, 0.5)), 0.95, 2)
    if grazing:
        coat.shape(
            ((0.18, 0.56), (0.30, 0.46), (0.40, 0.20), (0.44, 0.10), (0.36, 0.12), (0.27, 0.28), (0.17, 0.38)), 0.38
        )
        coat.shape(((0.35, 0.18), (0.43, 0.17), (0.50, 0.04), (0.46, 0.01), (0.38, 0.07)), 0.5, 3)
        coat.shape(((0.33, 0.20), (0.27, 0.23), (0.30, 0.16)), 0.25, 2)
        return
    coat.shape(((0.12, 0.54), (0.22, 0.64), (0.27, 0.78), (0.35, 0.79), (0.34, 0.66), (0.29, 0.50), (0.22, 0.42)), 0.40)
    coat.shape(((0.27, 0.80), (0.33, 0.82), (0.45, 0.745), (0.45, 0.715), (0.38, 0.71), (0.29, 0.73)), 0.55, 3)
    coat.shape(((0.28, 0.80), (0.20, 0.84), (0.17, 0.83), (0.24, 0.775)), 0.3, 2)
    coat.disc(0.445, 0.735, 0.013, 0.0)
    coat.disc(0.345, 0.775, 0.010, 0.0)
    if antlers:
        for back, tone in ((0.0, 0.30), (-0.05, 0.75)):
            beam = ((0.30 + back, 0.81), (0.25 + back * 2, 0.90), (0.29 + back * 2.2, 0.99), (0.36 + back * 2, 1.0))
            pen.of(GEAR).stroke(beam, 0.013, 0.005, tone)
            for x, y, dx, dy in ((0.27, 0.86, 0.07, 0.05), (0.26, 0.92, -0.05, 0.06), (0.28, 0.965, 0.0, 0.06)):
                pen.of(GEAR).stroke(((x + back * 2, y), (x + dx + back * 2, y + dy)), 0.009, 0.003, tone)


def draw_fox(pen: Pen) -> None:
    """A fox that sits, its tail about it, 1 high."""
    coat = pen.of(COAT)
    coat.shape(((-0.18, 0.14), (-0.50, 0.04), (-0.62, 0.10), (-0.55, 0.24), (-0.34, 0.28), (-0.16, 0.26)), 0.35)
    coat.shape(((-0.50, 0.05), (-0.64, 0.10), (-0.56, 0.23), (-0.49, 0.15)), 0.98, 3)
    coat.shape(((-0.24, 0.0), (-0.28, 0.25), (-0.16, 0.50), (0.02, 0.64), (0.18, 0.52), (0.20, 0.2), (0.22, 0.0)), 0.40)
    coat.shape(((0.06, 0.55), (0.18, 0.50), (0.21, 0.30), (0.13, 0.24), (0.06, 0.38)), 0.98, 3)
    coat.stroke(((0.13, 0.36), (0.16, 0.1), (0.18, 0.0)), 0.05, 0.04, 0.62)
    coat.shape(
        (
            (-0.12, 0.60),
            (-0.10, 0.80),
            (0.06, 0.86),
            (0.20, 0.78),
            (0.38, 0.64),
            (0.36, 0.60),
            (0.18, 0.56),
            (0.0, 0.53),
        ),
        0.58,
    )
    coat.shape(((0.10, 0.60), (0.24, 0.66), (0.36, 0.62), (0.2, 0.56)), 0.98, 3)
    for x in (-0.10, 0.08):
        coat.polygon(((x, 0.76), (x + 0.02, 1.0), (x + 0.14, 0.80)), 0.30)
    coat.disc(0.365, 0.625, 0.025, 0.0)
    coat.disc(0.175, 0.715, 0.022, 0.0)


def draw_owl(pen: Pen) -> None:
    """An owl on its feet, seen from the front, 1 high."""
    coat = pen.of(COAT)
    coat.shape(
        (
            (-0.22, 0.02),
            (-0.34, 0.35),
            (-0.30, 0.80),
            (0.0, 0.94),
            (0.30, 0.80),
            (0.34, 0.35),
            (0.22, 0.02),
            (0.0, -0.12),
        ),
        0.30,
    )
    for side in (-1.0, 1.0):
        coat.polygon(((side * 0.28, 0.78), (side * 0.31, 1.0), (side * 0.10, 0.88)), 0.25)
        coat.shape(((side * 0.20, 0.62), (side * 0.36, 0.45), (side * 0.30, 0.05), (side * 0.2, 0.2)), 0.12)
    coat.shape(((-0.17, 0.1), (-0.2, 0.4), (0.0, 0.56), (0.2, 0.4), (0.17, 0.1), (0.0, 0.02)), 0.62)
    for row in range(3):
        for k in (-1, 0, 1):
            coat.polygon(
                ((k * 0.1 - 0.04, 0.40 - 0.1 * row), (k * 0.1, 0.34 - 0.1 * row), (k * 0.1 + 0.04, 0.40 - 0.1 * row)),
                0.2,
            )
    for side in (-1.0, 1.0):
        coat.disc(side * 0.14, 0.70, 0.14, 0.66)
        pen.of(SKIN).disc(side * 0.13, 0.70, 0.085, 1.0)
        coat.disc(side * 0.12, 0.70, 0.042, 0.0)
    coat.polygon(((-0.045, 0.66), (0.045, 0.66), (0.0, 0.55)), 0.05)


def draw_bird(pen: Pen) -> None:
    """A songbird on its feet, tail down to the left, 1 high."""
    coat = pen.of(COAT)
    coat.polygon(((-0.28, 0.30), (-0.72, -0.10), (-0.58, -0.14), (-0.16, 0.16)), 0.15)
    coat.shape(
        ((-0.30, 0.30), (-0.22, 0.60), (0.02, 0.78), (0.26, 0.66), (0.34, 0.38), (0.18, 0.12), (-0.12, 0.10)), 0.45
    )
    pen.of(GEAR).shape(((0.10, 0.62), (0.32, 0.56), (0.33, 0.36), (0.18, 0.14), (0.02, 0.14), (0.16, 0.38)), 0.9, 3)
    coat.shape(((-0.34, 0.22), (-0.20, 0.54), (0.08, 0.58), (0.10, 0.36), (-0.14, 0.20)), 0.20, 3)
    coat.disc(0.20, 0.80, 0.19, 0.55)
    coat.polygon(((0.36, 0.86), (0.56, 0.77), (0.35, 0.74)), 0.05)
    coat.disc(0.26, 0.84, 0.035, 0.0)
    for x in (0.0, 0.12):
        coat.stroke(((x, 0.12), (x + 0.02, -0.06)), 0.016, 0.012, 0.1)


def draw_camel(pen: Pen, rider: bool) -> None:
    """A camel's body without legs (a motif lets them walk), its belly at 0.42, 1 high with its rider."""
    coat = pen.of(COAT)
    body = ((-0.34, 0.52), (-0.30, 0.60), (-0.14, 0.64), (-0.02, 0.76), (0.10, 0.64), (0.22, 0.58), (0.30, 0.52),
            (0.22, 0.43), (0.0, 0.41), (-0.24, 0.44))  # fmt: skip
    coat.shape(body, 0.30)
    neck = (
        (0.20, 0.57),
        (0.34, 0.50),
        (0.44, 0.60),
        (0.46, 0.76),
        (0.41, 0.77),
        (0.385, 0.66),
        (0.33, 0.61),
        (0.25, 0.62),
    )
    coat.shape(neck, 0.42)
    coat.shape(((0.40, 0.75), (0.42, 0.82), (0.49, 0.82), (0.58, 0.765), (0.57, 0.735), (0.46, 0.74)), 0.5, 3)
    coat.stroke(((-0.33, 0.56), (-0.38, 0.48), (-0.37, 0.40)), 0.012, 0.010, 0.25)
    coat.shape(((-0.28, 0.58), (-0.12, 0.63), (0.22, 0.57), (0.26, 0.53), (0.0, 0.55), (-0.25, 0.54)), 0.6, 3)
    gear = pen.of(GEAR)
    gear.shape(((-0.16, 0.62), (-0.03, 0.775), (0.11, 0.63), (0.12, 0.46), (-0.02, 0.44), (-0.15, 0.47)), 0.45, 3)
    gear.polygon(((-0.155, 0.53), (0.12, 0.53), (0.12, 0.50), (-0.155, 0.50)), 0.95)
    coat.stroke(((0.50, 0.745), (0.30, 0.68), (0.05, 0.80)), 0.005, 0.005, 0.1)
    if not rider:
        gear.shape(((-0.17, 0.60), (-0.20, 0.78), (0.0, 0.88), (0.15, 0.76), (0.12, 0.62)), 0.30, 3)
        gear.stroke(((-0.18, 0.72), (0.14, 0.70)), 0.008, 0.008, 0.8)
        return
    gear.shape(((-0.09, 0.74), (-0.10, 0.90), (-0.03, 0.965), (0.04, 0.90), (0.10, 0.76), (0.02, 0.72)), 0.25, 3)
    gear.stroke(((-0.02, 0.90), (0.07, 0.83), (0.10, 0.78)), 0.020, 0.015, 0.4)
    pen.of(SKIN).disc(-0.01, 0.985, 0.035, 0.5)
    gear.shape(((-0.06, 0.96), (-0.05, 1.03), (0.01, 1.04), (0.03, 0.995), (-0.02, 0.985), (-0.05, 0.92)), 0.85, 3)


def draw_cat(pen: Pen) -> None:
    """A cat that sits and looks away from us, 1 high, its tail to the right."""
    coat = pen.of(COAT)
    coat.shape(
        ((0.15, 0.05), (0.45, 0.02), (0.62, 0.12), (0.58, 0.26), (0.53, 0.24), (0.54, 0.14), (0.42, 0.10), (0.2, 0.14)),
        0.2,
    )
    coat.shape(
        ((-0.26, 0.0), (-0.32, 0.2), (-0.2, 0.5), (-0.12, 0.66), (0.12, 0.66), (0.2, 0.5), (0.32, 0.2), (0.26, 0.0)),
        0.22,
    )
    coat.shape(((0.05, 0.62), (0.13, 0.64), (0.2, 0.48), (0.32, 0.2), (0.27, 0.02), (0.19, 0.2), (0.14, 0.45)), 0.8, 3)
    coat.shape(((-0.19, 0.74), (-0.15, 0.86), (0.0, 0.90), (0.15, 0.86), (0.19, 0.74), (0.1, 0.62), (-0.1, 0.62)), 0.28)
    for side in (-1.0, 1.0):
        coat.polygon(((side * 0.18, 0.80), (side * 0.17, 1.0), (side * 0.04, 0.88)), 0.5 + 0.3 * side)


def draw_sitter(pen: Pen, pose: int) -> None:
    """Someone who sits on the ground facing right, 1 high: 0 hugs the knees, 1 plays the guitar, 2 holds out a stick,
    3 warms the hands."""
    coat, gear = pen.of(COAT), pen.of(GEAR)
    legs = (
        (-0.20, 0.0),
        (-0.22, 0.16),
        (0.06, 0.26),
        (0.28, 0.46),
        (0.37, 0.40),
        (0.33, 0.08),
        (0.46, 0.05),
        (0.46, 0.0),
    )
    coat.shape(legs, 0.20)
    coat.stroke(((0.10, 0.28), (0.31, 0.44), (0.33, 0.06)), 0.06, 0.045, 0.55)
    coat.shape(
        ((-0.26, 0.04), (-0.31, 0.35), (-0.20, 0.62), (-0.02, 0.70), (0.10, 0.60), (0.08, 0.34), (0.05, 0.10)), 0.25
    )
    coat.shape(((-0.02, 0.68), (0.09, 0.60), (0.09, 0.34), (0.06, 0.16), (0.0, 0.34)), 0.85, 3)
    pen.of(SKIN).disc(0.035, 0.82, 0.115, 0.75)
    hair = ((-0.09, 0.74), (-0.10, 0.92), (0.04, 0.975), (0.13, 0.92), (0.06, 0.88), (-0.01, 0.78))
    gear.shape(hair, 0.2 if pose != 2 else 0.6, 3)
    if pose == 0:
        coat.stroke(((-0.06, 0.58), (0.12, 0.36), (0.33, 0.36)), 0.055, 0.045, 0.45)
    elif pose == 1:
        gear.shape(
            ((-0.16, 0.24), (-0.12, 0.42), (0.02, 0.42), (0.10, 0.50), (0.22, 0.42), (0.14, 0.26), (-0.02, 0.22)),
            0.7,
            3,
        )
        gear.stroke(((0.14, 0.42), (0.62, 0.66)), 0.022, 0.020, 0.35)
        pen.of(SKIN).disc(0.06, 0.36, 0.05, 0.0)
        coat.stroke(((-0.08, 0.60), (-0.12, 0.40), (0.05, 0.36)), 0.05, 0.035, 0.5)
        coat.stroke(((0.02, 0.60), (0.30, 0.42), (0.48, 0.58)), 0.045, 0.035, 0.6)
    else:
        drop = 0.05 if pose == 2 else -0.02
        coat.stroke(((-0.06, 0.60), (0.14, 0.42 - drop), (0.42, 0.52 - drop)), 0.055, 0.038, 0.6)
        pen.of(SKIN).disc(0.45, 0.53 - drop, 0.042, 0.9)
        if pose == 2:
            gear.stroke(((0.40, 0.46), (0.98, 0.44)), 0.012, 0.009, 0.5)
            gear.disc(0.98, 0.44, 0.035, 1.0)


def draw_stander(pen: Pen, pose: int) -> None:
    """Someone who stands, 1 high: 0 from behind at ease, 1 both arms up, 2 one arm up, 3 with a long coat and a hat.
    One leg bears the weight; hips go out over it, shoulders and head against them."""
    coat, skin, gear = pen.of(COAT), pen.of(SKIN), pen.of(GEAR)

    def at(right: float, up: float) -> Point:
        return right + 0.030 * min(up / 0.48, 1.0) - 0.085 * max(up - 0.48, 0.0), up

    def all_at(*points: Point) -> tuple[Point, ...]:
        return tuple(at(*point) for point in points)

    coat.stroke(all_at((0.045, 0.48), (0.043, 0.24), (0.030, 0.01)), 0.052, 0.032, 0.40)
    coat.stroke(all_at((-0.050, 0.48), (-0.095, 0.25), (-0.108, 0.02)), 0.050, 0.030, 0.10)
    for heel, toe in ((0.030, 0.085), (-0.108, -0.165)):
        coat.polygon(all_at((heel - 0.028, 0.0), (heel - 0.025, 0.032), (toe, 0.020), (toe, 0.0)), 0.1)
    low, wide = (0.26, 0.150) if pose == 3 else (0.42, 0.105)
    left = ((-wide - 0.012, low + 0.015), (-0.088, 0.62), (-0.125, 0.81), (-0.045, 0.855))
    right = ((0.045, 0.840), (0.125, 0.785), (0.083, 0.61), (wide, low - 0.010))
    coat.shape(all_at(*left, *right, (0.0, low - 0.012)), 0.32, 3)
    lit = ((0.050, 0.825), (0.125, 0.785), (0.083, 0.61), (wide, low - 0.010), (wide - 0.045, low), (0.046, 0.62))
    coat.shape(all_at(*lit), 0.85, 3)
    raised = {1: (-1.0, 1.0), 2: (1.0,)}.get(pose, ())
    for side, shoulder in ((-1.0, 0.79), (1.0, 0.765)):
        if side in raised:
            arm = all_at((side * 0.108, shoulder), (side * 0.205, 0.90), (side * 0.165, 1.06))
            skin.disc(arm[-1][0], 1.08, 0.032, 0.8)
        elif side > 0.0 and pose != 2:
            arm = all_at((0.112, shoulder), (0.185, 0.63), (0.105, 0.535))
        else:
            arm = all_at((side * 0.112, shoulder), (side * 0.158, 0.64), (side * 0.155, 0.48))
            skin.disc(arm[-1][0], 0.465, 0.026, 0.5)
        coat.stroke(arm, 0.036, 0.026, 0.4 + 0.25 * side)
    skin.stroke(all_at((0.0, 0.82), (-0.004, 0.89)), 0.030, 0.030, 0.4)
    skin.disc(*at(-0.010, 0.918), 0.066, 0.6)
    if pose == 3:
        gear.polygon(all_at((-0.130, 0.955), (0.125, 0.935), (0.110, 0.960), (-0.110, 0.978)), 0.2)
        gear.shape(all_at((-0.073, 0.965), (-0.066, 1.04), (0.0, 1.03), (0.062, 1.03), (0.068, 0.955)), 0.35, 2)
    else:
        crown = ((-0.074, 0.895), (-0.070, 0.975), (-0.005, 1.0), (0.062, 0.975), (0.068, 0.895), (0.030, 0.862))
        gear.shape(all_at(*crown, (-0.042, 0.860)), 0.25, 3)
