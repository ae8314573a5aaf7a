"""Files, paths and names that a project can meet on bad days or in bad hands: one kind message each, no hang."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from beatforge.errors import ProjectError
from beatforge.project.load import load_project
from beatforge.project.spelling import RESERVED
from tests.project.files import START, faults_of, written_project

needs_pipes = pytest.mark.skipif(sys.platform == "win32", reason="named pipes and devices are files of POSIX systems")


def told(folder: Path) -> str:
    """What the user is told about the project; empty if nothing."""
    try:
        load_project(folder)
    except ProjectError as error:
        return str(error)
    return ""


def told_of_song(folder: Path, song: str) -> str:
    """What the user is told about this song."""
    return faults_of(folder, "", START.replace("song.ogg", song))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (START.encode("utf-16"), "BF001 the file is UTF-16"),
        (START.encode("utf-16-be"), "BF001 the file is UTF-16"),
        (START.encode("utf-16-le"), "BF001 the file is UTF-16"),
        (START.encode("utf-32"), "BF001 the file is UTF-32"),
        (START.encode() + b"title: caf\xe9\n", "project.yaml:4:11: BF001 byte 0xE9 is not UTF-8"),
        (START.encode() + "# \u96e8\r\ntitle: \u96e8".encode() + b"\xff\n", "project.yaml:5:9: BF001 byte 0xFF"),
        (START.encode() + b"title: a\0b\n", "project.yaml:4:9: BF002 an invisible character (U+0000)"),
        (START.encode() + b'title: "a\\0b"\n', "project.yaml:4:8: BF014 an invisible character (U+0000) in a text"),
        (START.encode() + b'title: "a\\e[2Jb"\n', "project.yaml:4:8: BF014 an invisible character (U+001B) in a text"),
        (START.encode() + b'title: "\\ud800"\n', "BF002 an escape that is no character"),
        (START.encode() + b'"a\\e[2Jb": 1\n', 'BF010 unknown key "a\\x1b[2Jb"'),
    ],
)
def test_bytes_that_no_editor_shows_are_named(tmp_path: Path, data: bytes, message: str) -> None:
    file = written_project(tmp_path, "")
    file.write_bytes(data)
    assert message in told(tmp_path)
    assert "\x1b" not in told(tmp_path) and "\0" not in told(tmp_path)


def test_ten_megabytes_are_refused_before_they_are_parsed(tmp_path: Path) -> None:
    file = written_project(tmp_path, "")
    with file.open("ab") as stream:
        stream.truncate(10_000_000)  # holes: nothing that reads it whole would be fast
    assert told(tmp_path) == "project.yaml: BF001 larger than 2 MiB; is it the right file?"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("seed: 1e400", "BF012 expected a whole number"),
        ("seed: " + "9" * 5000, "BF013 " + "9" * 40 + " is out of range"),
        ("seed: 0x" + "f" * 5000, "BF013 0x" + "f" * 38 + " is out of range"),
        ("seed: 0b11", "BF012 expected a whole number"),
        ("seed: -0", ""),
        ("film: {reactivity: 1e400}", "BF013 1e400 is out of range; 0 to 2"),
        ("film: {reactivity: -1e400}", "BF013 -1e400 is out of range; 0 to 2"),
        ("film: {reactivity: 1e-400}", ""),
        ("film: {reactivity: " + "9" * 5000 + "}", "BF013"),
        ("film: {reactivity: 0x" + "f" * 5000 + "}", "BF013"),
        ("film: {reactivity: .inf}", 'BF012 expected a number, found ".inf"'),
        ("film: {reactivity: -.INF}", "BF012"),
        ("film: {reactivity: .NaN}", "BF012"),
        ("film: {reactivity: nan}", "BF012"),
        ("film: {reactivity: \u0661}", "BF012"),
        ("film: {fps: " + "1" * 5000 + "}", "is no frame rate"),
        ("film: {fps: 1/0}", "is no frame rate"),
        ("film: {size: 99999x99999}", "BF013"),
    ],
)
def test_absurd_numbers_are_out_of_range(tmp_path: Path, text: str, message: str) -> None:
    said = faults_of(tmp_path, text + "\n")
    assert message in said
    assert bool(message) == bool(said) and len(said) < 1000


def test_a_merge_key_given_twice_is_a_duplicate(tmp_path: Path) -> None:
    text = "scenes:\n  chorus: &a {seed: 1}\n  verse: &b {seed: 2}\n  hero:\n    <<: *a\n    <<: *b\n"
    assert "project.yaml:9:5: BF004 key << twice" in faults_of(tmp_path, text)
    assert faults_of(tmp_path, text.replace("    <<: *a\n    <<: *b\n", "    <<: [*a, *b]\n")) == ""


@pytest.mark.parametrize("name", [*sorted(RESERVED)[::5], "NUL", "Con"])
def test_names_that_windows_keeps_are_refused_everywhere(tmp_path: Path, name: str) -> None:
    said = faults_of(tmp_path, "", START.replace("drive", name))
    assert f'BF014 "{name}" can\'t name files on Windows' in said and f'"{name}-film"' in said


@pytest.mark.parametrize(
    ("song", "there", "message"),
    [
        ("audio\\song.mp3", "audio/song.mp3", 'BF053 "audio\\song.mp3" has Windows separators|write audio/song.mp3'),
        ("AUDIO\\song.mp3", "audio/song.mp3", "BF053|write audio/song.mp3"),
        ("Song.OGG", "audio/x.mp3", 'BF053 "Song.OGG" has other capitals than the file|write song.ogg'),
        ("Audio/Song.mp3", "audio/song.mp3", "BF053|write audio/song.mp3"),
        ("./audio/song.mp3", "audio/song.mp3", ""),
        ("audio//song.mp3", "audio/song.mp3", ""),
        ("audio/../song.ogg", "audio/song.mp3", ""),
        ("song.mp3", "audio/song.mp3", 'BF050|did you mean "audio/song.mp3"?'),
        ("audoi/song.mp3", "audio/song.mp3", 'BF050|did you mean "audio/song.mp3"?'),
        ("'song.ogg '", "audio/x.mp3", 'BF050 there is no file "song.ogg "|did you mean "song.ogg"?'),
        ("audio", "audio/x.mp3", 'BF052 "audio" is a folder'),
        (".", "audio/x.mp3", 'BF052 "." is a folder'),
        ("/", "audio/x.mp3", "BF051"),
        ("C:\\Users\\me\\song.mp3", "audio/x.mp3", "BF051|does not start in the project folder"),
        ("\\\\server\\share\\song.mp3", "audio/x.mp3", "BF051"),
        ("a" * 300 + ".ogg", "audio/x.mp3", "BF050"),
        ("a/" * 190 + "song.ogg", "audio/x.mp3", "BF050"),
        ("a" * 401, "audio/x.mp3", "BF013 a text of 401 characters"),
    ],
)
def test_a_song_is_found_on_every_system_or_its_right_name_told(
    tmp_path: Path, song: str, there: str, message: str
) -> None:
    (tmp_path / there).parent.mkdir()
    (tmp_path / there).touch()
    said = told_of_song(tmp_path, song)
    assert all(part in said for part in message.split("|")), said
    assert bool(message) == bool(said)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_in_file_names_are_compared_in_the_files_own_form(tmp_path: Path, form: str) -> None:
    other = "NFD" if form == "NFC" else "NFC"
    (tmp_path / unicodedata.normalize(form, "caf\u00e9.ogg")).touch()
    assert told_of_song(tmp_path, unicodedata.normalize(form, "caf\u00e9.ogg")) == ""
    assert "BF053 the file's name has its accents as" in told_of_song(
        tmp_path, unicodedata.normalize(other, "café.ogg")
    )


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


ODD_FILES = {
    "pipe": os.mkfifo if hasattr(os, "mkfifo") else None,
    "device": _link("/dev/zero"),
    "environment": _link("/proc/self/environ"),
    "secret": _link("/etc/passwd"),
    "circle": lambda path: path.symlink_to(path.name),
    "nowhere": _link("nothing"),
    "folder": Path.mkdir,
}


@needs_pipes
@pytest.mark.parametrize("kind", ODD_FILES)
@pytest.mark.parametrize("place", ["project.yaml", "styles/own.yaml", "odd.ogg"])
def test_what_is_no_plain_file_of_the_project_is_refused_and_never_opened(
    tmp_path: Path, place: str, kind: str
) -> None:
    (tmp_path / "styles").mkdir()
    file = written_project(tmp_path, "", START.replace("song.ogg", "odd.ogg") if place == "odd.ogg" else START)
    if place == file.name:
        file.unlink()
    make = ODD_FILES[kind]
    assert make
    make(tmp_path / place)
    said = told(tmp_path)
    code = "BF051" if kind in ("device", "environment", "secret") else "BF05" if place == "odd.ogg" else "BF001"
    assert code in said, said
    assert "root:" not in said and "PATH=" not in said


def test_a_styles_folder_that_is_a_link_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "own.yaml").write_text("secret: 1\n")
    written_project(tmp_path / "film", "")
    (tmp_path / "film" / "styles").symlink_to(tmp_path / "away")
    assert "BF051 styles is a link out" in told(tmp_path / "film") and "secret" not in told(tmp_path / "film")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["my look"], 'styles/my look.yaml: BF014 a style can\'t be called "my look"|call it my_look.yaml'),
        (["\u96e8"], "BF014|letters, digits, - and _ can"),
        (["a-b", "a_b"], "styles/a_b.yaml: BF017 the same style as a-b.yaml"),
        (["Neon", "neon"], "styles/neon.yaml: BF017 the same style as Neon.yaml"),
        ([".#own", "._own"], ""),
        (["own"], ""),
    ],
)
def test_styles_have_names_that_a_project_can_write_on_every_system(
    tmp_path: Path, names: list[str], message: str
) -> None:
    (tmp_path / "styles").mkdir()
    for name in names:
        (tmp_path / "styles" / f"{name}.yaml").write_text("base: synthwave\n", encoding="utf-8")
    if len({path.name.lower() for path in (tmp_path / "styles").iterdir()}) < len(names):
        names = names[:1]  # this file system took both for one
    said = faults_of(tmp_path, "")
    assert all(part in said for part in message.split("|")), said
    assert bool(message) == bool(said)


def test_a_style_with_the_other_suffix_is_named(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.yml").write_text("base: synthwave\n")
    assert "styles/own.yml: BF052" in faults_of(tmp_path, "") and "call it own.yaml" in faults_of(tmp_path, "")
