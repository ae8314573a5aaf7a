"""A film's measures as arrays, gathered once from its segments' files; every gate reads this one file.

`gather_measures` is the step that writes it, `FilmMeasures.load` reads it. What a segment could not know of its first
frame is filled in here: the change across a join from the edges of both sides, the rest from the frame after.
"""

from __future__ import annotations

import base64
import io
import json
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.deliver.measures.record import FAR, FIGURES, SIGNED, SWINGS, UNKNOWN
from beatforge.errors import ToolError

FILE = "film.npz"

SCENE = "scene"
"""Kind of the pieces that show one scene; others are named by what joins two, or by what else they are."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment in the film: `scene` is the one whose time it fills, `hold` for how many frames a picture stands."""

    scene: str
    kind: str
    start: int
    frames: int
    hold: int

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.frames


@dataclass(frozen=True)
class FilmMeasures:
    """All of it. `figures` by name, one number a frame; `swings` by name, (frames, blocks) of what swung where.

    `far` holds by name what is compared over longer times, and `at` which frames; one column each `lag` frames.
    `edges[i]` are the first and the last picture of piece i, as `smaller` writes them at `edge_size`.
    """

    fps: str
    lag: int
    grid: tuple[int, int]
    edge_size: tuple[int, int]
    pieces: tuple[Piece, ...]
    figures: Mapping[str, np.ndarray]
    far: Mapping[str, np.ndarray]
    swings: Mapping[str, tuple[np.ndarray, np.ndarray]]
    prints: np.ndarray
    edges: np.ndarray
    told: bytes = b"[]"

    @cached_property
    def streams(self) -> list[dict[str, Any]]:
        """How each piece is coded, as its file says."""
        return list(json.loads(self.told))

    @property
    def rate(self) -> Fraction:
        """Frames a second."""
        return Fraction(self.fps)

    @property
    def num_frames(self) -> int:
        """Frames of the film."""
        return len(self.prints)

    def moving(self) -> np.ndarray:
        """Change per new picture: where each stands for several frames, that of the last new one."""
        change: np.ndarray = self.figures["change"].copy()
        for piece in self.pieces:
            part = self.figures["change"][piece.start : piece.end]
            for back in range(1, min(piece.hold, piece.frames)):
                change[piece.start + back : piece.end] = np.maximum(
                    change[piece.start + back : piece.end], part[: piece.frames - back]
                )
        return change

    def scene_at(self, frame: int) -> str:
        """The scene whose time the frame belongs to."""
        return self.piece_at(frame).scene

    def piece_at(self, frame: int) -> Piece:
        """The segment that shows the frame."""
        return self.pieces[max(0, bisect_right(self._starts, frame) - 1)]

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    @staticmethod
    def load(path: Path) -> FilmMeasures:
        """What `gather_measures` wrote."""
        with np.load(path) as file:
            about = json.loads(bytes(file["about"]))
            blocks = about["grid"][0] * about["grid"][1]
            swings = {
                name: (file[f"{name}_at"], np.unpackbits(file[name], axis=1, count=blocks).astype(bool))
                for name in SWINGS
            }
            return FilmMeasures(
                about["fps"], about["lag"], tuple(about["grid"]), tuple(about["edge_size"]),
                tuple(Piece(*piece) for piece in about["pieces"]), dict(zip(FIGURES, file["figures"], strict=True)),
                dict(zip(("at", *FAR), file["far"], strict=True)), swings, file["prints"], file["edges"],
                bytes(file["streams"]),
            )  # fmt: skip


def gather_measures(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: `value["pieces"]` are [scene, kind, frames, hold] in the order of the film, `inputs` their measures."""
    told = [json.loads(path.read_bytes()) for path in inputs]
    starts = np.cumsum([0, *(one["frames"] for one in told)])
    pieces = []
    for (scene, kind, frames, hold), one, start in zip(value["pieces"], told, starts, strict=False):
        if one["frames"] != frames:
            raise ToolError(f"{scene}: {one['frames']} frames were measured where {frames} were planned")
        pieces.append([scene, kind, int(start), frames, hold])
    first = told[0]
    about = {"fps": value["fps"], "lag": first["lag"], "grid": first["grid"], "edge_size": first["edge_size"],
             "pieces": pieces}  # fmt: skip
    joined = b"".join(base64.b64decode(edge) for one in told for edge in one["edges"])
    edges = np.frombuffer(joined, np.uint8).reshape(len(told), 2, -1)
    arrays = {
        "about": np.frombuffer(json.dumps(about).encode(), np.uint8),
        "streams": np.frombuffer(json.dumps([one["stream"] for one in told]).encode(), np.uint8),
        "figures": _figures(told, starts, edges, first["edge_size"]),
        "far": _far(told, starts),
        "prints": np.frombuffer(bytes.fromhex("".join(one["prints"] for one in told)), ">u8").astype(np.uint64),
        "edges": edges,
        **{name: array for swing in SWINGS for name, array in _swings(swing, told, starts, first["grid"]).items()},
    }
    file = io.BytesIO()  # a zip in memory has no clock in it: equal measures, equal bytes
    np.savez(file, **arrays)  # type: ignore[arg-type]  # its stub takes the first keyword for a flag
    (out / FILE).write_bytes(file.getvalue())
    progress(1, 1)


def _figures(
    told: Sequence[Mapping[str, Any]], starts: np.ndarray, edges: np.ndarray, edge_size: Sequence[int]
) -> np.ndarray:
    rows = np.array([_joined(told, name) for name in FIGURES], np.int32)
    for number, name in enumerate(FIGURES):
        row = rows[number]
        for start in starts[:-1]:
            if name in SIGNED:
                row[start] = row[min(start + 1, len(row) - 1)]
        for at in np.flatnonzero(row == UNKNOWN)[::-1] if name not in SIGNED else ():
            row[at] = row[at + 1] if at + 1 < len(row) else 0
    luma = edges[:, :, : edge_size[0] * edge_size[1]].astype(np.int16)
    steps = np.abs(luma[1:, 0] - luma[:-1, 1]).mean(axis=1) if len(told) > 1 else np.empty(0)
    rows[list(FIGURES).index("change"), starts[1:-1]] = np.rint(100 * steps).astype(np.int32)
    return rows


def _far(told: Sequence[Mapping[str, Any]], starts: np.ndarray) -> np.ndarray:
    at = [
        int(start) + one["lag"] * (n + 1)
        for one, start in zip(told, starts, strict=False)
        for n in range(len(one["far_change"]))
    ]
    return np.array([at, *(_joined(told, name) for name in FAR)], np.int32)


def _joined(told: Sequence[Mapping[str, Any]], name: str) -> list[int]:
    return list(chain.from_iterable(one[name] for one in told))


def _swings(
    name: str, told: Sequence[Mapping[str, Any]], starts: np.ndarray, grid: Sequence[int]
) -> Mapping[str, np.ndarray]:
    found = [(int(start) + at, bits) for one, start in zip(told, starts, strict=False) for at, bits in one[name]]
    packed = np.frombuffer(bytes.fromhex("".join(bits for _, bits in found)), np.uint8)
    width = -(-grid[0] * grid[1] // 8)
    return {f"{name}_at": np.array([at for at, _ in found], np.int32), name: packed.reshape(-1, width)}
