"""Words on screen, looked at before anything is made: the letters that a font lacks.

In: a project and its plan. Out: faults with their place in the project; and what burns words into one picture, for
those who look at it before the film is made. Fonts are opened here and where they are drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from beatforge.errors import ProjectError, ToolError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.film.plan import Delivery, Plan
    from beatforge.project.models import Project
    from beatforge.project.problems import Problem
    from beatforge.song.lyrics.lines import Line


Words: TypeAlias = "Callable[[NDArray[np.uint8]], None]"
"""What burns words into a picture, in place."""


def check_screen(project: Project, plan: Plan, folder: Path) -> None:
    """ProjectError for words that are burned in, and that the font has no letters for."""
    if plan.lyrics is None:
        return
    problems = []
    for index, output in enumerate(project.outputs):
        if output.lyrics and output.lyrics.show == "burn":
            own = folder / output.lyrics.font if output.lyrics.font else None
            problems += _lacking(project, index, plan.lyrics.lines, own)
    if problems:
        raise ProjectError(problems)


def words_at(plan: Plan, delivery: Delivery, frame: int, folder: Path) -> Words:
    """What burns into a picture (planar yuv420p) the words that an output shows in this frame of the film."""
    from beatforge.film.clock import rate_of
    from beatforge.film.segments import burned_cues
    from beatforge.film.subtitles import lines_between

    lines = lines_between(burned_cues(plan, delivery), frame, frame + 1, rate_of(plan.fps))
    if not lines or delivery.letters is None:
        return lambda picture: None
    letters, own = delivery.letters.to_value(), delivery.letters.font

    def burn(picture: NDArray[np.uint8]) -> None:
        from beatforge.deliver.subtitles import with_lyrics

        next(with_lyrics(iter([picture]), {"letters": letters, "lines": lines}, folder / own if own else None))

    return burn


def _lacking(project: Project, index: int, lines: tuple[Line, ...], own: Path | None) -> list[Problem]:
    from beatforge.deliver.cards import cannot_set
    from beatforge.deliver.subtitles import FONTS
    from beatforge.film.subtitles import FONT

    path = own or FONTS / FONT
    texts = [unicodedata.normalize("NFC", line.text) for line in lines]
    try:
        missing = cannot_set("".join(texts), path)
    except ToolError as error:
        where = ("outputs", index, "lyrics", "font")
        return [project.problem_at(where, "BF054", str(error), hint="name a font file")]
    if not missing:
        return []
    shown = missing if len(missing) <= 12 else f"{missing[:12]}..."
    row, first = next((line.row, text) for line, text in zip(lines, texts, strict=True) if set(missing) & set(text))
    text = f'{path.name} has no letters for "{shown}"; the first line with one is row {row}: {first}'
    hint = "name a font that has them (lyrics: {font: FILE}); scripts that join letters or run leftwards: lyrics: soft"
    return [project.problem_at(("outputs", index, "lyrics"), "BF086", text, hint=hint)]
