"""An opened project: what every command shares on the way from the file to the state of its targets.

Load, listen (only what is already known), plan, compile, survey; each once, each when it is first asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from beatforge.cli.opening import find_project
from beatforge.errors import UsageError

if TYPE_CHECKING:
    from beatforge.film.plan import Plan, Scene
    from beatforge.graph.staleness import Survey
    from beatforge.graph.target import Origin, Target
    from beatforge.graph.trace import Last
    from beatforge.project.models import Project
    from beatforge.project.recipes import Profile
    from beatforge.song.analysis import Analysis

SECONDS_PER_UNIT = {
    "scene": 0.0004, "transition": 0.0004, "last": 0.002, "mix": 5e-7, "film": 0.0005, "analysis": 6.0,
    "measures": 1e-4, "gate": 3e-5, "lyrics": 0.05,
}  # fmt: skip
"""First guesses per work unit (1/100 of a 720p frame, a sample, the song, a frame); the trace replaces them by what was
measured."""


class Session:
    """One project with its store and trace. Use as a context manager."""

    def __init__(self, file: Path, profile: str, sets: Sequence[str]) -> None:
        from beatforge.cli.brought import check_brought
        from beatforge.cli.noop import watched
        from beatforge.film.outputs import deliveries_of
        from beatforge.graph.store import Store
        from beatforge.graph.trace import Trace
        from beatforge.project.load import load_project

        self.file, self.folder, self.sets = file, file.parent, tuple(sets)
        self.settings, self.read = watched(file)
        self.trace = Trace(self.folder)
        try:
            self.store = Store(self.settings.store)
            self.scope = profile
            scenes = (name for name in self._latest() if name.startswith("scene/"))
            known = list(dict.fromkeys(name.removeprefix("scene/").partition("@")[0] for name in scenes))
            self.project: Project = load_project(file, self.sets, known, allowed=self.settings.allow)
            check_brought(self.project, self.folder)
            self.profile = self._profile(profile)
            self.deliveries = deliveries_of(self.project, self.profile)
        except BaseException:
            self.trace.close()
            raise

    @staticmethod
    def open(path: Path | str | None, profile: str = "standard", sets: Sequence[str] = ()) -> Session:
        """The session of a project folder or file; raises every fault of the project at once."""
        file = find_project(str(path) if path else None)
        assert file
        return Session(file, profile.replace("-", "_"), sets)

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.trace.close()

    def _latest(self) -> Mapping[str, Last]:
        """The last results; from what the store knows, where the project's own memory is gone."""
        from beatforge.cli.keeping import owner_name

        latest = self.trace.latest(self.scope)
        if latest:
            return latest
        from beatforge.graph.manifests import newest
        from beatforge.graph.rebuild import refill

        manifest = newest(self.store, owner_name(self.file), self.scope)
        if manifest is not None:
            refill(self.trace, self.store, manifest, self.scope)
        return self.trace.latest(self.scope)

    @cached_property
    def listening(self) -> tuple[Target, ...]:
        """The targets that tell what the song is, the one that listens first."""
        from beatforge.film.listening import listening_targets

        return listening_targets(self.project, self._places)

    @cached_property
    def heard(self) -> Survey:
        """The state of listening."""
        return self._survey(self.listening)

    def analysis(self) -> Analysis | None:
        """What was heard, if the song was listened to as it is now."""
        return self._analysis

    @cached_property
    def _analysis(self) -> Analysis | None:
        from beatforge.song.analysis import Analysis

        told: dict[str, Any] = {}
        for target in self.listening:
            outputs = self.heard.entries[target.name].outputs
            if outputs is None:
                return None
            told[target.name] = json.loads(self.store.blob_path(outputs[target.outputs[0]].digest).read_bytes())
        return Analysis.from_value({**told["analysis"], "lyrics": told.get("lyrics")})

    def song_warnings(self) -> tuple[str, ...]:
        """What is missing of the song's file, in words; nothing while it was not listened to."""
        from beatforge.song.damage import in_words

        analysis = self.analysis()
        return tuple(f"{self.project.song.file}: {in_words(damage)}" for damage in analysis.damage) if analysis else ()

    def require_analysis(self) -> Analysis:
        """What was heard; listens first where it has to."""
        analysis = self.analysis()
        if analysis is None:
            from beatforge.cli.building import build_project

            build_project(self.file, [target.name for target in self.listening], profile=self.scope, sets=self.sets)
            self.forget_heard()
            analysis = self.analysis()
        assert analysis
        return analysis

    def plan(self) -> Plan | None:
        """The film, if the song was listened to."""
        return self._plan

    def forget_heard(self) -> None:
        """The song was listened to just now: look again."""
        for name in ("heard", "_analysis", "_plan", "_targets"):
            self.__dict__.pop(name, None)
        self.forget_survey()

    def forget_survey(self) -> None:
        """Targets were made just now: look again."""
        self.__dict__.pop("survey", None)

    def remember(self) -> None:
        """Nothing is stale: let the next build know at a glance."""
        from beatforge.cli.noop import remember

        with suppress(OSError):  # a full or read-only disk: then the next build has to look again
            remember(self)

    def require_plan(self) -> Plan:
        """The film; listens first where it has to."""
        self.require_analysis()
        plan = self._plan
        assert plan
        return plan

    @cached_property
    def _plan(self) -> Plan | None:
        from beatforge.cli.brought import check_lengths
        from beatforge.cli.sung import check_sung
        from beatforge.film.planning import make_plan

        analysis = self.analysis()
        if analysis is None:
            return None
        plan = make_plan(self.project, analysis, self.profile)
        check_sung(self.project, analysis, self.folder)
        check_lengths(self.project, plan, self.folder)
        return plan

    def targets(self) -> tuple[Target, ...]:
        """Everything that must exist, listening first; listening alone while the song is unknown."""
        return self._targets

    @cached_property
    def _targets(self) -> tuple[Target, ...]:
        from beatforge.film.compile import compile_plan

        plan, analysis = self.plan(), self.analysis()
        if not plan or not analysis:
            return self.listening
        return (*self.listening, *compile_plan(plan, analysis, self._places))

    @cached_property
    def survey(self) -> Survey:
        """The state of all targets that are known."""
        return self._survey(self.targets())

    def scene(self, name: str) -> Scene:
        """The scene with this id; UsageError naming the nearest."""
        from beatforge.project.problems import advice

        scenes = {scene.id: scene for scene in self.require_plan().scenes}
        scene_id = name.removeprefix("scene/")
        if scene_id not in scenes:
            raise UsageError(f'no scene "{scene_id}"; {advice(scene_id, scenes) or "`beatforge plan` lists them"}')
        return scenes[scene_id]

    def names(self, asked: Sequence[str]) -> tuple[str, ...]:
        """Target names for what was asked: target names, scene ids, or a kind such as `film`. Its analysis is all that
        is known of the song, its words too."""
        from beatforge.project.problems import advice

        targets = [target.name for target in self.targets()]
        found: list[str] = []
        for name in asked:
            chosen = [t for t in targets if t in (name, f"scene/{name}") or t.partition("/")[0] == name]
            if not chosen and self.plan() is None:
                raise UsageError(f'no target "{name}" yet; first listen to the song: beatforge build analysis')
            if not chosen:
                known = [*targets, *(t.removeprefix("scene/") for t in targets)]
                raise UsageError(f'no target "{name}"; {advice(name, known) or "`beatforge status` lists them"}')
            found += [target.name for target in self.listening] if "analysis" in chosen else chosen
        return tuple(dict.fromkeys(found))

    @cached_property
    def _places(self) -> Callable[[tuple[str | int, ...]], Origin]:
        from beatforge.graph.target import Origin

        @cache
        def place_of(path: tuple[str | int, ...]) -> Origin:
            said = self.project.said(path)
            return Origin(self.project.place(path), " ".join(said.split()) if said else f"{path[-1]}: (default)")

        return place_of

    def _survey(self, targets: Sequence[Target]) -> Survey:
        from beatforge.graph.staleness import survey

        return survey(targets, store=self.store, trace=self.trace, scope=self.scope, estimate=_first_guess)

    def _profile(self, name: str) -> Profile:
        from beatforge.project.problems import advice

        profiles = self.project.library.profiles
        if name not in profiles:
            raise UsageError(f'no profile "{name}"; {advice(name, profiles)}')
        return profiles[name]


def _first_guess(target: Target) -> float:
    return SECONDS_PER_UNIT.get(target.kind, 1.0) * target.work
