"""The list of songs as files: what the project says before what tags say, and nothing a table would run."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.deliver.sounds import format_of, write_sound
from beatforge.deliver.usage_files import COLUMNS, csv_text, tags_of, write_usage


def sound(path: Path, **tags: str) -> Path:
    write_sound(path, format_of(path), [np.zeros((2, 4800), np.float32)], 48000, tags)
    return path


def song(**more: Any) -> dict[str, Any]:
    usual = {"id": "a", "file": "a.mp3", "title": "", "artist": "", "credit": "", "licence": "", "seconds": 3.5,
             "stretches": [[0.0, 2.5, "drums"], [61.25, 62.25, "vocals"]]}  # fmt: skip
    return {**usual, **more}


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_what_the_project_does_not_say_is_taken_from_the_file(tmp_path: Path) -> None:
    files = [sound(tmp_path / "a.mp3", title="Tagged", artist="Somebody", copyright="CC0"),
             sound(tmp_path / "b.opus", title="Tagged too", artist="Another"), sound(tmp_path / "c.wav")]  # fmt: skip
    value = {"film": "F", "artist": "", "seconds": 9.0,
             "songs": [song(), song(id="b", title="Said", licence="CC BY"), song(id="c")]}  # fmt: skip
    write_usage(value, files, tmp_path, lambda done, total: None)
    listed = json.loads((tmp_path / "usage.json").read_text(encoding="utf-8"))["songs"]
    assert [(one["title"], one["artist"], one["licence"]) for one in listed] == [
        ("Tagged", "Somebody", "CC0"), ("Said", "Another", "CC BY"), ("", "", ""),
    ]  # fmt: skip
    assert [one["sha256"] for one in listed] == [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    first = (tmp_path / "usage.csv").read_bytes()
    write_usage(value, files, tmp_path, lambda done, total: None)
    assert (tmp_path / "usage.csv").read_bytes() == first


def test_a_table_has_each_stretch_and_each_songs_total() -> None:
    rows = rows_of(csv_text([song(sha256="0f")]))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["stem"], row["start"], row["end"], row["seconds"]) for row in rows] == [
        ("drums", "0:00.000", "0:02.500", "2.500"), ("vocals", "1:01.250", "1:02.250", "1.000"),
        ("total", "", "", "3.500"),
    ]  # fmt: skip


def test_no_tag_is_a_formula_and_no_sign_of_one_breaks_a_row() -> None:
    rows = rows_of(csv_text([song(sha256="0f", title='=cmd("x")', artist='a, "b"\nc', credit="-5", licence="ünïcödé")]))
    assert [rows[0][name] for name in ("title", "artist", "credit", "licence")] == [
        "'=cmd(\"x\")", 'a, "b"\nc', "'-5", "ünïcödé",
    ]  # fmt: skip


def test_what_is_no_sound_says_nothing_of_itself(tmp_path: Path) -> None:
    (tmp_path / "a.ogg").write_bytes(b"no sound at all")
    assert tags_of(tmp_path / "a.ogg") == {}
