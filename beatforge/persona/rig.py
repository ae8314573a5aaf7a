"""The rig: a figure and its booth, compiled once into arrays; with a pose and an expression they are the tables that
the kernel walks.

In: the persona's file. Out: for each frame the materials' and primitives' rows. All that does not move is worked out
before; a frame costs some matrix products. It knows kinds of things, no persona.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from beatforge.persona import layout
from beatforge.persona.bones import Array, Frame, all_frames, turned
from beatforge.persona.features import face_numbers, fill_eye, fill_lid, fill_mouth, linear
from beatforge.persona.forms import Form, forms_of
from beatforge.persona.poses import Expression, Pose
from beatforge.project.figures import MaterialSpec, ShownSpec

SWING = ("swing_x", "swing_y", "swing_z")
"""Channels of what swings after: ways in figure units, for parts that follow wholly."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Rows of one frame, and which of the primitives throw shadows."""

    materials: Array
    primitives: Array
    casters: Array


class Rig:
    """A persona's figure with its booth, or without."""

    def __init__(self, shown: ShownSpec, with_booth: bool = True) -> None:
        self.shown, self.figure = shown, shown.figure
        self._booth = shown.booth.bones  # hands may be on it, seen or not
        self._forms = forms_of(shown, with_booth)
        assert len(self._forms) <= layout.PRIMITIVES_MAX, "more forms than a figure can have"
        self._materials = _Materials(self._forms, self.figure.materials)
        self._names = sorted({form.bone for form in self._forms} | {form.other_bone for form in self._forms})
        at = {name: place for place, name in enumerate(self._names)}
        self._bone = np.array([at[form.bone] for form in self._forms])
        self._other = np.array([at[form.other_bone] for form in self._forms])
        channels = sorted({name for form in self._forms for name in (*form.move, *form.other_move)} | {*SWING})
        self._channels = channels
        self._start = np.array([form.at for form in self._forms], float)
        self._end = np.array([form.other for form in self._forms], float)
        self._start_moves = _moves([form.move for form in self._forms], channels)
        self._end_moves = _moves([form.other_move for form in self._forms], channels)
        self._turns = np.stack([turned(*form.turn) for form in self._forms])
        self._inverse = np.array([form.inverse for form in self._forms], float)
        self._is_line = np.array([form.kind in ("cone", "lock") for form in self._forms])
        self._rows = np.stack([form.row(self._materials.of(form)) for form in self._forms]).astype(np.float32)
        self._ways = tuple(
            (place, np.array([getattr(form, name) for form in self._forms]))
            for place, name in (
                (layout.STRAND_X, "strand_x"),
                (layout.STRAND_Y, "strand_y"),
                (layout.BULGE, "bulge"),
            )
        )
        self._bulges = np.array([np.linalg.norm(form.bulge) for form in self._forms])
        self._casters = np.flatnonzero(self._rows[:, layout.CASTS] > 0)
        self._extra_reach = _extra_reach(self._rows)

    def seen_as(self, whole: str, parts: Sequence[str]) -> list[tuple[float, float]]:
        """(material, the first material with the paint `whole`) for materials with the paints `parts`."""
        numbers = [(instance.paint, float(number)) for instance, number in self._materials.instances()]
        one = next((number for paint, number in numbers if paint == whole), None)
        return [] if one is None else [(number, one) for paint, number in numbers if paint in parts]

    def tables(self, pose: Pose, expression: Expression, camera: Array | None = None) -> Tables:
        """The rows of one moment, as a camera at a place sees them."""
        values = {**expression.numbers, **pose.channels}
        frames = all_frames(self.figure, self._booth, pose, values)
        bones = [frames[name] for name in self._names]
        turns = np.stack([frame.turn for frame in bones])
        origins = np.stack([frame.origin for frame in bones])
        lengths = np.array([[1.0, 1.0, frame.length] for frame in bones])
        amounts = np.array([values.get(name, 0.0) for name in self._channels])
        start = self._start + np.einsum("c,rcd->rd", amounts, self._start_moves)
        start = np.einsum("rij,rj->ri", turns[self._bone], start * lengths[self._bone]) + origins[self._bone]
        end = self._end + np.einsum("c,rcd->rd", amounts, self._end_moves)
        end = np.einsum("rij,rj->ri", turns[self._other], end * lengths[self._other]) + origins[self._other]
        rows = self._rows.copy()
        lines = np.einsum("rij,rjk->rik", turns[self._bone], self._turns).transpose(0, 2, 1) * self._inverse[:, :, None]
        self._place_solids(rows, start, lines)
        self._place_lines(rows, start, end, turns)
        rows[:, layout.REACH] += self._extra_reach
        rows[:, layout.SPARE] = self._extra_reach
        materials = self._materials.rows(frames, rows)
        self._fill_features(rows, materials, expression, pose, frames, camera)
        return Tables(materials, rows, self._casters)

    def _place_solids(self, rows: Array, start: Array, lines: Array) -> None:
        """Where each form is, and the way into its own frame."""
        at = ~self._is_line
        rows[at, layout.CENTRE : layout.CENTRE + 3] = start[at]
        matrix = np.concatenate([lines, -np.einsum("rij,rj->ri", lines, start)[:, :, None]], 2)
        rows[at, layout.FRAME_AT : layout.FRAME_AT + 12] = matrix[at].reshape(-1, 12)

    def _place_lines(self, rows: Array, start: Array, end: Array, turns: Array) -> None:
        at = self._is_line
        way = (end - start)[at]
        square = np.maximum((way * way).sum(1), 1e-9)
        rows[at, layout.CENTRE : layout.CENTRE + 3] = (start + end)[at] / 2
        rows[at, layout.START : layout.START + 3] = start[at]
        rows[at, layout.ALONG : layout.ALONG + 3] = way
        rows[at, layout.INVERSE_SQUARE] = 1.0 / square
        thickest = np.maximum(rows[at, layout.RADIUS], rows[at, layout.RADIUS] + rows[at, layout.GROWTH])
        rows[at, layout.REACH] = np.sqrt(square) / 2 + thickest + self._bulges[at]
        for place, ways in self._ways:
            rows[at, place : place + 3] = np.einsum("rij,rj->ri", turns[self._bone], ways)[at]

    def _fill_features(
        self,
        rows: Array,
        materials: Array,
        expression: Expression,
        pose: Pose,
        frames: Mapping[str, Frame],
        camera: Array | None,
    ) -> None:
        told = dict(expression.numbers)
        for name in ("gaze_x", "gaze_y"):
            told[name] = pose.channels.get(name, told[name])
        blink = pose.channels.get("blink", 0.0)
        head = frames[self.figure.head].turn
        for at, form in enumerate(self._forms):
            if form.kind == "lid":
                fill_lid(rows[at], told, blink, form.side)
            elif form.kind == "mouth":
                fill_mouth(rows[at], told, form.numbers)
        for instance, number in self._materials.instances():
            row = materials[number]
            if instance.paint == "eye":
                fill_eye(row, told, blink, instance.side, np.asarray(head), rows[instance.form], camera)
            elif instance.paint == "lid":
                fill_lid(row, told, blink, instance.side, layout.MATERIAL_NUMBERS)
            elif instance.paint == "face":
                face_numbers(row, told)


