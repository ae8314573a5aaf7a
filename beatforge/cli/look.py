"""Commands to look and listen: frame, sheet, song show."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.cli.opening import split_names
from beatforge.cli.session import Session
from beatforge.errors import UsageError

if TYPE_CHECKING:
    from beatforge.film.plan import Plan, Scene
    from beatforge.song.analysis import Analysis


def frame(args: argparse.Namespace) -> int:
    """`beatforge frame ID --beat N`: one picture, rendered now, by the code and the values the build would use."""
    file, names = split_names(args.project, args.names)
    if len(names) != 1:
        raise UsageError("name one scene id; `beatforge plan` lists them")
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        scene = session.scene(names[0])
        path = _target_path(args.output, session.folder / "build" / "frames" / f"{scene.id}-{args.beat}.png")
        _write_frame(scene, _frame_of_beat(scene, args.beat), path)
    print(path)
    return 0


def sheet(args: argparse.Namespace) -> int:
    """`beatforge sheet`: a still from the middle of every scene of the finished film."""
    from beatforge.deliver.sheet import Cell, write_sheet

    file, _ = split_names(args.project, args.names)
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        plan = session.require_plan()
        film = session.folder / plan.deliveries[0].place
        if not film.is_file():
            raise UsageError(f"{film.name} is not built yet: beatforge build {file.parent}")
        cells = [Cell((scene.start_frame + scene.end_frame) // 2, _label(scene, plan)) for scene in plan.scenes]
        path = _target_path(args.output, session.folder / "build" / f"{plan.name}-sheet.png")
        write_sheet(film, cells, path)
    print(path)
    return 0


def song(args: argparse.Namespace) -> int:
    """`beatforge song show FILE`: what was heard, in a file, or in a project's song with its pins."""
    path = Path(args.file)
    if path.is_dir() or path.suffix in (".yaml", ".yml"):
        from beatforge.film.planning import pinned

        with Session.open(path) as session:
            analysis = pinned(session.project, session.require_analysis())
    else:
        from beatforge.song.listen import listen

        analysis = listen(path, progress=_percent if sys.stderr.isatty() else None)
    value = dict(analysis.to_value().items())
    print(json.dumps(value) if args.json else _song_text(path.name, analysis))
    return 0


def _percent(done: int, total: int) -> None:
    sys.stderr.write(f"\rlistening {100 * done // max(1, total)} %" + ("\n" if done >= total else ""))
    sys.stderr.flush()


def _write_frame(scene: Scene, index: int, path: Path) -> None:
    import numpy as np

    from beatforge.picture.render import ShotPicture, png

    shot = scene.shot
    out = np.empty((shot.height * 3 // 2, shot.width), np.uint8)
    ShotPicture(shot).frame(index, out)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png(out, shot.width, shot.height))


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
    return f"{scene.id}{' *' if scene.hero else ''}  {scene.shot.look.motif}  {join}"


def _song_text(name: str, analysis: Analysis) -> str:
    def clock(seconds: float) -> str:
        return f"{int(seconds) // 60}:{seconds % 60:05.2f}"

    lines: list[Any] = [
        f"{name}: {clock(analysis.duration)}, {analysis.tempo_bpm:.2f} bpm"
        f"{'' if analysis.steady else ' (not steady)'}, {analysis.key}, {analysis.beats_per_bar} beats a bar",
        f"{len(analysis.beats)} beats, {len(analysis.downbeats)} downbeats, decoded by {analysis.decoder}",
    ]
    lines += [f"  {clock(part.start)} - {clock(part.end)}  {part.kind}" for part in analysis.sections]
    lines += [f"  drop at {clock(drop.at)}, strength {drop.strength:.2f}" for drop in analysis.drops]
    return "\n".join(lines)
