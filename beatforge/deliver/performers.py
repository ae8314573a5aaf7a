"""The figure that a step was given, read by the persona's own room.

That room is found by name, as motifs are: so only segments whose targets list it hang on its code.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from beatforge.film.performance import PERFORMED
from beatforge.picture.given import Performed


def read_performed(path: Path) -> Performed:
    """The figure of a target's file, ready to be seen in shots."""
    performed: Performed = import_module(PERFORMED).read_figure(path)
    return performed
