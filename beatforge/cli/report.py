"""`beatforge report`: one static HTML page about the last build, in `build/report.html`.

In: an opened project, its store and trace. Out: the page. Nothing is built for it; what is not there is left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.cli.opening import split_names
from beatforge.errors import ToolError, UsageError

if TYPE_CHECKING:
    from PIL.Image import Image

    from beatforge.cli.session import Session
    from beatforge.deliver.report import Cost

DEAREST = 12
"""Single targets that are told by name."""


def report(args: argparse.Namespace) -> int:
    """Write the page and say where it is."""
    from beatforge.cli.session import Session
    from beatforge.deliver.report import write_report
    from beatforge.film.planning import pinned
    from beatforge.project.places import data_dir

    template = (data_dir("templates") / "report.html.j2").read_text(encoding="utf-8")
    file, _ = split_names(args.project, args.names)
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        plan, analysis = session.plan(), session.analysis()
        if plan is None or analysis is None:
            raise UsageError(f"nothing is built yet: beatforge build {file.parent}")
        path = Path(args.output) if args.output else session.folder / "build" / "report.html"
        write_report(
            path, template, plan, pinned(session.project, analysis), _stills(session), _judged(session),
            _motion(session), _costs(session), _versions(session), list(_outputs(session)),
        )  # fmt: skip
    print(path)
    return 0


def _stills(session: Session) -> Mapping[str, Image]:
    """A picture from the middle of each scene of the first output, if it is built."""
    from beatforge.deliver.report import shown_scenes
    from beatforge.deliver.sheet import stills_of

    plan = session.require_plan()
    film = session.folder / plan.deliveries[0].place
    if not film.is_file():
        return {}
    scenes, found = shown_scenes(plan), {}
    stills = stills_of(film, [(scene.start_frame + scene.end_frame) // 2 for scene in scenes])
    with suppress(ToolError):  # the film of before may be shorter than what is planned now
        for scene, still in zip(scenes, stills, strict=True):
            found[scene.id] = still
    return found


def _judged(session: Session) -> list[dict[str, Any]]:
    from beatforge.cli.gates import figures_of, verdicts

    found = verdicts(session)
    return [{**row, "name": name.removeprefix("gate/"), "told": figures_of(row)} for name, row in found.items()]


def _motion(session: Session) -> Sequence[float]:
    """Change of the picture per second, as it was measured; nothing where it was not."""
    from beatforge.deliver.gates.film import FilmMeasures
    from beatforge.film.gates import GATHERED

    entry = session.survey.entries.get("measures")
    path = session.store.blob_path(entry.outputs[GATHERED].digest) if entry and entry.outputs else None
    if path is None or not path.is_file():
        return ()
    film = FilmMeasures.load(path)
    second, change = max(1, round(film.rate)), film.moving()
    return [float(change[at : at + second].mean()) for at in range(0, len(change), second)]


def _costs(session: Session) -> dict[str, list[Cost]]:
    """What the targets of this film took when they were made, wherever that was: by kind, and the dearest ones."""
    from beatforge.deliver.report import Cost, totalled

    single = []
    for name, entry in session.survey.entries.items():
        result = session.trace.result(session.scope, name)
        if result and entry.outputs:
            single.append(Cost(name, 1, result.seconds, sum(blob.size for blob in entry.outputs.values())))
    kinds = totalled(Cost(cost.name.partition("/")[0], 1, cost.seconds, cost.bytes) for cost in single)
    return {"kinds": kinds, "dearest": sorted(single, key=lambda cost: -cost.seconds)[:DEAREST]}


def _versions(session: Session) -> dict[str, str]:
    """This program, Python, and the packages that the film's steps use."""
    import platform

    from beatforge.cli.findings import software
    from beatforge.graph.programs import version_of

    known = {finding.name: finding.found for finding in software() if finding.group == "program"}
    packages = sorted({package for target in session.targets() for package in target.packages})
    return {
        "beatforge": known["beatforge"],
        "Python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        **{package: version_of(package) for package in packages},
        **({session.persona.id: session.persona.spec.version} if session.persona else {}),
    }


def _is_as_planned(session: Session, place: str) -> bool:
    """Whether the film at this place is the one that is planned now, and no earlier one."""
    made = [entry for entry in session.survey.entries.values() if place in entry.target.places.values()]
    return all(entry.state == "fresh" for entry in made)


def _outputs(session: Session) -> Iterator[dict[str, Any]]:
    from beatforge.cli.wording import exact_bytes

    for delivery in session.require_plan().deliveries:
        path, encoder = session.folder / delivery.place, delivery.encoder
        yield {
            "place": delivery.place,
            "platform": delivery.platform,
            "coding": f"{encoder.width} x {encoder.height}, {delivery.codec}",
            "size": exact_bytes(path.stat().st_size) if path.is_file() else "not built",
            "is_old": path.is_file() and not _is_as_planned(session, delivery.place),
        }
