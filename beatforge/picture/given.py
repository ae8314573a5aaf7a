"""What a shot needs beside its value: files of the user's, a colour table, filmed footage, or a persona's figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from beatforge.film.shot import Shot
from beatforge.picture.cube import read_cube
from beatforge.picture.grade import ColourTable
from beatforge.picture.medium import Motif

LUT, FOOTAGE, PERFORMED = "lut", "footage", "performed"
"""Names of files that a shot can be given, in the order in which a step gets them."""


class Screen(Protocol):
    """What shows pictures of its own through a motif, made anew for every frame."""

    motif: Motif

    def show(self, index: int) -> None:
        """Make what the motif paints that of frame `index`; the handles reach before 0 and past the end."""
        ...


class Performed(Protocol):
    """A persona's figure, ready to be seen in shots."""

    def in_shot(self, shot: Shot, scale: int) -> Screen:
        """The performance of this shot at `1/scale` of its frame's size."""
        ...


@dataclass(frozen=True, slots=True)
class Given:
    """A shot's own files."""

    table: ColourTable | None = None
    footage: Path | None = None
    performed: Performed | None = None


NOTHING = Given()


def given_files(
    names: Sequence[Sequence[str]], files: Iterator[Path], read_performed: Callable[[Path], Performed] | None = None
) -> tuple[Given, ...]:
    """What each of several shots is given: `names` for each, and the files of all in that order. `read_performed` reads
    the figure of those that are given one.

    Shots that name the same table share it, so that they can be painted as one scene.
    """
    tables: dict[Path, ColourTable] = {}
    given = []
    for own in names:
        table = footage = performed = None
        for name in own:
            path = next(files)
            if name == FOOTAGE:
                footage = path
            elif name == PERFORMED:
                assert read_performed, "whoever renders performances reads figures"
                performed = read_performed(path)
            else:
                table = tables.setdefault(path, tables.get(path) or read_cube(path))
        given.append(Given(table, footage, performed))
    return tuple(given)
