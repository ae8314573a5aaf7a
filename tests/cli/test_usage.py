"""The second day: wrong words, odd folders, other terminals. One line says what is meant; nothing falls over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from beatforge.cli.main import main
from tests.projects import TARGETS, command, edit, environment, run


@pytest.mark.parametrize(
    "args, words",
    [
        (["biuld"], 'no command "biuld"; did you mean "build"?'),
        (["build", "--jbos", "3"], 'beatforge build has no option "--jbos"; did you mean "--jobs"?'),
        (["--verison"], 'beatforge has no option "--verison"; did you mean "--version"?'),
        (["song", "shwo", "x"], 'no verb "shwo"; did you mean "show"?'),
        (["build", "--log", "jsn"], '--log: "jsn" is not possible; did you mean "json"?'),
        (["schema", "x"], 'beatforge schema has no argument "x"'),
        (["help", "biuld"], 'no command "biuld"; did you mean "build"?'),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_a_wrong_word_is_refused_with_the_nearest_and_status_2(
    args: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(args)
    told = capsys.readouterr().err
    assert ended.value.code == 2 and told.startswith(f"beatforge: {words}\n") and len(told.splitlines()) == 2


def test_help_is_a_command_too(capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for args in (["help", "build"], ["build", "--help"], ["help"], ["--help"]):
        with pytest.raises(SystemExit) as ended:
            main(args)
        assert ended.value.code == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1] != texts[2] == texts[3]
    assert main([]) == 2 and capsys.readouterr().out == texts[2]


@pytest.mark.parametrize(
    "name", ["my film", "película ñ 😀", "a'b\"c $(x) ;#", "new\nline", "%s {x}", "x/" * 30 + "y" * 200]
)
def test_a_folder_may_be_called_anything(film: Path, name: str) -> None:
    folder = film.parent.parent / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    film.parent.rename(folder)
    shutil.rmtree(folder / "build")
    env = environment(PYTHONIOENCODING="ascii", LANG="C", LC_ALL="C")
    done = subprocess.run(command("build", str(folder)), capture_output=True, env=env, check=False)
    assert done.returncode == 0 and done.stderr == b"" and b"0 made, 5 restored" in done.stdout
    done = subprocess.run(command("status", "--json"), capture_output=True, env=env, cwd=folder / "styles", check=False)
    assert done.returncode == 0 and {row["name"] for row in json.loads(done.stdout)["targets"]} == {*TARGETS}


def test_a_folder_whose_name_is_no_text_is_refused(film: Path) -> None:
    folder = os.fsencode(film.parent.parent) + b"/caf\xe9"
    os.rename(film.parent, folder)  # noqa: PTH104 - bytes
    done = subprocess.run(
        [*map(os.fsencode, command("build")), folder], capture_output=True, env=environment(), check=False
    )
    assert done.returncode == 2 and b"is not UTF-8" in done.stderr and b"Traceback" not in done.stderr


def test_json_stays_json_on_a_terminal_without_unicode(film: Path) -> None:
    edit(film, "title: Small Song", "titel: müde 😀 …")
    env = environment(PYTHONIOENCODING="ascii")
    done = subprocess.run(command("check", str(film), "--format", "json"), capture_output=True, env=env, check=False)
    assert done.returncode == 3 and done.stdout.isascii()
    assert json.loads(done.stdout)["problems"][0]["source_line"] == "titel: müde 😀 ~"


class TestWhichProject:
    def test_a_renamed_project_file_is_named(self, film: Path) -> None:
        film.rename(film.with_name("drive.yaml"))
        for cwd, args in (
            (film.parent, []),
            (film.parent.parent, ["project"]),
            (film.parent.parent, ["-C", "project/"]),
        ):
            done = run("build", *args, cwd=cwd)
            assert done.returncode == 2 and "drive.yaml? name the file itself" in done.stderr
        assert run("status", "drive.yaml", cwd=film.parent).returncode == 0

    def test_one_that_is_not_there_is_told_how_to_start_it(self, film: Path) -> None:
        for args in (["nowhere/"], ["-C", "nowhere"], ["nowhere/project.yaml"], ["no where/"]):
            done = run("build", *args, cwd=film.parent)
            assert done.returncode == 2 and "no such project file; `beatforge new " in done.stderr
        assert "new 'no where'`" in done.stderr

    def test_a_name_that_no_file_can_have_is_refused(self, tmp_path: Path) -> None:
        for name in ("y" * 5000, "y/" * 3000):
            done = run("build", name, cwd=tmp_path)
            assert done.returncode == 2 and "File name too long" in done.stderr and len(done.stderr) < 400

    def test_the_last_of_two_is_meant(self, film: Path) -> None:
        assert run("status", "-C", "nowhere", "-C", str(film)).returncode == 0

    def test_the_way_on_can_be_typed_as_it_is_told(self, tmp_path: Path, short_song: Path) -> None:
        done = run("new", "my film", "--song", str(short_song), cwd=tmp_path)
        assert done.stdout.splitlines()[-1] == "next: beatforge build 'my film'"


def test_help_and_a_build_with_nothing_to_do_do_not_load_what_only_errors_need() -> None:
    code = "import sys\nfrom beatforge.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert not {"difflib", "dataclasses", "inspect", "argcomplete", "json"} & set(done.stderr.split())
