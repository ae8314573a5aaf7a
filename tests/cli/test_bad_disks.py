"""Stores and projects that are read-only, full, or gone: one clear line, nothing lost, and the film in the end."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import can_mount, on_small_disk, powerless
from tests.projects import VERSE, build, command, edit, environment, planned
from tests.undisturbed import Undisturbed

FULL = bool(os.environ.get("BEATFORGE_FULL"))


def run(*args: str) -> subprocess.CompletedProcess[str]:
    """A command under which permission bits count, for root too."""
    return subprocess.run(
        powerless(*command(*args)), capture_output=True, text=True, env=environment(), timeout=300, check=False
    )


@pytest.fixture
def locked() -> Iterator[Callable[[Path], None]]:
    """Takes the right to write to a folder away, and gives it back at the end."""
    folders: list[Path] = []

    def lock(folder: Path) -> None:
        folders.append(folder)
        subprocess.run(["chmod", "-R", "a-w", str(folder)], check=True)

    yield lock
    for folder in folders:
        subprocess.run(["chmod", "-R", "u+w", str(folder)], check=True)


def assert_all_can_be_asked(file: Path) -> None:
    """Every command that only tells."""
    folder = str(file.parent)
    told = run("status", folder)
    assert told.returncode == 0 and "stale" in told.stdout, told.stderr
    assert "make scene/verse-1.01" in run("plan", folder).stdout
    assert "seed 41 -> 42 (project.yaml:" in run("why", "-C", folder, VERSE).stdout
    assert run("check", folder).returncode == 0
    assert run("verify", folder).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX's")
def test_a_read_only_store_answers_and_refuses_to_build_in_one_line(
    film: Path, own_store: Path, locked: Callable[[Path], None]
) -> None:
    edit(film, "seed: 41", "seed: 42")
    locked(own_store)
    assert_all_can_be_asked(film)
    for args in (("build", str(film)), ("gc", "--max", "0G")):
        done = run(*args)
        assert done.returncode == 4
        (line,) = done.stderr.splitlines()
        assert str(own_store) in line and "Permission denied" in line


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX's")
def test_a_read_only_project_answers_and_refuses_to_build_in_one_line(
    film: Path, locked: Callable[[Path], None]
) -> None:
    edit(film, "seed: 41", "seed: 42")
    locked(film.parent)
    assert_all_can_be_asked(film)
    done = run("build", str(film))
    assert done.returncode == 4
    (line,) = done.stderr.splitlines()
    assert str(film.parent) in line and "Permission denied" in line


SIZES = [(which, size) for which in ("store", "project") for size in range(16, 1500, 60)]
VANISHING = ["", "tmp", "blob", "ac", "claim", "size", "gate"]


@pytest.mark.parametrize(("which", "kilobytes"), SIZES if FULL else [("store", 300), ("project", 130)])
def test_a_full_disk_is_said_in_a_line_and_costs_only_what_ran(
    undisturbed: Undisturbed, tmp_path: Path, which: str, kilobytes: int
) -> None:
    """A build on a disk of this size fails; on the same disk, grown, it makes what is left, and the same film."""
    if not can_mount():
        pytest.skip("this user may not mount a small disk; the next test meets a full one without")
    disk, project, out = tmp_path / "disk", tmp_path / "project", tmp_path / "out"
    for folder in (disk, out):
        folder.mkdir()
    shutil.copytree(undisturbed.folder, project, ignore=shutil.ignore_patterns("build", ".beatforge"))
    here = disk / "project" if which == "project" else project
    store = disk / "store" if which == "store" else tmp_path / "store"
    size = kilobytes + (800 if which == "project" else 0)  # the song needs room too
    builder = shlex.join(command("build", str(here), "-j", "2"))
    script = "; ".join([
        f"cp -r {shlex.quote(str(project))} {shlex.quote(str(disk))}" if which == "project" else "true",
        f"{builder} >{out}/first 2>{out}/errors; echo $? >{out}/status",
        f"mount -o remount,size=100m {shlex.quote(str(disk))}",
        f"{builder} --log json >{out}/second; cp {shlex.quote(str(here))}/build/small.mp4 {out}",
    ])  # fmt: skip
    env = environment(BEATFORGE_STORE=str(store))
    subprocess.run(on_small_disk(disk, size, script), env=env, check=True, timeout=300, capture_output=True)
    errors = (out / "errors").read_text()
    assert (out / "status").read_text().strip() in ("4", "5"), errors
    assert "Traceback" not in errors and ("No space left" in errors or "disk is full" in errors), errors
    assert all(len(line) < 400 and line.startswith("beatforge: ") for line in errors.splitlines()), errors
    made = [line.split()[1] for line in (out / "first").read_text().splitlines() if line.startswith("made ")]
    again = [e["target"] for e in map(json.loads, (out / "second").open()) if e["event"] == "made"]
    assert not set(made) & set(again)
    assert (out / "small.mp4").read_bytes() == undisturbed.film


def test_a_file_that_may_not_grow_fails_in_a_line_and_the_rest_is_kept(film: Path, tmp_path: Path) -> None:
    """A limit on the size of files, as a quota sets it: the film is larger, so it cannot be written."""
    shutil.rmtree(film.parent / "build")
    shutil.rmtree(film.parent / ".beatforge")
    env = environment(BEATFORGE_STORE=str(tmp_path / "store"))
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "from beatforge.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    limited = [sys.executable, "-P", "-c", code, "build", str(film), "-j", "2", "--keep-going"]
    done = subprocess.run(limited, capture_output=True, text=True, env=env, timeout=300, check=False)
    assert done.returncode in (4, 5) and done.stderr
    assert all(line.startswith("beatforge: ") and len(line) < 400 for line in done.stderr.splitlines()), done.stderr
    assert "made scene/verse-1.01" in done.stdout
    assert not list((tmp_path / "store" / "tmp").iterdir())
    again = subprocess.run(
        command("build", str(film)), capture_output=True, text=True, env=env, timeout=300, check=True
    )
    assert "made film/youtube" in again.stdout and "made scene/verse-1.01" not in again.stdout


@pytest.mark.parametrize("what", VANISHING if FULL else VANISHING[:2])
def test_a_store_that_vanishes_mid_build_is_begun_anew(
    undisturbed: Undisturbed, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Removed when the first scene is made, while others run: the build goes on and ends with the whole film."""
    project, store = tmp_path / "project", tmp_path / "store"
    shutil.copytree(undisturbed.folder, project, ignore=shutil.ignore_patterns("build", ".beatforge"))
    env = environment(BEATFORGE_STORE=str(store))
    with subprocess.Popen(
        command("build", str(project), "-j", "2", "--log", "json"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env,
    ) as builder:  # fmt: skip
        assert builder.stdout and builder.stderr
        for line in builder.stdout:
            event = json.loads(line)
            if event["event"] == "made" and event["target"].startswith("scene/"):
                gone = ["rm", "-rf", str(store / what)]
                while subprocess.run(gone, check=False, capture_output=True).returncode:
                    assert builder.poll() is None, "a step that writes a file meanwhile makes rm fail, once"
                break
        builder.stdout.read()
        errors = builder.stderr.read()
    assert builder.returncode == 0, errors
    assert errors == undisturbed.warnings
    assert all(line.startswith("beatforge: warning: gate/") for line in errors.splitlines()), errors
    assert (project / "build" / "small.mp4").read_bytes() == undisturbed.film
    monkeypatch.setenv("BEATFORGE_STORE", str(store))
    assert planned(project / "project.yaml") == {}


def test_a_store_deleted_between_builds_is_filled_again(film: Path, own_store: Path, undisturbed: Undisturbed) -> None:
    shutil.rmtree(own_store)
    build(film)
    assert (film.parent / "build" / "small.mp4").read_bytes() == undisturbed.film
    assert build(film) == []
