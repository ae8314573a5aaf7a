"""`docs/project.md`: made from the models, complete, and true: examples load, codes are those that the loader gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from beatforge.errors import ProjectError
from beatforge.project.codes import CODES
from beatforge.project.docs import GUIDE, guide_text
from beatforge.project.library import load_library
from beatforge.project.load import load_project
from beatforge.project.looks import StyleSpec
from beatforge.project.models import Project
from beatforge.project.places import data_dir
from beatforge.project.quoting import written
from beatforge.project.reference import Row, rows_of
from tests.project.files import written_project

LIBRARY = load_library()
ROWS = rows_of(Project, LIBRARY.names, apart=("StyleSpec",))
STYLE_ROWS = rows_of(StyleSpec, LIBRARY.names)
ALL = [*ROWS, *(Row(**{**{f: getattr(row, f) for f in Row.__slots__}, "path": f"film.style.{row.path}"})
                for row in STYLE_ROWS)]  # fmt: skip
MASHED = {"a": {"file": "song.ogg"}, "b": {"file": "song.ogg"}}
APPROVAL = {"verdict": "approve", "reason": "as meant", "digest": "0123456789ab"}
NEEDED = {
    "film.scene_seconds.min": {"max": 600}, "film.scene_seconds.max": {"min": 0.5},
    "song.pins.sections[].at": {"kind": "verse"}, "song.pins.sections[].kind": {"at": 0},
    **{f"song.pins.{kind}[].start": {"end": 86400} for kind in ("builds", "breaks")},
    **{f"song.pins.{kind}[].end": {"start": 0} for kind in ("builds", "breaks")},
    "song.pins.tempos[].at": {"tempo_bpm": 90}, "song.pins.tempos[].tempo_bpm": {"at": 0},
    **{f"approvals.<picture>.{key}": {name: other for name, other in APPROVAL.items() if name != key}
       for key in ("verdict", "reason", "by", "digest")},
    "scenes.<which>.footage.start": {"file": "clips/dance.mp4"},
    **{f"voices[].{key}": {"file": "voices/intro.wav"}
       for key in ("at", "gain_db", "duck_db", "fade_in_s", "fade_out_s")},
    **{f"mashup.arc[].{key}": {name: 0.5 for name in ("at", "valence", "energy") if name != key}
       for key in ("at", "valence", "energy")},
    **{f"mashup.edits[].{key}": {"part": "a-vocals.09"}
       for key in ("mute", "move_beats", "from", "bars", "gain_db", "semitones", "low_cut_hz", "duck_db", "fade_in_s",
                   "fade_out_s", "role")},
    "mashup.edits[].stem": {"bar": 9},
    "mashup.type": {"songs": MASHED}, "mashup.songs": {"type": "classic"},
    "song.lyrics.align": {"file": "audio/song.lrc"},
    **{f"film.{key}": {"mode": "dj", "persona": "nova_fade"}
       for key in ("theme", "performance", "scratch", "event_safe")},
    "film.mode": {"persona": "nova_fade"},
    "film.performance[].at": {"action": "crossfader_hit"},
    **{f"film.performance[].{key}": {"at": 33} for key in ("action", "face", "strength", "length_s", "light")},
    **{f"song.lyrics.{key}": {"transcribe": "whisper"} for key in ("model", "language", "device")},
    "song.stems.model": {"separate": "demucs"}, "song.stems.device": {"separate": "demucs"},
}  # fmt: skip
"""What has to stand beside a key."""

EXAMPLES = ("audio/song.mp3", "audio/song.lrc", "looks/teal-orange.cube", "clips/dance.mp4", "fonts/title.otf",
            "stems/vocals.wav", "voices/intro.wav", "audio/one.ogg", "audio/two.ogg")  # fmt: skip
"""Files that examples name; reading a project decodes none."""

MARK = "line"
MEDIUM = next(medium for medium, marks in LIBRARY.marks.items() if MARK in marks)

BAD = ["", "~", f"[{'a' * 5000}]", '"  "', "[]", "[[1]]", "{x: 1}", "no", "qqq", "-1", "1e9", "'1'", "0", "1.5",
       '"1:75"', "a" * 5000, "999",
       '"a\\0"', "ad", "anthropic", "[ad, anthropic, x, '']", "../x.ogg", "gone.ogg", "Song.ogg", "project.yaml", "/x",
       "con", "[1, 2, 3]", "[-1]", '["1:75"]', "[~]", "3x5", "33x33", '"#12"', '["a\\0"]',
       ".", "gone/x", "song.ogg/x", "Stems/x", f"[{', '.join('abcdefghijklmnopqrstuvwxyz')}]"
       ]  # fmt: skip


def test_the_committed_guide_is_the_models_own() -> None:
    path = data_dir("docs") / GUIDE
    assert path.read_text(encoding="utf-8") == guide_text(), "python -m beatforge.project.docs"


def test_every_key_of_the_schema_is_in_it() -> None:
    text = guide_text()

    def walk(schema: Any, parts: dict[str, Any]) -> set[str]:
        if isinstance(schema, list):
            return {key for part in schema for key in walk(part, parts)}
        if not isinstance(schema, dict):
            return set()
        keys = set(schema.get("properties", {}))
        return (
            keys
            | {key for name, part in schema.items() if name != "properties" for key in walk(part, parts)}
            | {key for part in schema.get("properties", {}).values() for key in walk(part, parts)}
        )

    schema = Project.model_json_schema(by_alias=True)
    for key in walk(schema, schema["$defs"]):
        assert f"{key}`" in text, key
    assert all(f"| {code} |" in text for code in CODES)


def test_every_key_says_what_it_is_what_it_takes_and_what_can_be_wrong() -> None:
    for row in ALL:
        assert row.about and row.takes and row.example and row.codes, row
        assert set(row.codes) <= set(CODES), row


def project_with(row: Row, value: str) -> str:
    """A project in which the row's key has this value, written in flow style."""
    text = value
    beside = NEEDED.get(row.path, {})
    for step, part in enumerate(reversed(row.path.replace("[]", ".[]").split("."))):
        if part == "[]":
            text = f"[{text}]"
            continue
        key = {"<picture>": "nova_fade/face/front_closeup", "<which>": "hero", "<channel>": "glow", "<mark>": MARK}.get(
            part, part
        )
        more = "".join(f", {name}: {written(other)}" for name, other in beside.items()) if step == 0 else ""
        more += ", from: beat" if part in ("gain", "attack_ms", "release_ms") else ""
        more += f", medium: {MEDIUM}" if part == "marks" else ""
        text = f"{{{key}: {text}{more}}}"
    top, _, rest = text[1:-1].partition(": ")
    whole = {"version": "1", "name": "drive", "song": "{file: song.ogg}"}
    if top == "mashup":
        del whole["song"]
        if row.path not in ("mashup", "mashup.type", "mashup.songs"):
            rest = f"{rest[:-1]}, type: classic, songs: {written(MASHED)}}}"
    if row.path.startswith("film.performance[]"):
        rest = f"{rest[:-1]}, mode: dj, persona: nova_fade}}"
    if row.path.endswith(".shot"):
        whole["film"] = "{persona: nova_fade}"
    if top == "song" and ("file:" not in rest or row.path.startswith("song.lyrics")):
        rest = rest[:-1] + ", file: song.ogg}" if rest.startswith("{") else rest
    return "".join(f"{key}: {inner}\n" for key, inner in {**whole, top: rest}.items())


