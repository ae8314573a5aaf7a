"""Where each per-frame number lies in the uniforms, and how a kernel reads it by name.

The array is: what concerns the pass (`PASS`), then blocks. A block is `NAMES`, the palette's roles, and what the
motif's `arrange` adds: floats by name, then tables. Block 0 is for the medium, then one block per motif shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, overload

from beatforge.picture.cutout import Cutout, CutoutPixel, sample_cutout
from beatforge.picture.planes import Reader
from beatforge.picture.trace import Number, V, clamp, executor, fma, vmax, vmin
from beatforge.project.vocabulary import CHANNELS, CONDITIONS, EVENTS, FEATURES, GRADES, MARKS, ROLES

LEVELS = tuple(name for name in FEATURES if name != EVENTS[0])
"""What of the music every picture can read beside what its style maps; the beat is there as `pulse`."""

PASS = ("pixel", "per_point", "width", "height", "progress")
"""This pass's pixel in points (1/720 of the height), frame pixels per point, frame size, a transition's progress."""

NAMES = (
    *("half_width", "view_x", "view_y", "view_scale"),
    *("t", "cam", "beat_phase", "bar_phase", "boil", "frame", *CHANNELS, *LEVELS),
    *("seed", "detail", "composition", "intensity", *CONDITIONS, *(f"mark.{name}" for name in MARKS)),
    *(f"grade.{name}" for name in GRADES),
)
"""`t` and `cam` are summed seconds of movement and of travel; phases count beats and bars, `boil` redrawings,
`frame` frames (over and over)."""

Arrangement: TypeAlias = Mapping[str, "float | Sequence[Sequence[float]] | Cutout"]
"""What `arrange` returns: floats, tables (lists of rows of equal length) and cutouts, by name."""


@dataclass(frozen=True, slots=True)
class Block:
    """The layout of one block: slots of floats, (slot, rows, columns) of tables, (width, height) of cutouts."""

    floats: Mapping[str, int]
    tables: Mapping[str, tuple[int, int, int]]
    size: int
    cutouts: Mapping[str, tuple[int, int]]


def block_layout(arranged: Arrangement) -> Block:
    """The layout for a motif whose compositions look like `arranged`."""
    names = [*NAMES, *(f"{role}.{channel}" for role in ROLES for channel in "rgb")]
    names += sorted(name for name, value in arranged.items() if isinstance(value, int | float))
    cutouts = {name: (cut.width, cut.height) for name, cut in sorted(arranged.items()) if isinstance(cut, Cutout)}
    floats, tables, slot = {name: index for index, name in enumerate(names)}, {}, len(names)
    for name, rows in sorted(arranged.items()):
        if not isinstance(rows, int | float | Cutout):
            tables[name] = (slot, len(rows), len(rows[0]))
            slot += len(rows) * len(rows[0])
    return Block(floats, tables, slot, cutouts)


class Row(Sequence[V]):
    """A table's row whose numbers are loaded where they are used: a long one that gates mostly skip costs nothing."""

    def __init__(self, slot: int, columns: int, counter: Any) -> None:
        self._slot, self._columns, self._counter = slot, columns, counter

    def __len__(self) -> int:
        return self._columns

    @overload
    def __getitem__(self, column: int) -> V: ...
    @overload
    def __getitem__(self, column: slice) -> list[V]: ...
    def __getitem__(self, column: int | slice) -> V | list[V]:
        if isinstance(column, slice):
            return [self[one] for one in range(*column.indices(self._columns))]
        if not 0 <= column < self._columns:
            raise IndexError(column)
        return executor().uniform_at(self._slot + column, self._counter, self._columns)


class Uniforms:
    """What a traced function reads of the frame: `u.t`, `u.role("sun")`, `u.cover(distance)`, `u.row("boats", k)`."""

    def __init__(self, block: Block, base: int) -> None:
        self._block, self._base = block, base
        self._planes: Reader | None = None

    def reading(self, planes: Reader) -> Uniforms:
        """These uniforms in a pass that can read cutouts."""
        bound = Uniforms(self._block, self._base)
        bound._planes = planes
        return bound

    def __getattr__(self, name: str) -> V:
        if name in PASS:
            return executor().uniform(PASS.index(name))
        if name not in self._block.floats:
            raise AttributeError(f"no uniform {name!r}; there are {', '.join((*PASS, *self._block.floats))}")
        return executor().uniform(self._base + self._block.floats[name])

    def __getitem__(self, name: str) -> V:
        return self.__getattr__(name)

    @property
    def px(self) -> V:
        """The size of this pass's pixel, in scene units."""
        return self.pixel * (1.0 / 720.0) * self.view_scale

    @property
    def upright(self) -> V:
        """0 for frames at least as wide as high, 1 for 9:16 and narrower: how far a wide arrangement gives way."""
        return clamp((0.5 - self.half_width) * (1.0 / 0.21875))

    def inside(self, middle: Any, reach: Any) -> V:
        """`middle` moved so far that what reaches `reach` to both sides stays in the frame as the view drifts; or 0."""
        room = vmax(fma(self.half_width, 0.86, 0.0 - reach), 0.0)
        return vmin(vmax(middle, 0.0 - room), room)

    def role(self, name: str) -> list[Any]:
        """A palette colour by its role."""
        return [getattr(self, f"{name}.{channel}") for channel in "rgb"]

    def mark(self, name: str) -> V:
        """How much of one of a medium's ways (`MARKS`) the style wants; 1 is usual, 0 none."""
        return self[f"mark.{name}"]

    def cutout(self, name: str, across: Number, up: Number) -> CutoutPixel:
        """What a drawn layer shows at (across, up), 0..1 from its left and lower edge; nothing outside."""
        return sample_cutout(*self.drawn(name), across, up)

    def drawn(self, name: str) -> tuple[Reader, str, tuple[int, int]]:
        """Where a drawn layer is read: planes, the name of its own, (width, height) in texels."""
        assert self._planes is not None, "cutouts are read while a motif is painted"
        return self._planes, cutout_plane(self._base, name), self._block.cutouts[name]

    def cutout_size(self, name: str) -> tuple[int, int]:
        """Width and height of a drawn layer, in texels."""
        return self._block.cutouts[name]

    def cover(self, distance: V, softness: float = 1.0) -> V:
        """A signed distance as coverage 0..1, its edge `softness` pixels wide."""
        return clamp(fma(distance, (-1.0 / softness) / self.px, 0.5))

    def row(self, table: str, counter: Any) -> list[V]:
        """Row `counter` (a loop counter or an int) of a table."""
        slot, _, columns = self._block.tables[table]
        return [executor().uniform_at(self._base + slot + column, counter, columns) for column in range(columns)]

    def lazy_row(self, table: str, counter: Any) -> Row:
        """`row` for long rows: each number is loaded where it is used."""
        slot, _, columns = self._block.tables[table]
        return Row(self._base + slot, columns, counter)

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return self._block.tables[table][1]

    def count(self, name: str) -> Any:
        """A uniform as the number of rounds of a `loop`."""
        return executor().count(self._base + self._block.floats[name])


def cutout_plane(base: int, name: str) -> str:
    """The name of the plane that holds a block's cutout."""
    return f"{base}/{name}"


def scene_coordinates(x: V, y: V, u: Uniforms) -> tuple[V, V]:
    """Points from the top left corner -> scene units: y up, height 1, seen through the shot's slowly moving view."""
    right = fma(x, 1.0 / 720.0, u.width * (-0.5 / 720.0))
    up = fma(y, -1.0 / 720.0, 0.5)
    return fma(right, u.view_scale, u.view_x), fma(up, u.view_scale, u.view_y)
