"""`beatforge library`: what it prints, refuses and writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.cli.settings import settings_path
from beatforge.mashup.library.shelf import Shelf
from beatforge.project.load import load_project
from tests.mashup.entries import at, put_synthetic
from tests.sounds import write_song


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A library of the test's own."""
    monkeypatch.setenv("BEATFORGE_LIBRARY", str(tmp_path / "library"))
    return Shelf(tmp_path / "library")


def said(capsys: pytest.CaptureFixture[str], *args: str, status: int = 0) -> tuple[str, str]:
    """What a command prints to both streams."""
    assert main(["library", *args]) == status
    output = capsys.readouterr()
    return output.out, output.err


def test_a_song_is_added_listed_found_matched_and_removed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name, bpm in (("river", 120), ("stone", 118)):
        write_song(tmp_path / f"{name}.wav", 6, bpm)
    (tmp_path / "river.txt").write_text("down by the water\n")
    (tmp_path / "bad.mp3").write_bytes(b"nothing" * 99)
    out, err = said(capsys, "add", str(tmp_path), "-j", "1", status=4)
    assert "2 added, 1 refused; 2 songs in" in out and "river" in out and "bad.mp3: cannot be decoded" in err
    out, _ = said(capsys, "ls")
    assert [line.split()[-1] for line in out.splitlines()] == ["river", "stone"]
    out, _ = said(capsys, "search", "water")
    assert out.rstrip().endswith("river  [water]")
    assert said(capsys, "search", "file:no such")[0] == "" != said(capsys, "search", "down", "file:river")[0]
    out, _ = said(capsys, "match", "river", "--json")
    told = json.loads(out)
    best = told["candidates"][0]
    assert (told["song"]["title"], best["song"]["title"]) == ("river", "stone")
    assert best["role"] in ("voice", "bed") and best["reasons"] and 0 < best["bpm"] <= 1
    out, _ = said(capsys, "match", "river", "--voice")
    assert "river over stone" in out and "bpm" in out.splitlines()[1]
    out, _ = said(capsys, "rm", "stone")
    assert out.startswith("removed  stone") and (tmp_path / "stone.wav").exists()
    assert [row["title"] for row in json.loads(said(capsys, "ls", "--json")[0])["songs"]] == ["river"]


def test_an_empty_library_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert "beatforge library add FOLDER" in said(capsys, "ls")[1]
    assert said(capsys, "search", "river") == ("", "no song is like that\n")
    assert "the library is empty; beatforge library add FOLDER" in said(capsys, "match", "x", status=2)[1]


def test_a_wrong_name_is_told_the_nearest(capsys: pytest.CaptureFixture[str], shelf: Shelf, tmp_path: Path) -> None:
    title = put_synthetic(shelf, 3)[0].tags.title
    assert f'did you mean "{title}"?' in said(capsys, "match", f"{title}x", status=2)[1]
    other = write_song(tmp_path / "new.wav", 1)
    assert f"is not in the library; beatforge library add {other}" in said(capsys, "match", str(other), status=2)[1]
    assert "there is no file or folder" in said(capsys, "add", str(tmp_path / "nowhere"), status=2)[1]
    assert 'no condition "tempo:"' in said(capsys, "search", "tempo:120", status=2)[1]


def test_weights_and_limits_come_from_the_users_settings(capsys: pytest.CaptureFixture[str], shelf: Shelf) -> None:
    song = put_synthetic(shelf, 60)[0]
    settings_path().write_text("library: {weights: {semantic: 0, bpm: 1, key: 0, energy: 0, genre: 0}, min_score: 0,"
                               " num_candidates: 7}\n")  # fmt: skip
    told = json.loads(said(capsys, "match", song.digest[:10], "--json")[0])
    assert len(told["candidates"]) == 7 and told["min_score"] == 0
    scores = [each["score"] for each in told["candidates"]]
    assert scores == [pytest.approx(each["bpm"] * each["direction"], abs=1e-3) for each in told["candidates"]]
    assert scores == sorted(scores, reverse=True)
    settings_path().write_text("library: {weights: {tempo: 3}}\n")
    assert "BF010" in said(capsys, "ls", status=3)[1]


def test_a_recipe_is_a_project_of_the_best_pair(
    capsys: pytest.CaptureFixture[str], shelf: Shelf, tmp_path: Path, song_file: Path
) -> None:
    one, other = put_synthetic(shelf, 2)
    for entry in (one, other):
        path = tmp_path / f"{entry.name}.wav"
        path.write_bytes(song_file.read_bytes() + entry.digest.encode())
        shelf.put(at(entry, path))
    out, _ = said(capsys, "match", one.digest, "--recipe", "-o", str(tmp_path / "both"), "--voice")
    file = tmp_path / "both" / "project.yaml"
    assert out.splitlines()[0] == str(file)
    assert main(["check", str(file)]) == 0
    project = load_project(file)
    assert project.mashup and project.mashup.type == "auto"
    songs = [tmp_path / "both" / song.file for song in project.mashup.songs.values()]
    assert [path.read_bytes()[-64:].decode() for path in songs] == [one.digest, other.digest]
    assert "over" in out and ("hard links" in out or "copies" in out)
    refused = said(capsys, "match", one.digest, "--recipe", "-o", str(tmp_path / "both"), status=2)[1]
    assert "-o names another folder" in refused
    (tmp_path / f"{other.name}.wav").unlink()
    assert "is gone" in said(capsys, "match", one.digest, "--recipe", "-o", str(tmp_path / "new"), status=2)[1]
