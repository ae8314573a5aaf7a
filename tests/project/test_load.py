"""What the language means: texts in, values out."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from beatforge.errors import UsageError
from beatforge.project.load import load_project
from beatforge.project.models import Project
from beatforge.project.selectors import parse_selector
from tests.project.files import faults_of, project_of, written_project


def test_a_project_needs_only_version_name_and_song(tmp_path: Path) -> None:
    project = project_of(tmp_path, "")
    assert project.film.size is None
    assert project.film.fps == "24"
    assert project.film.pace == "tier"
    assert project.film.style.base == "synthwave"
    assert project.film.backend == ("procedural",)
    assert [output.platform for output in project.outputs] == ["youtube"]


def test_everything_the_language_has(tmp_path: Path) -> None:
    project = project_of(
        tmp_path,
        """\
        title: Midnight Drive
        artist: Nobody
        seed: 42
        film:
          mode: song
          size: 640x360
          fps: 23.976
          scene_seconds: {min: 2, max: 8}
          style: {base: synthwave, palette: {base: dawn, colours: {sun: "#FFcc00"}}, motion: {speed: 0.5}}
          concept: >
            A lone driver crosses a neon city at night
            and reaches the sea at dawn.
          backend: [procedural]
          reactivity: 1.5
        direction: {providers: [offline]}
        scenes:
          chorus: {palette: dawn}
          hero: {reactivity: 1.4}
          chorus-2: {transition: cut}
          1:12-1:20: {prompt: rain}
          verse-2.09: {prompt: "rain, wipers on the beat", seed: 7}
        outputs:
          - {platform: youtube}
        """,
    )
    assert project.film.fps == "24000/1001"
    assert project.film.scene_seconds is not None
    assert project.film.concept == "A lone driver crosses a neon city at night and reaches the sea at dawn.\n"
    assert [selector.form for selector in project.selectors.values()] == [
        "kind", "hero", "occurrence", "range", "scene"
    ]  # fmt: skip
    style = project.library.style(project.film.style)
    dawn, synthwave = project.library.palettes["dawn"], project.library.styles["synthwave"]
    assert style.palette.colours[2] == "ffcc00"
    assert style.palette.colours[:2] == dawn.colours[:2]
    assert (style.motion.speed, style.motion.camera) == (0.5, synthwave.motion.camera)
    assert style.motifs == synthwave.motifs


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("no", "no"), ("1:12", "1:12"), ("5e-5", "5e-5"), ("012", "012"), ("yes", "yes"), ("2024-01-01", "2024-01-01"),
     ('"quoted: text"', "quoted: text"), ("1_000", "1_000"), ("on", "on"), ("0x1F", "0x1F")],
)  # fmt: skip
def test_a_text_is_what_the_user_sees(tmp_path: Path, text: str, meaning: str) -> None:
    assert project_of(tmp_path, f"title: {text}\n").title == meaning


@pytest.mark.parametrize(("text", "meaning"), [("012", 12), ("0x1F", 31), ("0o17", 15), ("+7", 7)])
def test_whole_numbers_follow_yaml_1_2(tmp_path: Path, text: str, meaning: int) -> None:
    assert project_of(tmp_path, f"seed: {text}\n").seed == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("0.42", 0.42), ("5e-5", 5e-5), ("0:16.3", 16.3), ('"0:16.3"', 16.3), ("1:02:03", 3723.0), ("90:00", 5400.0),
     (".5", 0.5), ("012", 12.0)],
)  # fmt: skip
def test_times_are_seconds_or_clocks(tmp_path: Path, text: str, meaning: float) -> None:
    project = project_of(tmp_path, "", ("song.pins.first_downbeat=" + text,))
    assert project.song.pins.first_downbeat == pytest.approx(meaning)


def test_frame_rates_are_rational(tmp_path: Path) -> None:
    rates = {rate: project_of(tmp_path, f"film: {{fps: {rate}}}\n").film.fps for rate in ("29.97", "60", "24.0")}
    assert rates == {"29.97": "30000/1001", "60": "60", "24.0": "24"}
    assert project_of(tmp_path, "film: {fps: 60000/1001}\n").film.fps == "60000/1001"


def test_anchors_and_merge_keys_work(tmp_path: Path) -> None:
    project = project_of(
        tmp_path,
        """\
        scenes:
          chorus: &wet {prompt: rain, seed: 3}
          verse-1: {<<: *wet, seed: 4}
          bridge: *wet
        """,
    )
    assert [(scene.prompt, scene.seed) for scene in project.scenes.values()] == [("rain", 3), ("rain", 4), ("rain", 3)]


def test_hyphens_are_read_as_underscores(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "my_rain.yaml").write_text("base: synthwave\nmotion: {speed: 2}\n")
    project = project_of(tmp_path, "film: {style: my-rain}\n")
    assert project.library.style(project.film.style).motion.speed == 2
    assert project.library.style(project.film.style).display_name == "my rain"


def test_a_style_for_some_scenes_starts_from_the_films(tmp_path: Path) -> None:
    project = project_of(tmp_path, "film: {style: {motion: {speed: 3}}}\nscenes: {chorus: {style: {palette: dawn}}}\n")
    film = project.library.style(project.film.style)
    chorus = project.scenes["chorus"].style
    assert chorus is not None
    style = project.library.style(chorus, film)
    assert (style.motion.speed, style.palette.id) == (3, "dawn")


def test_every_value_knows_its_place(tmp_path: Path) -> None:
    project = project_of(tmp_path, "scenes:\n  verse-1.05:\n    seed: 41\n")
    assert project.place(("scenes", "verse-1.05", "seed")) == "project.yaml:6:11"
    assert project.said(("scenes", "verse-1.05", "seed")) == "seed: 41"
    assert project.place(("film", "fps")) == "project.yaml:1:1"
    assert project.said(("film", "fps")) is None


def test_a_later_room_can_report_with_caret_and_names(tmp_path: Path) -> None:
    project = project_of(tmp_path, "scenes:\n  chorus-4: {seed: 41}\n")
    problem = project.problem_at(
        ("scenes", "chorus-4"), "BF041", "no scene is in chorus-4", "key", ["chorus-1", "chorus-2", "verse-1"]
    )
    assert str(problem) == (
        "project.yaml:5:3: BF041 no scene is in chorus-4\n"
        "    5 |   chorus-4: {seed: 41}\n"
        '      |   ^^^^^^^^ did you mean "chorus-2" or "chorus-1"?'
    )


def test_line_endings_and_byte_order_marks_do_not_matter(tmp_path: Path) -> None:
    file = written_project(tmp_path, "title: Rock\r\nseed: 4\r\n")
    plain = load_project(file)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load_project(file).model_dump() == plain.model_dump()


def test_a_key_with_nothing_below_is_an_empty_mapping(tmp_path: Path) -> None:
    project = project_of(tmp_path, "film:\nscenes:\n  # chorus: {seed: 1}\ndirection: {}\n")
    assert project.scenes == {}
    assert project.film.reactivity == 1


def test_sets_win_and_know_where_they_come_from(tmp_path: Path) -> None:
    sets = ("film.size=[640, 360]", "scenes.verse-1.05.prompt=rain: heavy", "scenes.1:12.5-1:20.seed=3", "seed=9")
    project = project_of(tmp_path, "seed: 4\nfilm: {fps: 25}\n", sets)
    assert (project.seed, project.film.size, project.film.fps) == (9, (640, 360), "25")
    assert project.scenes["verse-1.05"].prompt == "rain: heavy"
    assert project.scenes["1:12.5-1:20"].seed == 3
    assert project.place(("seed",)) == "--set seed=9"


def test_sets_do_not_reach_through_aliases(tmp_path: Path) -> None:
    text = "scenes:\n  chorus: &wet {prompt: rain}\n  bridge: *wet\n"
    project = project_of(tmp_path, text, ("scenes.bridge.prompt=sun",))
    assert (project.scenes["chorus"].prompt, project.scenes["bridge"].prompt) == ("rain", "sun")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("film.tyer=basic", '--set film.tyer=basic: BF010 unknown key "tyer" in film\n      | did you mean "tier"?'),
        ("film.tier=basik", '--set film.tier=basik: BF033 unknown tier "basik"\n      | did you mean "basic"?'),
        ("film.tier", "--set film.tier: write KEY=VALUE, for example --set film.size=640x360"),
        ("name.x=1", '--set name.x=1: name is "drive" and has no keys'),
        ("film.backend.4=x", "--set film.backend.4=x: BF012 expected a list, found a mapping"),
        ("seed=[", "--set seed=[: "),
    ],
)
def test_a_bad_set_is_about_the_command_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        project_of(tmp_path, "", (text,))
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize("text", ["choruss", "chorus-0", "chorus-02", "chorus-2.9", "1:12", "1:20-1:12", "", "2-"])
def test_what_selects_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"selects|range|before|time|value"):
        parse_selector(text)


def test_lists_are_neither_empty_nor_endless(tmp_path: Path) -> None:
    assert "BF013 1 or more are needed here" in faults_of(tmp_path, "outputs: []\n")
    assert "BF013 40 are the most" in faults_of(tmp_path, f"film: {{style: {{motifs: [{'sea, ' * 41}]}}}}\n")


def test_selectors_are_ranked() -> None:
    texts = ["chorus", "hero", "chorus-2", "1:12-1:20", "verse-2.09"]
    assert [parse_selector(text).rank for text in texts] == [0, 1, 2, 3, 4]


def test_a_thousand_scenes_load_in_a_moment(tmp_path: Path) -> None:
    scenes = "".join(
        f"  verse-{i // 10 + 1}.{i % 10 + 1:02d}:\n    prompt: rain {i}\n    seed: {i}\n    transition: cut\n"
        for i in range(1000)
    )
    file = written_project(tmp_path, "scenes:\n" + scenes)
    library = load_project(file).library
    started = time.perf_counter()
    project = load_project(file, library=library)
    assert len(project.scenes) == 1000
    assert project.place(("scenes", "verse-100.10", "seed")) == "project.yaml:4003:11"
    assert time.perf_counter() - started < 1.0


def test_help_needs_neither_pydantic_nor_yaml() -> None:
    names = "load edit new library nodes sets selectors known places problems codes recipes schema"
    code = f"import sys\nfor name in '{names}'.split(): __import__('beatforge.project.' + name)\n"
    code += "print(sorted({'pydantic', 'yaml', 'jinja2', 'jsonschema'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_projects_are_frozen(tmp_path: Path) -> None:
    project: Project = project_of(tmp_path, "")
    with pytest.raises(ValueError, match="frozen"):
        project.seed = 3  # type: ignore[misc]  # that it can't be set is the point
