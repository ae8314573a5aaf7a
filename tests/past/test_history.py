"""`history` names the commits that changed what a scene is made of; `why --since` says what differs, and why."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.project.places import data_dir
from beatforge.project.vocabulary import CHANNELS
from tests.brought import write_table
from tests.lyrics_files import write_words
from tests.past.repositories import git, make_hostile, repository, save
from tests.persona.test_held import own_persona
from tests.projects import (
    CROSSFADE,
    FILM,
    JUDGING,
    MORPH,
    OUTRO,
    RESEEDED,
    TARGETS,
    VERSE,
    edit,
    planned,
)
from tests.sounds import write_song

GATES = JUDGING[1:]


@pytest.fixture
def top(film: Path) -> Path:
    """The finished film's folder, a repository with one commit, tagged v1."""
    folder = repository(film.parent)
    git(folder, "tag", "v1")
    return folder


def said(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """What a command prints; it has to succeed."""
    capsys.readouterr()
    status = main([*args])
    out, err = capsys.readouterr()
    assert status == 0, err
    return out


def story(capsys: pytest.CaptureFixture[str], top: Path, target: str, *args: str) -> list[tuple[str, list[str]]]:
    """(message, changes) of each commit in the history of a target; "skipped" for one that could not be read."""
    rows = json.loads(said(capsys, "history", str(top), target, "--json", *args))["commits"]
    return [
        (row["message"], [row["skipped"]] if row["skipped"] else [c["text"] for c in row["changes"]]) for row in rows
    ]


def change(top: Path, message: str, old: str, new: str) -> str:
    edit(top / "project.yaml", old, new)
    return save(top, message)


def test_a_persona_of_the_project_s_own_is_in_no_version_s_way(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Older versions name it, and what it forbids changes no picture."""
    own_persona(top)
    change(top, "a persona", "film:\n", "film:\n  persona: pebble\n")
    change(top, "more contrast", "film:\n", "film:\n  grade: {contrast: 0.5}\n")
    told = story(capsys, top, "chorus-1.01")
    assert told[0][0] == "more contrast" and "a persona" not in [message for message, _ in told]


def test_a_show_has_a_history_with_the_persona_of_each_version(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(top, "a show", "film:\n", "film:\n  mode: dj\n  persona: nova_fade\n")
    change(top, "another theme", "film:\n", "film:\n  theme: chill_lofi\n")
    (top / "personas").mkdir()
    text = (data_dir("config") / "personas" / "nova_fade.yaml").read_text(encoding="utf-8")
    (top / "personas" / "nova_fade.yaml").write_text(text, encoding="utf-8")
    save(top, "her file")
    other = text.replace("    energy: 0.6\n", "    energy: 0.9\n", 1)
    (top / "personas" / "nova_fade.yaml").write_text(other, encoding="utf-8")
    save(top, "livelier")
    told = story(capsys, top, "chorus-1.01")
    assert [message for message, _ in told[:3]] == ["livelier", "another theme", "a show"]
    assert any("amount 60 -> 90" in text for text in told[0][1])


def test_lyrics_have_a_history(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_words(top / "words.lrc", (9.5, "we"), (10.0, "sing"))
    edit(top / "project.yaml", "  file: song.wav", "  lyrics: {file: words.lrc}\n  file: song.wav")
    change(top, "words", "chorus: {", "chorus: {style: {drives: {burst: {from: word}}}, ")
    write_words(top / "words.lrc", (9.5, "we"), (10.0, "shout"))
    save(top, "another word")
    write_words(top / "words.lrc", (9.5, "we"), (10.5, "shout"))
    save(top, "later")
    assert main(["build", str(top), "lyrics"]) == 0
    changed = "input words.lrc changed"
    assert [(message, texts[0]) for message, texts in story(capsys, top, "lyrics")] == [
        ("later", changed), ("another word", changed), ("words", "is new")
    ]  # fmt: skip
    later, first, *_ = story(capsys, top, "chorus-1.01")
    assert later[0] == "later" and [text.split(" ")[0] for text in later[1]] == ["words.1"]
    assert first[0] == "words"
    (top / "words.lrc").write_text("[00:99.00]no\n")
    save(top, "broken")
    write_words(top / "words.lrc", (9.5, "we"), (10.5, "shout"))
    save(top, "mended")
    broken, *_ = story(capsys, top, "lyrics")
    assert broken[0] == "broken" and broken[1][0].startswith('words.lrc:1:1: BF063 "[00:99.00]" is no time')


def test_stems_have_a_history(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_song(top / "vocals.wav", seconds=16, seed=1)
    (top / "stems").mkdir()
    (top / "vocals.wav").rename(top / "stems" / "vocals.wav")
    change(top, "stems", "  file: song.wav", "  stems: {folder: stems}\n  file: song.wav")
    write_song(top / "stems" / "vocals.wav", seconds=16, seed=2)
    save(top, "another take")
    (top / "stems" / "vocals.wav").rename(top / "stems" / "drums.wav")
    save(top, "drums they were")
    changes = [(message, texts) for message, texts in story(capsys, top, "stems")]
    assert [message for message, _ in changes] == ["drums they were", "another take", "stems"]
    assert any("vocals" in text and "drums" in text for text in changes[0][1])
    assert changes[1][1] == ["input stems/vocals.wav changed"]
    assert [message for message, _ in story(capsys, top, "verse-1.01")] == ["first"]


def test_files_that_a_version_names_are_found_in_git(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_table(top / "look.cube")
    change(top, "graded", "verse: {", "verse: {grade: {lut: look.cube}, ")
    write_table(top / "look.cube", of=lambda colour: [channel / 2 for channel in colour])
    save(top, "darker")
    assert [message for message, _ in story(capsys, top, "verse-1.01")] == ["darker", "graded", "first"]
    assert "look.cube changed" in said(capsys, "why", "-C", str(top), "--since", "HEAD~1", "verse-1.01")


def test_history_lists_the_commits_that_changed_what_a_scene_is_made_of(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(top, "another sea", "seed: 41", "seed: 42")
    change(top, "elsewhere", "outro: {transition: cut", "outro: {seed: 8, transition: cut")
    change(top, "only the title", "title: Small Song", "title: Other")
    (top / "notes.txt").write_text("no part of it")
    save(top, "notes")
    change(top, "livelier", "reactivity: 1\n", "reactivity: 1.2\n")
    edit(top / "styles" / "own.yaml", "medium: neon", "medium: wash")
    save(top, "paint")
    drives = [f"drives.{name}.gain" for name in sorted(CHANNELS)]
    paint, lively, *older = story(capsys, top, "verse-1.01")
    assert (paint[0], lively[0]) == ("paint", "livelier")
    assert paint[1] == ["look.medium neon -> wash"]
    assert [text.split(" ")[0] for text in lively[1]] == drives
    assert older == [("another sea", ["seed 41 -> 42"]), ("first", ["is new"])]
    assert [message for message, _ in story(capsys, top, "outro-1.01", "-n", "3")] == ["paint", "livelier", "elsewhere"]


def test_history_names_hash_date_author_message_and_the_lines(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit = change(top, "another sea", "seed: 41", "seed: 42")
    date = git(top, "log", "-1", "--format=%as").strip()
    first, second, *_ = said(capsys, "history", str(top), "verse-1.01").splitlines()
    assert first == f"{commit[:8]} {date} Ann: another sea"
    assert second == "  seed 41 -> 42 (project.yaml:27:22)"


def test_history_begins_with_what_is_not_committed(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(top / "project.yaml", "seed: 41", "seed: 43")
    assert story(capsys, top, "verse-1.01")[0] == ("not committed yet", ["seed 41 -> 43"])


def test_broken_versions_are_named_and_skipped(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a broken version changed shows where the file is whole again."""
    change(top, "oops", "seed: 41", "sed: 42")
    change(top, "half mended", "film:\n", "film: [\n")
    git(top, "rm", "-q", "project.yaml")
    git(top, "commit", "-q", "-m", "lost")
    git(top, "checkout", "-q", "v1", "--", "project.yaml")
    change(top, "mended", "seed: 41", "seed: 43")
    told = story(capsys, top, "verse-1.01")
    assert [message for message, _ in told] == ["mended", "lost", "half mended", "oops", "first"]
    assert told[0][1] == ["seed 41 -> 43"]
    assert told[1][1] == ["there is no project.yaml"]
    assert told[2][1][0].startswith("project.yaml:") and "BF0" in told[2][1][0]
    assert 'BF010 unknown key "sed"' in told[3][1][0]


def test_a_merge_tells_nothing_twice(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(top, "checkout", "-q", "-b", "side")
    change(top, "on the side", "seed: 41", "seed: 42")
    git(top, "checkout", "-q", "main")
    change(top, "on main", "chorus: {transition: crossfade", "chorus: {seed: 8, transition: crossfade")
    git(top, "merge", "-q", "--no-edit", "side")
    assert [message for message, _ in story(capsys, top, "verse-1.01")] == ["on the side", "first"]
    assert [message for message, _ in story(capsys, top, "chorus-1.01")] == ["on main", "first"]


def test_a_scene_that_is_gone_still_has_its_history(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(top / "project.yaml", "outro: {transition: cut}", "bridge: {transition: cut}")
    change(top, "a bridge", "- {at: 12, kind: outro}", "- {at: 12, kind: bridge}")
    assert story(capsys, top, "outro-1.01") == [("a bridge", ["is gone"]), ("first", ["is new"])]
    assert story(capsys, top, "scene/bridge-1.01") == [("a bridge", ["is new"])]
    assert main(["history", str(top), "outro-1.02"]) == 2
    assert 'no target "outro-1.02", now or in a commit' in capsys.readouterr().err


def test_a_project_in_a_folder_of_its_repository_has_a_history_too(
    film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (film.parent / "build").rename(film.parent.parent / "build")
    top = repository(film.parent.parent / "repo", commit=False)
    shutil.move(film.parent, top / "films")
    save(top, "moved in")
    change(top / "films", "another sea", "seed: 41", "seed: 42")
    assert [message for message, _ in story(capsys, top / "films", "verse-1.01")] == ["another sea", "moved in"]


def test_why_since_names_what_differs_with_both_values_and_places(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(top / "project.yaml", "version: 1\n", "# a line more\nversion: 1\n")
    edit(top / "project.yaml", "seed: 41", "seed: 42")
    out = said(capsys, "why", str(top), "--since", "v1").splitlines()
    assert out[0].startswith("since v1 (") and out[0].endswith(" first):")
    assert [line for line in out[1:-1] if line[0] != " "] == [MORPH, VERSE, CROSSFADE, *JUDGING, FILM]
    at = out.index(VERSE)
    assert out[at + 1] == "  seed 41 -> 42 (project.yaml:27:22 -> project.yaml:28:22)"
    assert out[out.index(FILM) + 1 : -1] == [f"  {name} differs" for name in (MORPH, VERSE, CROSSFADE, *GATES)]
    assert out[-1] == f"{len(RESEEDED)} of {len(TARGETS)} targets differ"
    assert set(planned(top / "project.yaml", judging=True)) == set(RESEEDED)


def test_why_since_answers_for_the_targets_asked(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(top, "another sea", "seed: 41", "seed: 42")
    out = said(capsys, "why", str(top), "verse-1.01", "mix", "--since", "HEAD~1")
    assert f"{VERSE}\n  seed 41 -> 42 (project.yaml:27:22)\n" in out and "mix is as it was" in out and MORPH not in out
    assert f"0 of {len(TARGETS)} targets differ" in said(capsys, "why", str(top), "--since", "HEAD")
    for args, text in (
        (["--since", "v9"], '"v9" is no commit'),
        (["vers-1.01", "--since", "v1"], 'did you mean "verse-1.01"'),
    ):
        assert main(["why", str(top), *args]) in (2, 4)
        assert text in capsys.readouterr().err


def test_why_since_tells_scenes_that_came_and_went_and_a_renamed_song(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(top / "project.yaml", "outro: {transition: cut}", "bridge: {transition: cut}")
    edit(top / "project.yaml", "- {at: 12, kind: outro}", "- {at: 12, kind: bridge}")
    (top / "song.wav").rename(top / "other.wav")
    edit(top / "project.yaml", "file: song.wav", "file: other.wav")
    out = said(capsys, "why", str(top), "--since", "v1")
    assert "scene/bridge-1.01\n  is new\n" in out and f"{OUTRO}\n  is gone\n" in out
    assert "  scene/bridge-1.01 is new\n" in out and f"  {OUTRO} is gone\n" in out
    assert "\nmix\n" not in out and "\nanalysis\n" not in out  # the same bytes under another name


def test_a_broken_version_is_refused_with_its_place(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(top, "oops", "seed: 41", "sed: 42")
    git(top, "tag", "broken")
    edit(top / "project.yaml", "sed: 42", "seed: 42")
    assert main(["why", str(top), "--since", "broken"]) == 3
    assert "broken:project.yaml:27:16: BF010" in capsys.readouterr().err


def test_a_song_that_nobody_heard_is_said_to_be_unknown(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(top, "checkout", "-q", "-b", "before", "v1")
    write_song(top / "song.wav", seconds=15, seed=7)
    save(top, "another song")
    git(top, "checkout", "-q", "main")
    assert main(["why", str(top), "--since", "before"]) == 4
    assert "was never listened to" in capsys.readouterr().err


def test_a_song_that_git_does_not_have_counts_as_it_is_now_and_is_named(
    film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    top = repository(film.parent, commit=False)
    (top / ".gitignore").write_text("build/\n.beatforge/\n*.wav\n")
    save(top, "first")
    change(top, "another sea", "seed: 41", "seed: 42")
    assert main(["why", str(top), "verse-1.01", "--since", "HEAD~1"]) == 0
    out, err = capsys.readouterr()
    assert "seed 41 -> 42" in out and err == "song.wav is not in git; it counts as it is now\n"


def test_without_a_repository_or_git_both_say_what_is_missing(
    film: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for args in (["history", str(film), "verse-1.01"], ["why", str(film), "--since", "v1"]):
        assert main(args) == 4
        assert "is in no git repository; `git init` makes one" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(film.parent))
    assert main(["history", str(film), "verse-1.01"]) == 4
    assert "git is not installed" in capsys.readouterr().err


def test_reading_the_past_leaves_the_work_tree_and_the_index_alone(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(top, "another sea", "seed: 41", "seed: 42")
    edit(top / "project.yaml", "seed: 42", "seed: 43")
    git(top, "add", "project.yaml")
    before = {path: path.stat().st_mtime_ns for path in (top / ".git" / "index", top / "project.yaml", top)}
    said(capsys, "history", str(top), "verse-1.01")
    said(capsys, "why", str(top), "--since", "v1")
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_the_past_of_a_hostile_repository_is_read_without_running_anything_of_it(
    top: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(top, "another sea", "seed: 41", "seed: 42")
    make_hostile(top, tmp_path / "mark")
    assert "another sea" in said(capsys, "history", str(top), "verse-1.01")
    assert "seed 41 -> 42" in said(capsys, "why", str(top), "--since", "v1")
    assert "tag v1" in said(capsys, "ls", str(top), "--all-branches")
    assert not (tmp_path / "mark").exists(), (tmp_path / "mark").read_text()
