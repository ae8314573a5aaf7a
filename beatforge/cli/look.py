"""Commands to look and listen: frame, sheet, song show."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.cli.opening import song_or_project, split_names
from beatforge.cli.parted import stems_lines
from beatforge.cli.screen import Words, words_at
from beatforge.cli.session import Session
from beatforge.cli.song_text import song_lines
from beatforge.cli.sung import check_sung, ear_lines
from beatforge.errors import UsageError

if TYPE_CHECKING:
    from beatforge.film.plan import Delivery, Plan, Scene
    from beatforge.film.shot import Shot
    from beatforge.picture.given import Given
    from beatforge.song.analysis import Analysis


def frame(args: argparse.Namespace) -> int:
    """`beatforge frame ID --beat N`: one picture, rendered now, by the code and the values the build would use."""
    file, names = split_names(args.project, args.names)
    if len(names) != 1:
        raise UsageError("name one scene id; `beatforge plan` lists them")
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        scene = session.scene(names[0])
        delivery = _delivery(session.require_plan(), args.platform)
        name = f"{scene.id}{'@' + delivery.variant if delivery.variant else ''}-{args.beat}.png"
        path = _target_path(args.output, session.folder / "build" / "frames" / name)
        width, height = delivery.encoder.width, delivery.encoder.height
        scenes = _scenes(session.require_plan(), scene)
        plan = session.require_plan()
        shots = [(replace(one.shot, width=width, height=height), _given(plan, one, session.folder)) for one in scenes]
        index = _frame_of_beat(scene, args.beat)
        words = words_at(session.require_plan(), delivery, scene.start_frame + index, session.folder)
        _write_frame(shots, index, path, words)
    print(path)
    return 0


def sheet(args: argparse.Namespace) -> int:
    """`beatforge sheet`: a still from the middle of every scene of the finished film."""
    from beatforge.deliver.sheet import Cell, write_sheet

    if args.styles is not None:
        return _style_sheet(args)
    file, _ = split_names(args.project, args.names)
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        plan = session.require_plan()
        delivery = _delivery(plan, args.platform)
        film = session.folder / delivery.place
        if not film.is_file():
            only = "" if delivery is plan.deliveries[0] else f" film/{delivery.platform}"
            raise UsageError(f"{film.name} is not built yet: beatforge build {file.parent}{only}")
        cells = [Cell((scene.start_frame + scene.end_frame) // 2, _label(scene, plan)) for scene in plan.scenes]
        path = _target_path(args.output, film.with_name(f"{film.stem}-sheet.png"))
        write_sheet(film, cells, path)
    print(path)
    return 0


def _style_sheet(args: argparse.Namespace) -> int:
    """The same song in every style: of a file, or of the project."""
    from beatforge.cli.style_sheet import write_style_sheet

    concept, song = "", Path(args.styles)
    if not args.styles:
        file, _ = split_names(args.project, args.names)
        with Session.open(file, profile=args.profile, sets=args.sets) as session:
            if session.project.song is None:
                raise UsageError("a mashup has several songs; name the file of one: beatforge sheet --styles SONG")
            concept, song = session.project.film.concept, session.folder / session.project.song.file
    elif not song.is_file():
        raise UsageError(f"there is no file {song}; name a song, or nothing for the project's own")
    path = _target_path(args.output, Path("styles.png"))
    write_style_sheet(song, args.concept or concept, path)
    print(path)
    return 0


def song(args: argparse.Namespace) -> int:
    """`beatforge song show [PATH]`: what was heard, in a file, or in a project's song with its pins."""
    path, is_project = song_or_project(args.file)
    if is_project:
        name, analysis, parted = _heard_in_project(path, args.song)
    else:
        from beatforge.song.listen import listen

        listened = listen(path, progress=_percent if sys.stderr.isatty() else None)
        name, analysis, parted = path.resolve().name, listened, []
    value = dict(analysis.to_value().items())
    print(json.dumps(value) if args.json else "\n".join([*song_lines(name, analysis), *parted]))
    return 0


def _heard_in_project(path: Path, song: str | None) -> tuple[str, Analysis, list[str]]:
    """A name for it, what was heard in the project's music or in one song of its mashup, and what its stems are."""
    from beatforge.cli.song_ids import known_song
    from beatforge.film.planning import pinned

    with Session.open(path) as session:
        project, music = session.project, session.require_music()
        check_sung(project, music.songs, session.folder)
        stems = session.stems()
        if song is None:
            return project.name, pinned(project, music.analysis), [*stems_lines(stems), *ear_lines(project)]
        song_id = known_song(project, song)
        parted = stems_lines({song_id: stems[song_id]} if song_id in stems else {})
        return f"{project.name}, {song_id}", pinned(project, music.songs[song_id], song_id), parted


def _percent(done: int, total: int) -> None:
    sys.stderr.write(f"\rlistening {100 * done // max(1, total)} %" + ("\n" if done >= total else ""))
    sys.stderr.flush()


def _scenes(plan: Plan, scene: Scene) -> list[Scene]:
    """The scene; before it the one it grows out of, if it does."""
    at = plan.scenes.index(scene)
    return list(plan.scenes[at - 1 if scene.shot.chain else at : at + 1])


def _given(plan: Plan, scene: Scene, folder: Path) -> Given:
    from beatforge.picture.cube import read_cube
    from beatforge.picture.given import Given, Performed

    performed: Performed | None = None
    if scene.shot.performance is not None and plan.figure is not None:
        from beatforge.persona.performed import PerformedFigure
        from beatforge.project.figures import ShownSpec

        performed = PerformedFigure(ShownSpec.model_validate(plan.figure.value))
    table = read_cube(folder / scene.lut) if scene.lut else None
    return Given(table, folder / scene.footage if scene.footage else None, performed)


def _write_frame(shots: list[tuple[Shot, Given]], index: int, path: Path, words: Words) -> None:
    import numpy as np

    from beatforge.picture.chain import grown_picture
    from beatforge.picture.render import png

    shot, _ = shots[-1]
    out = np.empty((shot.height * 3 // 2, shot.width), np.uint8)
    grown_picture(shots).frame(index, out)
    words(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png(out, shot.width, shot.height))


def _delivery(plan: Plan, platform: str | None) -> Delivery:
    """The output for this platform, the first one for None; UsageError naming those there are."""
    from beatforge.project.problems import advice

    names = {delivery.platform: delivery for delivery in plan.deliveries}
    asked = (platform or plan.deliveries[0].platform).removeprefix("film/")
    if asked not in names:
        raise UsageError(f'no output for "{asked}"; {advice(asked, names) or "add it under outputs:"}')
    return names[asked]


def _frame_of_beat(scene: Scene, beat: int) -> int:
    """The frame of the scene's N-th beat; N counts from 1, a scene without beats has its first frame."""
    beats = [frame for frame in scene.shot.music.beats if 0 <= frame < scene.shot.num_frames] or [0]
    if not 1 <= beat <= len(beats):
        raise UsageError(f"{scene.id} has beats 1 to {len(beats)}")
    return beats[beat - 1]


def _target_path(asked: str | None, usual: Path) -> Path:
    return Path(asked) if asked else usual


def _label(scene: Scene, plan: Plan) -> str:
    join = next((join.kind for join in plan.transitions if join.after == scene.id), "")
    shown = scene.view if scene.shot.performance else scene.shot.look.motif
    return f"{scene.id}{' *' if scene.hero else ''}  {shown}  {join}"
