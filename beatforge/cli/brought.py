"""What a project brings along, looked at before anything is made: footage, colour tables, fonts, lyrics, stems.

In: a project, and its plan once there is one. Out: faults with their place in the project, or lines for people. Of
footage only its head and its first picture are read; what is damaged further on is found where it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.cli.parted import stems_problems
from beatforge.cli.sung import lyrics_problems
from beatforge.cli.tracked import tracker_problems
from beatforge.errors import ProjectError, ToolError

if TYPE_CHECKING:
    from beatforge.film.plan import Plan, Scene
    from beatforge.project.grades import GradeSpec
    from beatforge.project.models import Project
    from beatforge.project.problems import Problem


def check_brought(project: Project, folder: Path) -> None:
    """ProjectError for files that are not what they are named for, and for words that cards have no letters for."""
    from beatforge.film.stem_drives import stem_problems

    problems = [
        *_footage_problems(project, folder),
        *_table_problems(project, folder),
        *_card_problems(project, folder),
        *tracker_problems(project),
        *lyrics_problems(project, folder),
        *stems_problems(project),
        *stem_problems(project),
        *_mashup_problems(project),
        *_program_problems(project),
    ]
    if problems:
        raise ProjectError(list(dict.fromkeys(problems)))


def check_lengths(project: Project, plan: Plan, folder: Path) -> None:
    """ProjectError for scenes that show more of their footage than there is, as far as the file tells its length."""
    too_long: dict[tuple[str | int, ...], list[Scene]] = {}
    lengths: dict[str, float | None] = {}
    for scene in plan.scenes:
        if scene.footage is None:
            continue
        if scene.footage not in lengths:
            lengths[scene.footage] = _seconds(folder / scene.footage)
        length = lengths[scene.footage]
        if length is not None and _shown(scene)[1] - 1 / Fraction(scene.shot.fps) >= length:
            too_long.setdefault(scene.causes["footage_ms"][0], []).append(scene)
    if too_long:
        raise ProjectError([_too_short(project, path, scenes, lengths) for path, scenes in too_long.items()])


def footage_lines(plan: Plan, project: Project) -> list[str]:
    """Styles of the film that are about filmed footage, where none is named."""
    styles = project.library.styles
    lines = []
    for name in dict.fromkeys(scene.style for scene in plan.scenes):
        scenes = [scene for scene in plan.scenes if scene.style == name]
        bare = [scene for scene in scenes if scene.footage is None]
        if bare and name in styles and styles[name].advice.requires_source_footage:
            lines.append(
                f"{name} wants filmed footage (scenes.<which>.footage); drawn subjects stand in for it in"
                f" {len(bare)} of {len(scenes)} scenes"
            )
    return lines


def _footage_problems(project: Project, folder: Path) -> Iterator[Problem]:
    for selector, override in project.scenes.items():
        if override.footage:
            try:
                _seconds(folder / override.footage.file)
            except ToolError as error:
                path = ("scenes", selector, "footage", "file")
                yield project.problem_at(path, "BF054", str(error), hint="name a video file that plays")


def _table_problems(project: Project, folder: Path) -> Iterator[Problem]:
    grades: list[tuple[tuple[str, ...], GradeSpec | None]] = [(("film",), project.film.grade)]
    grades += [(("scenes", selector), override.grade) for selector, override in project.scenes.items()]
    for path, grade in grades:
        if grade and grade.lut:
            from beatforge.picture.cube import read_cube

            try:
                read_cube(folder / grade.lut)
            except ToolError as error:
                yield project.problem_at((*path, "grade", "lut"), "BF054", str(error))


def _card_problems(project: Project, folder: Path) -> Iterator[Problem]:
    from beatforge.film.cards import end_card, title_card

    for name, planned in (("title_card", title_card), ("end_card", end_card)):
        card, spec = planned(project, 24, 24.0), getattr(project.film, name)
        if card is None:
            continue
        title = ("film", name, "text") if spec.text else ("title",) if project.title else ("name",)
        under = ("film", name, "under") if spec.under is not None else ("artist",)
        font = folder / card.font if card.font else None
        for words, path in ((card.text, title), (card.under, under)):
            yield from _letter_problems(project, words, path, font, ("film", name, "font"))


def _letter_problems(
    project: Project, words: str, path: tuple[str, ...], font: Path | None, font_path: tuple[str, ...]
) -> Iterator[Problem]:
    from beatforge.deliver.cards import cannot_set

    try:
        missing = cannot_set(words, font)
    except ToolError as error:
        yield project.problem_at(font_path, "BF054", str(error), hint="name a font file")
        return
    if missing:
        text = f'cards have no letters for "{missing}"{f" in {font.name}" if font else ""}'
        hint = "name a font that has them (font: a .ttf or .otf file); letters that join or run leftwards can't be set"
        yield project.problem_at(path, "BF014", text, hint=hint)


def _mashup_problems(project: Project) -> Iterator[Problem]:
    if project.mashup is not None:
        from beatforge.film.mashed import mashup_problem
        from beatforge.mashup.recipes import missing

        for fault in missing(project.mashup):
            yield mashup_problem(project, fault)


def _program_problems(project: Project) -> Iterator[Problem]:
    if project.mix.stretch == "rubberband" and project.mashup is not None:
        from beatforge.mix.rubberband import PROGRAM, WAYS_OUT, is_rubberband_here

        if not is_rubberband_here():
            where = ("mix", "stretch")
            yield project.problem_at(where, "BF076", f"the program {PROGRAM} is not on this machine", hint=WAYS_OUT)


def _seconds(path: Path) -> float | None:
    from beatforge.picture.filmed import filmed_seconds

    return filmed_seconds(path)


def _shown(scene: Scene) -> tuple[float, float]:
    """From which second of its footage to which a scene shows it."""
    start = (scene.shot.footage_ms or 0) / 1000
    return start, start + float(scene.shot.num_frames / Fraction(scene.shot.fps))


def _too_short(
    project: Project, path: tuple[str | int, ...], scenes: list[Scene], lengths: dict[str, float | None]
) -> Problem:
    """One problem for one line of the project, though more scenes than the first may lack pictures."""
    file = str(scenes[0].footage)
    first, last = _shown(scenes[0])
    more = f" (and {len(scenes) - 1} more)" if len(scenes) > 1 else ""
    text = (
        f"{Path(file).name} ends at {lengths[file]:.2f} s; {scenes[0].id}{more} shows {first:.2f} to {last:.2f} s of it"
    )
    return project.problem_at(path, "BF062", text, hint="name longer footage, an earlier start, or fewer scenes")
