"""Furniture as drawn sheets: a plant in its pot, shelves full of records. Tone is light on what is drawn."""

from __future__ import annotations

import math

from beatforge.picture.cutout import Cutout, Drawing
from beatforge.picture.draws import Draws
from beatforge.picture.subjects.outlines import shape


def drawn_plant(draws: Draws) -> Cutout:
    """Broad leaves on stalks out of a pot."""
    drawing = Drawing(132, 200)
    wide = 132 / 200
    foot = (wide / 2, 0.24)
    for nth in range(15):
        turn = (nth / 14.0 - 0.5) * 2.5 + draws.between(-0.15, 0.15)
        long = draws.between(0.34, 0.62) * (1.0 - 0.22 * abs(turn) / 1.25)
        tip = (foot[0] + math.sin(turn) * long * 0.62, foot[1] + math.cos(turn) * long)
        drawing.line([foot, tip], 0.008, 0.25, 1 + nth % 3)
        lean = turn * 1.35
        leaf = draws.between(0.085, 0.13)
        outline = []
        for step in range(14):
            a = 2.0 * math.pi * step / 14.0
            r, f = math.sin(a) * leaf * 0.52, math.cos(a) * leaf * (1.25 if math.cos(a) > 0 else 0.9)
            outline.append(
                (tip[0] + r * math.cos(lean) + f * math.sin(lean), tip[1] + f * math.cos(lean) - r * math.sin(lean))
            )
        shape(drawing, outline, 1 + nth % 3, draws.between(0.15, 0.5), (0.004, 0.012), 0.9)
        end = (tip[0] + math.sin(lean) * leaf * 1.1, tip[1] + math.cos(lean) * leaf * 1.1)
        drawing.line([tip, end], 0.005, 0.8, 1 + nth % 3)
    pot = [(wide * 0.30, 0.25), (wide * 0.70, 0.25), (wide * 0.64, 0.0), (wide * 0.36, 0.0)]
    drawing.polygon(pot, 0.35, 5)
    drawing.polygon([(wide * 0.27, 0.27), (wide * 0.73, 0.27), (wide * 0.73, 0.22), (wide * 0.27, 0.22)], 0.6, 5)
    return drawing.finish()


def drawn_shelf(draws: Draws) -> Cutout:
    """Shelves with records on edge, books, a small speaker, a pot."""
    drawing = Drawing(120, 192)
    wide, boards = 120 / 192, 5
    drawing.polygon([(0.0, 0.0), (wide, 0.0), (wide, 1.0), (0.0, 1.0)], 0.10, 1)
    for board in range(boards):
        low = board / boards
        x = 0.025
        while x < wide - 0.05:
            thick, tall = draws.between(0.008, 0.022), draws.between(0.115, 0.165)
            if draws.unit() < 0.10:
                x += draws.between(0.03, 0.09)
                continue
            lean = draws.between(-0.006, 0.010)
            corners = [(x, low + 0.02), (x + thick, low + 0.02), (x + thick + lean, low + tall), (x + lean, low + tall)]
            drawing.polygon(corners, draws.between(0.15, 0.95), 2 + draws.whole(6))
            x += thick + 0.0015
        drawing.polygon([(0.0, low), (wide, low), (wide, low + 0.02), (0.0, low + 0.02)], 0.5, 9)
    for x in (0.0, wide - 0.02):
        drawing.polygon([(x, 0.0), (x + 0.02, 0.0), (x + 0.02, 1.0), (x, 1.0)], 0.45, 9)
    drawing.polygon([(0.0, 0.98), (wide, 0.98), (wide, 1.0), (0.0, 1.0)], 0.6, 9)
    return drawing.finish()
