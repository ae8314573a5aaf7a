"""What commands say when they can't: one line or a list with places, the exit status of its kind, never a traceback."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.graph.lock import project_lock
from tests.laws.trees import copy_tree
from tests.projects import FILM, TARGETS, command, edit, environment, make_project, run


@pytest.mark.parametrize(
    "args, words",
    [
        (["build", "verse-1.02"], ['no target "verse-1.02"', 'did you mean "verse-1.01"?']),
        (["build", "film/yotube"], ['no target "film/yotube"', 'did you mean "film/youtube"?']),
        (["why", "scene/chorus-1.1"], ["chorus-1.01"]),
        (["plan", "zzz"], ['no target "zzz"']),
        (["frame", "intro-1.02"], ['no scene "intro-1.02"', 'did you mean "intro-1.01"?']),
        (["frame", "intro-1.01", "--beat", "99"], ["intro-1.01 has beats 1 to "]),
        (["build", "--profile", "drafty"], ['no profile "drafty"', 'did you mean "draft"?']),
        (["build", "--set", "film.size"], ["write KEY=VALUE"]),
        (["build", "--set", "film.siz=64x64"], ["film.siz", "size"]),
        (["build", "--set", "film.fps=23"], ["--set film.fps=23", "24"]),
        (["build", "--set", "scenes.verse-1.02.prompt=rain"], ["verse-1.02", "verse-1.01"]),
        (["scene", "set", "verse-1.02", "seed", "1"], ["verse-1.01"]),
        (["song", "show", "nothing.ogg"], ["nothing.ogg"]),
    ],
    ids=lambda part: " ".join(part) if part and " " not in part[0] else "",
)
def test_a_wrong_name_is_refused_with_the_nearest_right_one(
    film: Path, capsys: pytest.CaptureFixture[str], args: list[str], words: list[str]
) -> None:
    first, *rest = args
    place = [] if first == "song" else ["-C", str(film)]
    assert main([first, *place, *rest]) in (2, 3, 4)
    error = capsys.readouterr().err
    assert all(word in error for word in words), error
    assert "Traceback" not in error


@pytest.mark.parametrize("args", [["build", "verse-1.02"], ["frame", "x"], ["build", "--profile", "x"], ["why"]])
def test_usage_errors_end_with_2(film: Path, args: list[str]) -> None:
    done = run(args[0], "-C", str(film), *args[1:])
    assert done.returncode == 2 and done.stderr and "Traceback" not in done.stderr


def test_unknown_commands_and_options_end_with_2() -> None:
    for args in (["bild"], ["build", "--jbos", "3"], []):
        done = run(*args)
        assert done.returncode == 2, done
    assert "build" in run("bild").stderr


def test_no_project_here(tmp_path: Path) -> None:
    done = run("build", cwd=tmp_path)
    assert done.returncode == 2 and "no project.yaml here or in a folder above" in done.stderr
    done = run("build", "nowhere/project.yaml", cwd=tmp_path)
    assert done.returncode == 2 and "beatforge new nowhere" in done.stderr


def test_an_invalid_project_ends_with_3_and_lists_all_faults(film: Path) -> None:
    edit(film, "fps: 24", "fps: 23")
    edit(film, "style: own", "style: watercolour")
    edit(film, "verse: {transition: morph}", "verse: {transition: fate}")
    for name in ("build", "plan", "status", "check"):
        done = run(name, str(film))
        assert done.returncode == 3 and done.stdout == ""
        assert [line.split(":")[1] for line in done.stderr.splitlines() if line.startswith("project.yaml:")] == [
            "18",
            "20",
            "24",
        ]
        assert done.stderr.rstrip().endswith("3 problems") and "^" in done.stderr


def test_a_missing_song_ends_with_3_and_names_the_near_one(film: Path) -> None:
    (film.parent / "song.wav").rename(film.parent / "sonk.wav")
    done = run("build", str(film))
    assert done.returncode == 3 and 'there is no file "song.wav"' in done.stderr and "sonk.wav" in done.stderr


def test_a_song_that_is_no_sound_fails_its_target_with_5(tmp_path: Path, short_song: Path) -> None:
    file = make_project(tmp_path / "project", short_song)
    (file.parent / "song.wav").write_bytes(b"no sound at all" * 100)
    done = run("build", str(file))
    assert done.returncode == 5 and "Traceback" not in done.stderr
    assert "beatforge: analysis: " in done.stderr and "song.wav" in done.stderr
    assert run("plan", str(file)).returncode in (0, 4)


@pytest.mark.parametrize("keep_going", [False, True])
def test_a_failing_step_ends_with_5_and_names_its_target(film: Path, tmp_path: Path, keep_going: bool) -> None:
    """The program itself is broken here: one motif of a copy of it falls over."""
    tree = copy_tree(tmp_path / "tree")
    motif = tree / "beatforge" / "picture" / "motifs" / "sea.py"
    motif.write_text(motif.read_text() + '\nraise RuntimeError("the sea is dry")\n')
    done = run("build", str(film), "-j", "1", *(["--keep-going"] if keep_going else []), tree=tree)
    assert done.returncode == 5
    assert re.search(r"^beatforge: (scene|transition)/.*: RuntimeError: the sea is dry", done.stderr, re.MULTILINE)
    assert "Traceback" not in done.stderr
    failed = [line for line in done.stdout.splitlines() if line.startswith("failed ")]
    assert (len(failed) > 1) == keep_going and f"cancelled {FILM}" in done.stdout
    assert run("build", str(film)).returncode == 0


def test_a_pipe_that_closes_ends_a_command_quietly(film: Path) -> None:
    reader = subprocess.Popen(
        command("plan", str(film), "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert reader.stdout and reader.stderr
    reader.stdout.close()
    assert b"Traceback" not in reader.stderr.read()
    reader.stderr.close()
    assert reader.wait(30) in (0, 141, 1)


def test_a_project_that_cannot_remember_is_named(film: Path) -> None:
    shutil.rmtree(film.parent / ".beatforge")
    (film.parent / ".beatforge").write_text("a file, no folder")
    done = run("build", str(film))
    assert done.returncode == 4 and "Traceback" not in done.stderr
    assert f"nothing can be built in {film.parent}: File exists: " in done.stderr and ".beatforge" in done.stderr


def test_a_folder_where_the_store_keeps_a_file_is_named(film: Path, own_store: Path) -> None:
    for record in [path for path in own_store.glob("ac/*/*.json") if '"scene/verse-1.01"' in path.read_text()]:
        record.unlink()
        record.mkdir()
    shutil.rmtree(film.parent / ".beatforge")
    done = run("build", str(film))
    assert done.returncode == 4 and "Is a directory" in done.stderr and "move it out of the way" in done.stderr
    assert "Traceback" not in done.stderr and "/ac/" in done.stderr


def test_a_store_that_cannot_be_written_is_named(film: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, no folder")
    edit(film, "seed: 41", "seed: 42")
    done = subprocess.run(
        command("build", str(film)),
        capture_output=True,
        text=True,
        env=environment(BEATFORGE_STORE=str(blocked)),
        check=False,
    )
    assert done.returncode == 4 and str(blocked) in done.stderr and "Traceback" not in done.stderr


def test_sheet_before_the_film_says_what_to_do(tmp_path: Path, short_song: Path) -> None:
    done = run("sheet", str(make_project(tmp_path / "project", short_song)))
    assert done.returncode == 2 and "is not built yet: beatforge build" in done.stderr


def test_new_does_not_write_over_a_project(film: Path) -> None:
    before = film.read_text()
    done = run("new", str(film.parent))
    assert done.returncode == 2 and "is there already" in done.stderr and film.read_text() == before


class TestTwoBuilds:
    def test_the_second_waits_says_for_whom_and_makes_nothing_again(self, tmp_path: Path, short_song: Path) -> None:
        file = make_project(tmp_path / "project", short_song)
        first = _start(file)
        assert first.stdout and "analysis" in first.stdout.readline()
        second = _start(file)
        said, error = second.communicate(timeout=120)
        rest, _ = first.communicate(timeout=120)
        assert (first.returncode, second.returncode) == (0, 0)
        assert error.startswith("waiting for `beatforge build") and f"(process {first.pid} on " in error
        assert '"event": "made"' in rest and '"event": "made"' not in said

    def test_reading_commands_do_not_wait(self, film: Path) -> None:
        with project_lock(film.parent, "another build"):
            for name in ("plan", "status", "check"):
                done = run(name, str(film))
                assert done.returncode == 0 and "waiting" not in done.stderr

    def test_builds_of_two_clones_make_each_target_once(self, tmp_path: Path, short_song: Path) -> None:
        one = make_project(tmp_path / "one", short_song)
        shutil.copytree(one.parent, tmp_path / "two")
        builds = [_start(one), _start(tmp_path / "two" / "project.yaml")]
        said = [build.communicate(timeout=120)[0] for build in builds]
        assert [build.returncode for build in builds] == [0, 0]
        events = [json.loads(line) for text in said for line in text.splitlines()]
        assert sorted(event["target"] for event in events if event["event"] == "made") == sorted(TARGETS)
        films = [(tmp_path / name / "build" / "small.mp4").read_bytes() for name in ("one", "two")]
        assert films[0] == films[1]


def _start(file: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command("build", str(file), "-j", "2", "--log", "json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=environment(),
    )  # fmt: skip
