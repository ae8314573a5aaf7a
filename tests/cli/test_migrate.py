"""`beatforge migrate` and what `check` says of an older file: whole commands on real files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from beatforge.cli.main import main
from tests.projects import PROJECT, edit, planned

OLD = b"\xef\xbb\xbf# mine\r\nversion: 0\r\nname: drive\r\nsong: song.ogg  # heard\r\nfilm: {resolution: 64x64}\r\n"
NEW = b"\xef\xbb\xbf# mine\r\nversion: 1\r\nname: drive\r\nsong: {file: song.ogg}  # heard\r\nfilm: {size: 64x64}\r\n"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "song.ogg").touch()
    file = tmp_path / "project.yaml"
    file.write_bytes(OLD)
    return file


def test_migrate_shows_by_itself_and_writes_only_when_asked(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for flags in ([], ["--diff"]):
        assert main(["migrate", str(old.parent), *flags]) == 0
        assert capsys.readouterr().out == (
            "--- a/project.yaml\n+++ b/project.yaml\n@@ -1,5 +1,5 @@\n \ufeff# mine\r\n"
            "-version: 0\r\n+version: 1\r\n name: drive\r\n"
            "-song: song.ogg  # heard\r\n-film: {resolution: 64x64}\r\n"
            "+song: {file: song.ogg}  # heard\r\n+film: {size: 64x64}\r\n"
        )
        assert old.read_bytes() == OLD
    assert main(["migrate", str(old), "--write"]) == 0
    assert old.read_bytes() == NEW
    assert "version 0 -> 1" in capsys.readouterr().out
    assert main(["migrate", "-C", str(old), "--write"]) == 0
    assert capsys.readouterr().out == "project.yaml: version 1, nothing to migrate\n"
    assert old.read_bytes() == NEW
    assert sorted(path.name for path in old.parent.iterdir()) == ["project.yaml", "song.ogg"]


def test_migrate_writes_through_a_link_inside_the_project_and_keeps_the_mode(old: Path) -> None:
    real = old.rename(old.with_name("film.yaml"))
    old.symlink_to(real.name)
    real.chmod(0o640)
    assert main(["migrate", str(old), "--write"]) == 0
    assert old.is_symlink() and real.read_bytes() == NEW
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("version: 7\nmashup: {}\n", 3, "BF020 version 7 needs a newer beatforge"),
        ("version: 0\nsong: [\n", 3, "BF002"),
        ("version: 0\nfilm: {resolution: 64x64, size: 64x64}\n", 3, 'BF016 "resolution" is called "size" now'),
        ("version: 0\nscenes: {hero: &w {prompt: x}}\nfilm: {<<: *w}\n", 2, "project.yaml:2:28: woven into other text"),
    ],
)
def test_what_migrate_cannot_do_leaves_the_file_alone(
    old: Path, capsys: pytest.CaptureFixture[str], text: str, status: int, words: str
) -> None:
    old.write_text(text, encoding="utf-8")
    assert main(["migrate", str(old), "--write"]) == status
    assert words in capsys.readouterr().err
    assert old.read_text(encoding="utf-8") == text


def test_a_file_without_a_version_is_left_alone(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old.write_text("name: x\n", encoding="utf-8")
    assert main(["migrate", str(old), "--write"]) == 0
    assert "nothing to migrate" in capsys.readouterr().out


def test_check_reads_an_older_file_and_says_what_migrate_would_do(
    old: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(old.parent.parent)
    assert main(["check", str(old)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("project.yaml:2:10: BF022 version 0 of the language; it is read as version 1\n")
    assert "beatforge migrate" in out and "no problems" in out
    assert main(["check", str(old), "--format", "json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["problems"] == [] and [note["code"] for note in value["notes"]] == ["BF022"]
    assert main(["check", str(old), "--format", "github"]) == 0
    assert capsys.readouterr().out.startswith(f"::notice file={old.parent.name}/project.yaml,title=BF022,line=2")


@pytest.mark.parametrize("format", ["json", "github", "sarif"])
def test_faults_go_to_the_report_and_nowhere_else(
    old: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", os.fspath(old.parent.parent))
    old.write_text("version: 1\nname: x\nsong: {file: song.ogg}\nfilm: {stile: x, fps: 7}\n", encoding="utf-8")
    assert main(["check", str(old), "--format", format]) == 3
    said = capsys.readouterr()
    assert said.err == "" and said.out.count("BF010") >= 1 and said.out.count("BF030") >= 1
    if format != "json":
        assert f"{old.parent.name}/project.yaml" in said.out


def test_an_older_file_and_its_migration_make_nothing_anew(film: Path) -> None:
    for new, word in (("version: 1", "version: 0"), ("size: 64x64", "resolution: 64x64"), ("concept:", "prompt:"),
                      ("tempo_bpm:", "bpm:"), ("transition: crossfade", "transition: dissolve")):  # fmt: skip
        edit(film, new, word)
    assert planned(film) == {}
    assert main(["migrate", str(film), "--write"]) == 0
    assert film.read_text(encoding="utf-8") == PROJECT
    assert planned(film) == {}