@dataclass(frozen=True, slots=True)
class _Instance:
    """A material where it is used: its frame is a bone's, or for eyes and lids the form's own."""

    name: str
    paint: str
    bone: str
    form: int
    side: float


class _Materials:
    """Rows of materials: as many as there are pairs of a material and a frame that it is drawn in. 0 is no material."""

    def __init__(self, forms: list[Form], specs: Mapping[str, MaterialSpec]) -> None:
        self._specs, self._numbers = specs, {}
        known: dict[_Instance, int] = {}
        for at, form in enumerate(forms):
            paint = specs[form.material].paint
            is_own = paint in ("eye", "lid")
            bone = "" if paint == "plain" or is_own else form.bone
            sided = form.side if paint not in ("plain", "face", "hair") else 0.0
            instance = _Instance(form.material, paint, bone, at if is_own else -1, sided)
            self._numbers[id(form)] = known.setdefault(instance, len(known) + 1)
        assert len(known) < layout.MATERIALS_MAX, "more materials than a figure can have"
        self._known = known
        self._still = np.zeros((len(known) + 1, layout.MATERIAL), np.float32)
        for instance, number in known.items():
            _fill_material(self._still[number], specs[instance.name], instance.side)

    def of(self, form: Form) -> int:
        return self._numbers[id(form)]

    def instances(self) -> list[tuple[_Instance, int]]:
        return list(self._known.items())

    def rows(self, frames: Mapping[str, Frame], primitives: Array) -> Array:
        """All rows, with the frames of this moment."""
        rows = self._still.copy()
        first = layout.MATERIAL_FRAME
        for instance, number in self._known.items():
            if instance.form >= 0:
                rows[number, first : first + 12] = primitives[instance.form, layout.FRAME_AT : layout.FRAME_AT + 12]
            elif instance.bone or instance.paint != "plain":
                frame = frames[instance.bone]
                lines = frame.turn.T
                matrix = np.concatenate([lines, -(lines @ frame.origin)[:, None]], 1)
                rows[number, first : first + 12] = matrix.ravel()
        return rows


def _fill_material(row: Array, spec: MaterialSpec, side: float) -> None:
    from beatforge.persona.paints import PAINTS

    names = list(PAINTS)
    row[layout.PAINT] = names.index(spec.paint)
    for place, value in ((layout.SHINE, spec.shine), (layout.GLOSS, spec.gloss), (layout.FUZZ, spec.fuzz),
                         (layout.RIM, spec.rim), (layout.SCATTER, spec.scatter), (layout.GLOW, spec.glow)):  # fmt: skip
        row[place] = value
    told: dict[str, float] = {"side": side, **spec.numbers}
    for name, code in spec.colours.items():
        told |= {f"{name}_{channel}": value for channel, value in zip("rgb", linear(code), strict=True)}
    numbers = PAINTS[spec.paint].numbers
    for at, name in enumerate(numbers):
        row[layout.MATERIAL_NUMBERS + at] = told.get(name, 0.0)


def _moves(moves: list[Mapping[str, Any]], channels: list[str]) -> Array:
    weights = np.zeros((len(moves), len(channels), 3))
    for row, told in enumerate(moves):
        for name, way in told.items():
            weights[row, channels.index(name)] += way
    return weights


def _extra_reach(rows: Array) -> Array:
    """Bounds grow by the greatest blend of their whole group: culling would else eat the blend."""
    groups, blends = rows[:, layout.GROUP], rows[:, layout.BLEND]
    return np.array([blends[groups == group].max() for group in groups], np.float32)
