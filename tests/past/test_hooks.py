"""The commit hook and the workflow that users copy: what they name exists; the hook finds the projects it is about."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from beatforge.cli.commands import command_parser
from beatforge.cli.main import main
from tests.projects import edit

ROOT = Path(__file__).resolve().parents[2]


def commands_in(text: str) -> list[list[str]]:
    """The beatforge command lines in a text, with variables filled in."""
    found = re.findall(r"^\s*(?:run: |entry: |- run: )?beatforge ([a-z][^\n#]*)$", text, re.MULTILINE)
    return [shlex.split(line.replace("$PROJECT", ".")) for line in found]


@pytest.mark.parametrize("path", [".pre-commit-hooks.yaml", "examples/github-actions/film.yml", "docs/git.md"])
def test_every_command_that_is_shown_can_be_parsed(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    commands = commands_in(text)
    assert commands
    for words in commands:
        try:
            command_parser().parse_args(words)
        except SystemExit as error:
            raise AssertionError(f"{path}: beatforge {' '.join(words)}") from error


def test_the_workflow_checks_builds_from_the_cache_and_keeps_the_film() -> None:
    flow = yaml.safe_load((ROOT / "examples" / "github-actions" / "film.yml").read_text())
    steps = flow["jobs"]["film"]["steps"]
    uses = [step["uses"].partition("@")[0] for step in steps if "uses" in step]
    runs = [step["run"] for step in steps if "run" in step]
    assert uses == ["actions/checkout", "actions/setup-python", "actions/cache", "actions/upload-artifact"]
    assert runs[1:3] == ['beatforge check "$PROJECT" --format github', 'beatforge build "$PROJECT" --locked']
    (cache,) = (step for step in steps if "cache" in step.get("uses", ""))
    assert cache["with"]["path"] == "${{ env.BEATFORGE_STORE }}" and flow["env"]["BEATFORGE_STORE"]
    assert not any(step.get("continue-on-error") for step in steps)


def test_the_hook_is_about_project_files_and_styles() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["id"] == "beatforge-check" and hook["entry"] == "beatforge check"
    files = re.compile(hook["files"])
    for name in ("project.yaml", "films/one/project.yaml", "films/one/styles/own.yml", "personas/own.yaml"):
        assert files.search(name)
    for name in ("my-project.yaml", "project.yaml.bak", "config/own.yaml"):
        assert not files.search(name)


def test_the_hook_checks_each_project_of_its_files_once(
    film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "styles").mkdir(parents=True)
        for part in ("project.yaml", "styles/own.yaml", "song.wav"):
            (tmp_path / name / part).write_bytes((film.parent / part).read_bytes())
    files = [str(tmp_path / name) for name in ("one/project.yaml", "one/styles/own.yaml", "two/styles/own.yaml")]
    assert main(["check", *files]) == 0
    assert capsys.readouterr().out.count("no problems") == 2
    assert main(["check", files[1]]) == 0
    edit(tmp_path / "two" / "styles" / "own.yaml", "medium: neon", "medium: neom")
    assert main(["check", *files]) == 3
    out, err = capsys.readouterr()
    assert out.count("no problems") == 2 and 'styles/own.yaml:3:9: BF037 unknown medium "neom"' in err
    assert main(["check", *files, "--format", "json"]) == 2
