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
    from beatforge.film.music import Music
    from beatforge.film.plan import Plan, Scene
    from beatforge.graph.staleness import Survey
    from beatforge.graph.target import Origin, Target
    from beatforge.graph.trace import Last
    from beatforge.project.models import Project
    from beatforge.project.recipes import Profile
    from beatforge.song.analysis import Analysis
    from beatforge.song.stems.stems import Stems

SECONDS_PER_UNIT = {
    "scene": 0.0004, "transition": 0.0004, "last": 0.002, "mix": 5e-7, "film": 0.0005, "analysis": 6.0,
    "measures": 1e-4, "gate": 3e-5, "lyrics": 0.05, "stems": 2.0, "subtitles": 0.2, "part": 2e-6,
    "voice": 0.1, "figure": 0.05, "usage": 0.1,
}  # fmt: skip
"""First guesses per work unit (1/100 of a 720p frame, a sample, the song, a frame); the trace replaces them by what was
measured."""


class Session:
    """One project with its store and trace. Use as a context manager."""

    def __init__(self, file: Path, profile: str, sets: Sequence[str]) -> None:
        from beatforge.cli.brought import check_brought
        from beatforge.cli.noop import watched
        from beatforge.cli.persona import hold_to_persona
        from beatforge.cli.review import check_verdicts
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
            self.persona = hold_to_persona(self.project, self.settings.allow)
            check_verdicts(self.project, self.settings.allow)
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
        """What was heard, if the song was listened to as it is now; for a mashup, what its songs make."""
        music = self.music()
        return music.analysis if music else None

    def music(self) -> Music | None:
        """All that listening told, if all songs were listened to as they are now."""
        return self._music

    @cached_property
    def _told(self) -> Mapping[str, Any] | None:
        """What each listening target tells, by its name; None while one of them is stale."""
        from beatforge.film.music import telling_file

        told: dict[str, Any] = {}
        for target in self.listening:
            outputs = self.heard.entries[target.name].outputs
            if outputs is None and target.kind == "stems" and self.project.mashup is None:
                continue  # one song's film is planned without its stems
            if outputs is None:
                return None
            told[target.name] = json.loads(self.store.blob_path(outputs[telling_file(target)].digest).read_bytes())
        return told

    @cached_property
    def _music(self) -> Music | None:
        from beatforge.film.music import music_of

        return None if self._told is None else music_of(self.project, self._told)

    def stems(self) -> Mapping[str, Stems]:
        """The stems of the songs that have some, by the song's id, as far as they were made."""
        from beatforge.film.listening import STEMS, told_by
        from beatforge.song.stems.stems import Stems

        told = {song: (self._told or {}).get(told_by(STEMS, song)) for song in self.project.songs}
        return {song: Stems.from_value(value) for song, value in told.items() if value}

    def song_warnings(self) -> tuple[str, ...]:
        """What is missing of the songs' files, in words; nothing while they were not listened to."""
        from beatforge.film.listening import ANALYSIS, told_by
        from beatforge.song.damage import Damage, in_words

        told = self._told or {}
        return tuple(
            f"{said.file}: {in_words(Damage(**damage))}"
            for song, said in self.project.songs.items()
            for damage in told.get(told_by(ANALYSIS, song), {}).get("damage", ())
        )

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

    def require_music(self) -> Music:
        """All that listening told; listens first where it has to."""
        self.require_analysis()
        music = self.music()
        assert music
        return music

    def plan(self) -> Plan | None:
        """The film, if the song was listened to."""
        return self._plan

    def forget_heard(self) -> None:
        """The song was listened to just now: look again."""
        for name in ("heard", "_told", "_music", "_plan", "_targets"):
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
        from beatforge.cli.screen import check_screen
        from beatforge.cli.sung import check_sung
        from beatforge.film.planning import make_plan

        music = self.music()
        if music is None:
            return None
        heard = music.mashed.heard if music.mashed else None
        plan = make_plan(self.project, music.analysis, self.profile, music.voices, heard, self.persona)
        check_sung(self.project, music.songs, self.folder)
        check_lengths(self.project, plan, self.folder)
        check_screen(self.project, plan, self.folder)
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
        is known of the song, its words too; a film comes with what lies beside it: subtitles, the list of its songs."""
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
            found += [target.name for target in self.listening] if name == "analysis" else chosen
            films = [target.partition("/")[2] for target in chosen if target.startswith("film/")]
            beside = {f"{kind}/{film}" for film in films for kind in ("subtitles", "usage")}
            found += [target for target in targets if target in beside]
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
