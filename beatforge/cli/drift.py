"""`beatforge persona check`: pictures held against a persona's canonical set, as a gate.

In: pictures, or none (then the drift baseline is drawn again as the figure is now). Out: a table, a scorecard as JSON,
a strip of differences as PNG, a line in the set's run log. Exit status 6 where a picture is not the persona's.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from beatforge.cli.canon import SIZE, CanonicalSet, make, the_set
from beatforge.cli.canon_targets import BOOTH, FIGURE, canon_targets, picture_names, picture_target
from beatforge.errors import DONE, GATE, TARGET, UsageError

if TYPE_CHECKING:
    from beatforge.graph.target import Target
    from beatforge.persona.drift.likeness import Known, Measured
    from beatforge.persona.drift.scorecard import Scorecard

IMAGES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
"""What is taken for a picture in a folder."""

APART = ("palette", "studio_anchor")
"""Folders of a set that no figure can be cut out of."""

LIKENESS, LOG = "canon/likeness", "drift.jsonl"


def check(args: argparse.Namespace) -> int:
    """The gate."""
    from beatforge.persona.drift.likeness import read_known
    from beatforge.persona.drift.scorecard import Scorecard
    from beatforge.persona.drift.strip import write_strip

    asked = _asked(args)
    work = the_set(args)
    canon = _canon(work)
    drawn = [] if asked else _baseline_targets(work, canon)
    known_at, likeness = _likeness_target(work, canon)
    if not _is_made(work, [*drawn, likeness], args.jobs):
        return TARGET
    known = read_known(work.folder / known_at)
    files = _files(asked) if asked else _places(work, drawn)
    measured, unusable = _measured(files, known)
    card = Scorecard(tuple(measured), unusable, work.persona.spec.thresholds)
    home = Path(args.output) if args.output else work.folder / "build" / f"persona-{work.persona.id}"
    told = {"persona": work.persona.id, "version": work.persona.spec.version, "set": _set_name(work), **card.told()}
    if not asked:
        told["redrawn"] = _otherwise(files, canon)
    home.mkdir(parents=True, exist_ok=True)
    (home / "drift.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    strip = home / "drift.png"
    strip.unlink(missing_ok=True)
    if measured:
        write_strip(card, files, known, canon, strip)
    _log(work, told)
    if args.json:
        print(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        print("\n".join(_lines(work, card, told.get("redrawn"))))
        print("\n".join(str(path) for path in (home / "drift.json", strip) if path.is_file()))
    return DONE if card.passes else GATE


def _asked(args: argparse.Namespace) -> list[str]:
    """Pictures and folders that are named; the first name is the persona's where nothing of that name lies here."""
    named = list(args.names)
    is_persona = bool(named) and not Path(named[0]).exists() and not Path(named[0]).suffix and "/" not in named[0]
    args.name = named.pop(0) if is_persona else None
    return [*named, *args.images]


def _files(asked: Sequence[str]) -> dict[str, Path]:
    """Pictures by what they were called; those of folders in the order of their names."""
    found: dict[str, Path] = {}
    for name in asked:
        path = Path(name)
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.suffix.lower() in IMAGES and one.name[0] != ".")
            if not inside:
                raise UsageError(f"{name}: no picture in this folder ({' '.join(IMAGES)})")
            found |= {str(one): one for one in inside}
        elif path.is_file():
            found[name] = path
        else:
            raise UsageError(f"{name}: no such file or folder")
    return found


def _canon(work: CanonicalSet) -> dict[str, Path]:
    """The set's pictures by their names: as they were frozen, or as they were drawn."""
    home = work.folder / work.place
    if work.frozen is not None:
        if faults := [f"{name} is {how}" for name, how in work.frozen.lacks(work.home)]:
            more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
            way_out = f"`beatforge persona canon {work.persona.id}` copies them back"
            raise UsageError(f"{work.frozen.name} is not whole: {faults[0]}{more}; {way_out}")
        names = [name.removesuffix(".png") for name in work.frozen.files if name.endswith(".png")]
    else:
        names = list(picture_names(canon_targets(work.persona, SIZE)))
        if missing := [name for name in names if not (home / f"{name}.png").is_file()]:
            raise UsageError(
                f"{work.title} has no canonical set to hold pictures against ({len(missing)} of {len(names)} pictures"
                f" are missing): beatforge persona canon {work.persona.id}"
            )
    return {name: home / f"{name}.png" for name in names if name.partition("/")[0] not in APART}


