"""`beatforge mix`: what the film sounds like, as a sound file, and the stems that add up to it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.cli.opening import split_names
from beatforge.cli.session import Session
from beatforge.errors import CANCELLED, DONE, TARGET, UsageError
from beatforge.graph.target import Source

if TYPE_CHECKING:
    from beatforge.deliver.mixdown import Mixdown
    from beatforge.film.plan import Heard
    from beatforge.mix.parts import Part


def mix(args: argparse.Namespace) -> int:
    """`beatforge mix -o FILE`: makes the parts that are stale, mixes them, and says how loud the file is."""
    from beatforge.deliver.mixdown import write_mixdown
    from beatforge.deliver.sounds import ARTIST, TITLE, format_of

    file, _ = split_names(args.project, args.names)
    if args.output:
        format_of(Path(args.output))
    if status := _make_parts(args, file):
        return status
    with Session.open(file, sets=args.sets) as session:
        plan = session.require_plan()
        path = Path(args.output) if args.output else session.folder / "build" / f"{plan.name}.wav"
        stems = Path(args.stems) if args.stems else None
        _spare_sources(session, path)
        found = write_mixdown(_mixdown(session), path, {TITLE: plan.title, ARTIST: plan.artist}, stems)
    print(f"{found.integrated_lufs:.1f} LUFS, peak {found.true_peak_dbtp:.1f} dBTP", file=sys.stderr)
    print(path)
    for stem in sorted(stems.glob("*.wav")) if stems else ():
        print(stem)
    return DONE


def stem_of(part: Part) -> str:
    """What the stem that a part goes into is called: song and what of it, `voices` for voices, `song` for the one."""
    if part.role == "voice":
        return "voices"
    what = "" if part.stem == "mix" else part.stem
    return "-".join(filter(None, (part.song, what))) or "song"


def _spare_sources(session: Session, path: Path) -> None:
    """UsageError where the mix would be written over a file that it is made from."""
    sources = (source for target in session.listening for source in target.inputs if isinstance(source, Source))
    if any((session.folder / source.path).resolve() == path.resolve() for source in sources):
        raise UsageError(f"{path.name} is what the film is made from; -o names another file")


def _make_parts(args: argparse.Namespace, file: Path) -> int:
    """Builds what the mix is made of; the status to end with where that did not come about."""
    from beatforge.cli.building import build_project
    from beatforge.cli.display import choose_display
    from beatforge.cli.settings import jobs_of

    with Session.open(file, sets=args.sets) as session:
        names = _part_names(session.require_plan().heard)
    if not names:
        return DONE
    jobs = jobs_of(args.jobs)
    with choose_display("text", jobs) as display:
        built = build_project(file, names, sets=args.sets, jobs=jobs, on_event=display.show, on_expect=display.expect)
    for error in built.errors:
        print(f"beatforge: {error}", file=sys.stderr)
    if built.interrupted:
        return CANCELLED
    return max((error.exit_status for error in built.errors), default=TARGET) if built.failed else DONE


def _part_names(heard: Heard) -> list[str]:
    from beatforge.film.heard import part_name

    return [] if heard.mix.is_trivial else [part_name(part) for part in heard.mix.parts]


def _mixdown(session: Session) -> Mixdown:
    """What the first output's sound is made from."""
    from beatforge.deliver.mixdown import Mixdown
    from beatforge.mix.parts import PART

    heard = session.require_plan().heard
    target = next(target for target in session.targets() if target.name == "mix")
    if heard.mix.is_trivial:
        (song,) = heard.sounds.values()
        return Mixdown(target.value, [session.folder / song.file], {"song": [0]})
    files = []
    for name in _part_names(heard):
        outputs = session.survey.entries[name].outputs
        assert outputs is not None, name
        files.append(session.store.blob_path(outputs[PART].digest))
    stems: dict[str, list[int]] = {}
    for index, part in enumerate(heard.mix.parts):
        stems.setdefault(stem_of(part), []).append(index)
    return Mixdown(target.value, files, stems)
