"""Films for events: themes that are safe, and the list of the songs that are heard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from beatforge.cli.persona import hold_to_persona
from beatforge.errors import ProjectError
from beatforge.film.compile import compile_plan
from beatforge.film.plan import Heard, Plan, Sounding
from beatforge.film.planning import make_plan
from beatforge.film.usage import heard_ms, stretches_of, used_songs
from beatforge.graph.keys import key_of
from beatforge.graph.target import Origin, Target
from beatforge.mix.parts import Mix, Part
from beatforge.project.library import load_library
from beatforge.project.load import load_project
from tests.film.films import KINDS
from tests.film.songs import song

LIBRARY = load_library()
SONG = song(bars=48, kinds=KINDS)
SHOW = "mode: dj, persona: nova_fade, size: 64x64"


def planned(folder: Path, film: str = "", more: str = "", own: str = "") -> Plan:
    """A film in which she performs; `own` are more keys of the song."""
    (folder / "song.wav").write_bytes(b"a song")
    text = f"version: 1\nname: small\nsong: {{file: song.wav{own}}}\nfilm: {{{SHOW}{film}}}\n{more}"
    (folder / "project.yaml").write_text(text)
    project = load_project(folder / "project.yaml", library=LIBRARY)
    return make_plan(project, SONG, LIBRARY.profiles["standard"], persona=hold_to_persona(project, ()))


def targets(plan: Plan) -> dict[str, Target]:
    return {target.name: target for target in compile_plan(plan, SONG, lambda path: Origin("", ""))}


def keys(plan: Plan) -> dict[str, str]:
    return {
        name: key_of({"step": target.step, "value": target.value, "inputs": [str(each) for each in target.inputs]})
        for name, target in targets(plan).items()
    }


def part(name: str, start: float, end: float, stem: str = "mix", song_id: str = "a") -> Part:
    return Part(name, song_id, stem, ((10.0, start), (10.0 + end - start, end)))


def test_a_film_has_a_list_of_its_songs_only_where_it_is_for_events(tmp_path: Path) -> None:
    assert "usage/youtube" not in targets(planned(tmp_path, ", theme: chill_lofi"))
    listed = targets(planned(tmp_path, ", theme: chill_lofi, event_safe: true"))["usage/youtube"]
    assert listed.places == {"usage.json": "build/small.usage.json", "usage.csv": "build/small.usage.csv"}


def test_the_list_says_when_each_song_is_heard_and_for_how_long(tmp_path: Path) -> None:
    plan = planned(tmp_path, ", theme: chill_lofi, event_safe: true", "title: One\n", ", licence: CC0")
    value: Any = targets(plan)["usage/youtube"].value
    (one,) = value["songs"]
    assert (one["title"], one["licence"], one["credit"], one["file"]) == ("One", "CC0", "", "song.wav")
    assert one["stretches"] == [[0.0, SONG.duration, "mix"]]
    assert one["seconds"] == value["seconds"] == SONG.duration


def test_songs_are_listed_as_they_come_in_and_not_as_they_are_written(tmp_path: Path) -> None:
    heard = Heard(
        Mix((part("1", 0, 4, song_id="late"), part("2", 4, 8, song_id="early")), 8.0),
        {name: Sounding(f"{name}.wav", "pyav", ()) for name in ("late", "early")},
    )
    for name in ("late", "early"):
        (tmp_path / f"{name}.wav").write_bytes(b"a song")
    listed = []
    for names in (("early", "late"), ("late", "early")):
        songs = ", ".join(f"{name}: {{file: {name}.wav}}" for name in names)
        film = f"film: {{{SHOW}, theme: chill_lofi, event_safe: true}}\n"
        (tmp_path / "project.yaml").write_text(
            f"version: 1\nname: two\nmashup: {{type: auto, songs: {{{songs}}}}}\n{film}"
        )
        project = load_project(tmp_path / "project.yaml", library=LIBRARY)
        listed.append([used.id for used in used_songs(project, heard)])
    assert listed == [["late", "early"]] * 2


def test_stretches_of_one_stem_that_touch_are_one_and_stems_at_once_count_once() -> None:
    parts = [
        part("1", 0, 4, "drums"), part("2", 3.98, 8, "drums"), part("3", 6, 10, "vocals"), part("4", 12, 13, "drums"),
    ]  # fmt: skip
    stretches = stretches_of(parts)
    assert stretches == ((0, 8000, "drums"), (6000, 10000, "vocals"), (12000, 13000, "drums"))
    assert heard_ms(stretches) == 11000
    every = {ms for one in parts for ms in range(round(one.start_s * 1000), round(one.end_s * 1000))}
    assert heard_ms(stretches) == len(every)


def test_a_new_title_or_licence_makes_the_list_again_and_no_picture(tmp_path: Path) -> None:
    safe = ", theme: award_elegant, event_safe: true"
    before = keys(planned(tmp_path, safe))
    named = keys(planned(tmp_path, safe, "title: Another\n"))
    assert {name for name in named if named[name] != before[name]} == {"usage/youtube", "film/youtube"}
    licensed = keys(planned(tmp_path, safe, "", ", licence: CC BY 3.0"))
    assert {name for name in licensed if licensed[name] != before[name]} == {"usage/youtube"}


@pytest.mark.parametrize("film", [", theme: mashup-chaos", ", theme: sponsor_neon", ""])
def test_a_theme_with_strobes_is_refused_and_the_safe_ones_are_named(tmp_path: Path, film: str) -> None:
    with pytest.raises(ProjectError) as caught:
        planned(tmp_path, f"{film}, event_safe: true")
    (problem,) = caught.value.problems
    assert problem.code == "BF016"
    assert "award_elegant, chill_lofi" in problem.hint
    told = problem.source_line[problem.column - 1 : problem.end_column - 1]
    assert told == (film.rpartition(" ")[2] or "true")


def test_a_film_for_events_keeps_the_limit_of_flashes(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="limit of flashes"):
        planned(tmp_path, ", theme: chill_lofi, event_safe: true, flash_limit: false")


@pytest.mark.parametrize("theme", ["award_elegant", "chill_lofi"])
def test_no_light_flashes_or_runs_in_a_safe_theme(tmp_path: Path, theme: str) -> None:
    plan = planned(tmp_path, f", theme: {theme}, event_safe: true")
    assert plan.show is not None and plan.show.lights
    assert not {light.kind for light in plan.show.lights} & {"flash", "chase"}
    assert any(move.kind == "drop_reaction" for move in plan.show.moves), "there is something that others flash at"
