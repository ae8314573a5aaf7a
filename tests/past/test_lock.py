"""beatforge.lock says what each scene's words were understood to mean; it is derived, sorted and line-wise."""

from __future__ import annotations

import re
import socket
import time
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.cli.noop import recall
from beatforge.cli.session import Session
from beatforge.graph.files import GRAIN_NS
from beatforge.past.lock import lock_lines, lock_text
from beatforge.project.nodes import parse_source
from tests.past.repositories import git, repository, save
from tests.projects import VERSE, build, edit, events_of, planned, run

HAND = "by hand\n"


def lock_of(file: Path) -> Path:
    return file.with_name("beatforge.lock")


def called(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    """A command's status and what it says on standard error."""
    capsys.readouterr()
    return main([*args]), capsys.readouterr().err


def text_of(file: Path, *sets: str) -> str:
    """The lock that a build of this film would write."""
    with Session.open(file, sets=sets) as session:
        return lock_text(session.project, session.require_plan())


def changed_by(file: Path, old: str, new: str) -> list[str]:
    """Ids of the scenes whose lines an edit changes."""
    before = lock_lines(text_of(file))
    edit(file, old, new)
    after = lock_lines(text_of(file))
    return [
        scene_id for scene_id in sorted(before.keys() | after.keys()) if before.get(scene_id) != after.get(scene_id)
    ]


def test_a_whole_build_writes_one_line_per_scene_in_the_order_of_their_ids(film: Path) -> None:
    text = lock_of(film).read_bytes().decode()
    source = parse_source(text.encode(), "beatforge.lock")
    assert not source.problems and source.root.entries
    assert source.root.entries["version"][1].text == "1"
    scenes = source.root.entries["scenes"][1].entries or {}
    assert [*scenes] == ["chorus-1.01", "intro-1.01", "outro-1.01", "verse-1.01"]
    told = {key: value for key, (_, value) in (scenes["verse-1.01"][1].entries or {}).items()}
    assert [word.text for word in told["words"].items or []] == ["driver", "road", "sea", "at night"]
    assert told["backend"].text == "procedural" and told["director"].text == "offline"
    assert re.fullmatch("[0-9a-f]{32}", told["basis"].text or "")
    assert len(set(lock_lines(text).values())) == 4 and "\r" not in text


def test_the_lock_holds_no_time_host_or_path(film: Path) -> None:
    text = lock_of(film).read_text()
    assert (
        socket.gethostname() not in text
        and str(film.parent) not in text
        and "202" not in re.sub("[0-9a-f]{32}", "", text)
    )


def test_a_scenes_words_change_its_line_and_no_other(film: Path) -> None:
    assert changed_by(film, "the sea at night", "the sea at dawn") == ["verse-1.01"]
    assert changed_by(film, "seed: 41", "seed: 42") == []
    assert changed_by(film, "reactivity: 1.4", "reactivity: 1.5") == []
    assert changed_by(film, "outro: {transition: cut}", "outro: {transition: cut, style: comic_book}") == ["outro-1.01"]
    assert len(changed_by(film, "to the sea", "to the mountains")) == 4


def test_white_space_in_a_sentence_changes_no_line(film: Path) -> None:
    assert changed_by(film, "concept: a driver on", "concept: >\n    a  driver   on") == []


def test_another_meaning_of_a_word_changes_the_lines_that_say_it(film: Path) -> None:
    from dataclasses import replace

    with Session.open(film) as session:
        plan, project = session.require_plan(), session.project
        before = lock_lines(lock_text(project, plan))
        lexicon = {**project.library.lexicon, "light": {**project.library.lexicon["light"]}}
        lexicon["light"]["night"] = {**lexicon["light"]["night"], "dark": "dusk"}
        project._library = replace(project.library, lexicon=lexicon)
        after = lock_lines(lock_text(project, plan))
    assert [scene_id for scene_id in before if before[scene_id] != after[scene_id]] == ["verse-1.01"]


def test_only_a_whole_build_of_the_film_itself_writes_the_lock(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock_of(film).write_text(HAND)
    edit(film, "the sea at night", "the sea at dawn")
    assert planned(film) and called(capsys, "check", str(film))[0] == 0
    build(film, "scene/verse-1.01")
    build(film, sets=("title=Other",))
    build(film, profile="draft")
    assert lock_of(film).read_text() == HAND
    build(film)
    assert lock_of(film).read_text() == text_of(film)


def test_a_lock_that_was_lost_edited_or_given_other_line_ends_is_written_again(
    film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where nothing else changed and a build has nothing to do; it is remembered that nothing has."""
    good = lock_of(film).read_bytes()
    request = (film, "standard", ())
    time.sleep(
        3 * GRAIN_NS / 1e9
    )  # the film was copied here a moment ago; younger files are not believed by their stat
    assert called(capsys, "build", str(film))[0] == 0 and recall(*request)
    for damaged in (None, good.replace(b"\n", b"\r\n"), good.replace(b"sea", b"city"), b"<<<<<<< ours\n"):
        if damaged is None:
            lock_of(film).unlink()
        else:
            lock_of(film).write_bytes(damaged)
        assert not recall(*request)
        assert called(capsys, "build", str(film))[0] == 0
        assert lock_of(film).read_bytes() == good and recall(*request)


def test_an_unchanged_lock_is_not_written(film: Path) -> None:
    before = lock_of(film).stat()
    edit(film, "seed: 41", "seed: 42")
    build(film)
    assert lock_of(film).stat().st_ino == before.st_ino and lock_of(film).stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("command", ["build", "check"])
def test_locked_refuses_a_lock_that_is_out_of_date_and_makes_nothing(
    film: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(capsys, command, str(film), "--locked")[0] == 0
    edit(film, "the sea at night", "the sea at dawn")
    done = run(command, str(film), "--locked")
    assert done.returncode == 3
    assert re.search(r"beatforge.lock:\d+:3: BF070 verse-1.01 is understood otherwise now", done.stderr)
    assert "build without --locked and commit the file" in done.stderr
    assert VERSE in planned(film)
    lock_of(film).unlink()
    status, said = called(capsys, command, str(film), "--locked")
    assert status == 3 and "the lock is not there" in said
    assert not lock_of(film).exists()


def test_locked_counts_scenes_that_came_and_went(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(film, "- {at: 12, kind: outro}", "- {at: 12, kind: bridge}")
    edit(film, "outro: {transition: cut}", "bridge: {transition: cut}")
    status, said = called(capsys, "check", str(film), "--locked")
    assert status == 3 and "the film has no scene outro-1.01" in said and "no line for bridge-1.01" in said


def test_a_lock_of_a_newer_version_is_refused_by_name_and_kept(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newer = lock_of(film).read_text().replace("version: 1", "version: 2")
    lock_of(film).write_text(newer)
    edit(film, "seed: 41", "seed: 42")
    for command in ("build", "check"):
        status, said = called(capsys, command, str(film))
        assert status == 3 and re.search(r"beatforge.lock:\d+:10: BF020 unknown version 2", said)
    assert lock_of(film).read_text() == newer


def test_undo_brings_the_lock_back(film: Path) -> None:
    good, text = lock_of(film).read_bytes(), film.read_text()
    edit(film, "the sea at night", "the sea at dawn")
    build(film)
    assert lock_of(film).read_bytes() != good
    film.write_text(text)
    assert "made" not in events_of(film)
    assert lock_of(film).read_bytes() == good


def test_git_merges_the_lines_of_different_scenes_by_itself(film: Path) -> None:
    """Even of neighbours, and without our merge driver: an empty line stands between them."""
    top = repository(film.parent)
    for branch, old, new in (
        ("one", "outro: {", "outro: {prompt: a city, "),
        ("two", "verse-1.01: {", "verse-1.01: {palette: dawn, "),
    ):
        git(top, "checkout", "-q", "-b", branch, "main")
        edit(film, old, new)
        if branch == "two":
            edit(film, "prompt: the sea at night", "prompt: the sea at noon")
        lock_of(film).write_text(text_of(film))
        save(top, branch)
    git(top, "checkout", "-q", "one")
    git(top, "merge", "-q", "-m", "both", "two", check=False)  # project.yaml needs the driver, see test_merge
    assert "beatforge.lock" not in git(top, "diff", "--name-only", "--diff-filter=U")
    git(top, "merge", "--abort")
    run("git-setup", str(film))
    save(top, "set up")
    git(top, "merge", "-q", "-m", "both", "two")
    assert lock_of(film).read_text() == text_of(film)