def codes_for(folder: Path, row: Row, value: str) -> set[str]:
    """Codes of the faults at this key when it has this value."""
    file = written_project(folder, "", project_with(row, value))
    for place in EXAMPLES:
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).touch()
    try:
        load_project(file, library=LIBRARY)
    except ProjectError as error:
        return {problem.code for problem in error.problems}
    return set()


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.path)
def test_every_example_and_default_loads(tmp_path: Path, row: Row) -> None:
    for value in filter(None, (row.example, row.default)):
        assert codes_for(tmp_path, row, value) == set(), project_with(row, value)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.path)
def test_faults_of_a_value_are_those_that_are_told(tmp_path: Path, row: Row) -> None:
    is_mapping = row.takes.endswith(("a mapping", "mappings", "(#styles)", "StyleSpec"))
    met = {code for value in BAD for code in codes_for(tmp_path, row, value)} - {"BF002"}
    inner = {code for other in ALL if other.path.startswith(row.path) for code in other.codes} if is_mapping else set()
    assert met <= {*row.codes, *inner}, met - {*row.codes, *inner}
    if not is_mapping:
        assert set(row.codes) - met <= {"BF011"}, "a code is told that no bad value has"


def test_the_page_on_styles_names_each_medium_with_its_marks() -> None:
    page = (data_dir("docs") / "styles.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in page if line.startswith("| ")]
    told = {medium: tuple(marks.split(", ")) for medium, _, marks in cells[1:] if medium != "---"}
    assert told == dict(LIBRARY.marks)