def _baseline_targets(work: CanonicalSet, canon: Mapping[str, Path]) -> list[Target]:
    """The drift baseline as the figure is now, at the set's size, with places in the project's build folder."""
    from beatforge.persona.canon.baseline import baseline_pictures

    spec, size = work.persona.spec, _size_of(next(iter(canon.values())))
    home = PurePosixPath("build", f"persona-{work.persona.id}")
    figures = [target for target in canon_targets(work.persona, size) if target.name in (FIGURE, BOOTH)]
    return [*figures, *(picture_target(spec, picture, size, home) for picture in baseline_pictures(spec))]


def _places(work: CanonicalSet, targets: Sequence[Target]) -> dict[str, Path]:
    return {place: work.folder / place for target in targets for place in target.places.values()}


def _size_of(picture: Path) -> int:
    from PIL import Image

    with Image.open(picture) as opened:
        return opened.width


def _likeness_target(work: CanonicalSet, canon: Mapping[str, Path]) -> tuple[str, Target]:
    """Outlines and colours of the set, worked out once for the same pictures; and where they are."""
    from beatforge.graph.target import Source, Target
    from beatforge.persona.drift.likeness import LIKENESS as FILE

    sources = tuple(Source(path.relative_to(work.folder).as_posix()) for path in canon.values())
    place = f".beatforge/{work.place}/{FILE}"
    step, value = "beatforge.persona.drift.likeness:likeness_step", {"names": list(canon)}
    packages = ("numpy", "pillow", "scipy")
    return place, Target(
        LIKENESS, step, value, sources, (FILE,), packages=packages, places={FILE: place}, work=len(canon)
    )


def _is_made(work: CanonicalSet, targets: Sequence[Target], jobs: int) -> bool:
    """Whether these targets are there now; what is printed is the verdict alone."""
    report = make(work, targets, jobs, "beatforge persona check", f"{work.scope}/check", is_silent=True)
    for error in report.errors:
        print(f"beatforge: {error}", file=sys.stderr)
    return report.is_complete


def _otherwise(files: Mapping[str, Path], canon: Mapping[str, Path]) -> list[str]:
    """Pictures of the baseline that are drawn otherwise than those of the set. The gate is for anybody's pictures, but
    the figure's own are the same bytes until something of it changes, be it a lash."""
    from beatforge.persona.canon.manifest import digest_of

    theirs = {name.rpartition("/")[2]: path for name, path in canon.items() if name.startswith("baseline/")}
    return [name for name, path in files.items() if digest_of(path) != digest_of(theirs[path.stem])]


def _measured(files: Mapping[str, Path], known: Known) -> tuple[list[Measured], dict[str, str]]:
    from beatforge.persona.drift.cutout import UnusableError
    from beatforge.persona.drift.likeness import measure

    measured, unusable = [], {}
    for name, path in files.items():
        try:
            measured.append(measure(path, name, known))
        except UnusableError as error:
            unusable[name] = str(error)
    return measured, unusable


def _set_name(work: CanonicalSet) -> str:
    return work.frozen.name if work.frozen else "not frozen"


def _log(work: CanonicalSet, told: Mapping[str, Any]) -> None:
    """A line for this run, behind those of earlier ones."""
    line = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%S"),
        **{key: told[key] for key in ("version", "set", "passes", "silhouette", "palette", "batch_variance")},
        "pictures": len(told["pictures"]),
        "drifted": [one["file"] for one in told["pictures"] if not one["passes"]],
        "unusable": told["unusable"],
    }
    with (work.home / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")


def _lines(work: CanonicalSet, card: Scorecard, redrawn: Sequence[str] | None) -> Iterator[str]:
    width = max((len(name) for name in (*(one.path for one in card.pictures), *card.unusable)), default=0)
    yield f"{'picture':{width}}  {'verdict':7}  silhouette  palette  triage   nearest"
    for one in card.pictures:
        verdict = "passes" if card.is_like(one) else "drifted"
        yield (f"{one.path:{width}}  {verdict:7}  {one.silhouette:10.3f}  {one.palette:7.2f}  {card.triage(one):7}"
               f"  {one.outline_like}")  # fmt: skip
    for name, why in card.unusable.items():
        yield f"{name:{width}}  unusable  {why}"
    told = card.told()
    for key, limit in (("silhouette", "at least"), ("palette", "at most")):
        if told[key]["worst"] is not None:
            row = told[key]
            yield f"{key}: mean {row['mean']:.3f}, worst {row['worst']:.3f}; {limit} {row['limit']:g}"
    yield f"batch_variance: {card.batch_variance:.3f}; at most {card.thresholds.batch_variance:g}"
    if redrawn is not None:
        what = f"{len(redrawn)} are drawn otherwise than in the set" if redrawn else "all are byte for byte the set's"
        yield f"of {len(card.pictures)} pictures drawn again {what}"
    yield f"{work.title} ({_set_name(work)}): " + ("no drift" if card.passes else "drift")
