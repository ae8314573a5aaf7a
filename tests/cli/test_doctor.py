"""`doctor` tells what is there, fails only for what a film needs, and never tells a key."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from beatforge.cli.extras import EXTRAS
from beatforge.cli.findings import PACKAGES, declared, lacks
from beatforge.cli.main import main
from beatforge.cli.settings import settings_path
from tests.projects import command, environment

ROOT = Path(__file__).parents[2]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Any:
    """The findings by name, and the exit status."""

    def doctor(*args: str) -> tuple[dict[str, dict[str, Any]], int]:
        capsys.readouterr()
        status = main(["doctor", "--json", *args])
        said = json.loads(capsys.readouterr().out)
        assert said["ok"] == (status == 0)
        return {finding["name"]: finding for finding in said["findings"]}, status

    return doctor


def test_all_that_a_film_needs_is_here(say: Any) -> None:
    found, status = say()
    assert status == 0
    assert all(set(row) == {"group", "name", "state", "needed", "found", "means"} for row in found.values())
    assert all(row["means"] and row["state"] in ("ok", "warn", "absent", "failed") for row in found.values())
    needed = [name for name, row in found.items() if row["needed"]]
    assert {"python", "numpy", "libx264 encoder", "aac encoder", "kernels", "folder", "space"} <= set(needed)
    assert not {"git", "torch", "NVIDIA", "ffmpeg program", "ANTHROPIC_API_KEY"} & set(needed)


def test_each_declared_package_has_a_row_and_a_reason(say: Any) -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {text.partition(">")[0].replace(".", "-") for text in listed}
    assert names == set(PACKAGES) and len(declared()) > 10
    found, _ = say()
    for requirement in declared():
        assert found[requirement.partition(">")[0]]["means"] in PACKAGES.values()


def test_each_extra_has_a_row_that_says_how_to_get_it(say: Any) -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(EXTRAS) == set(listed) - {"dev"}
    assert all(any(re.match(rf"{extra.package}\b", text) for text in listed[name]) for name, extra in EXTRAS.items())
    found, status = say()
    assert status == 0 and not any(found[name]["needed"] for name in EXTRAS)
    assert all(found[name]["means"] for name in EXTRAS)


def test_an_extra_whose_model_lies_nowhere_says_how_to_fetch_it(
    say: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for variable in ("XDG_CACHE_HOME", "TORCH_HOME", "HF_HOME", "HF_HUB_CACHE"):
        monkeypatch.setenv(variable, str(tmp_path))
    found, status = say()
    assert status == 0
    for name in ("stems", "lyrics", "beats"):
        assert found[name]["state"] == "absent" and "fetch it once" in found[name]["means"]
        assert "is not there" in found[name]["found"]


@pytest.mark.parametrize("package, extra", [("demucs", "stems"), ("openai-whisper", "lyrics"), ("chromadb", "library")])
def test_a_missing_extra_is_no_fault_and_says_what_brings_it(
    say: Any, monkeypatch: pytest.MonkeyPatch, package: str, extra: str
) -> None:
    version = metadata.version

    def without(name: str) -> str:
        if name == package:
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", without)
    found, status = say()
    assert status == 0 and found[extra]["state"] == "absent"
    assert f"pip install 'beatforge[{extra}]'" in found[extra]["means"]


def test_programs_that_are_asked_for_by_name_have_rows(say: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("BEATFORGE_FFMPEG", "nowhere")
    found, status = say()
    assert status == 0 and "apt install rubberband-cli" in found["Rubber Band program"]["means"]
    assert found["ffmpeg program"]["state"] == "absent" and "BEATFORGE_FFMPEG" in found["ffmpeg program"]["found"]


@pytest.mark.parametrize(
    "installed, wanted, too_old",
    [
        ("2.4.6", "numpy>=2.0", False), ("1.26", "numpy>=2.0", True), ("18.1.0", "av>=18", False),
        ("2.9.1", "pydantic>=2.11", True), ("2.0.0rc1", "numpy>=2.0", False), ("1", "x", False),
    ],
)  # fmt: skip
def test_versions_are_compared_as_numbers(installed: str, wanted: str, too_old: bool) -> None:
    assert lacks(installed, wanted) == too_old


def test_a_missing_package_ends_with_4_and_says_what_it_is_for(tmp_path: Path) -> None:
    """A process that finds no distribution of scipy, as where an install was cut short."""
    code = "import sys\nfrom importlib import metadata\nwas = metadata.version\n"
    code += (
        "def version(name):\n    if name == 'scipy': raise metadata.PackageNotFoundError(name)\n    return was(name)\n"
    )
    code += "metadata.version = version\nfrom beatforge.cli.main import main\nsys.exit(main(['doctor']))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 4 and "not ready: scipy" in done.stdout
    assert "pip install 'scipy>=" in " ".join(done.stdout.split()) and "Traceback" not in done.stderr


def test_a_store_that_can_t_be_written_ends_with_4(say: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "blocked").write_text("a file, no folder")
    monkeypatch.setenv("BEATFORGE_STORE", str(tmp_path / "blocked"))
    found, status = say()
    assert status == 4 and found["folder"]["state"] == "failed"


def test_wrong_settings_end_with_4_and_are_placed(say: Any) -> None:
    settings_path().write_text("jobs: 0\n")
    found, status = say()
    assert status == 4 and found["settings"]["found"].startswith(f"{settings_path()}:1:7: BF013")


def test_a_nearly_full_disk_is_a_warning(say: Any) -> None:
    settings_path().write_text("store_max: 900T\n")
    found, status = say()
    assert status == 0 and found["space"]["state"] == "warn" and "store_max" in found["space"]["means"]


def test_a_key_is_told_to_be_there_and_nothing_more(say: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-never-shown")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    found, _ = say()
    assert (found["ANTHROPIC_API_KEY"]["state"], found["OPENAI_API_KEY"]["state"]) == ("ok", "absent")
    assert "never-shown" not in json.dumps(found)


def test_it_leaves_nothing_behind(film: Path, say: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = {path for path in film.parent.rglob("*") if not path.name.startswith("trace.db")}
    assert say("-C", str(film))[1] == 0
    assert {path for path in film.parent.rglob("*") if not path.name.startswith("trace.db")} == before
    assert not [path for path in Path(os.environ["BEATFORGE_STORE"]).rglob("*") if "doctor" in path.name]
    assert not list((tmp_path / "cache").rglob("*.o"))


def test_its_text_fits_a_narrow_terminal_and_any_encoding(tmp_path: Path) -> None:
    (tmp_path / "mémoire 😀").mkdir()
    env = environment(COLUMNS="50", PYTHONIOENCODING="ascii", BEATFORGE_STORE=str(tmp_path / "mémoire 😀"))
    done = subprocess.run(command("doctor"), capture_output=True, env=env, check=False)
    assert done.returncode == 0 and b"Traceback" not in done.stderr
    assert all(len(line) <= 50 or "/" in line or "\\u" in line for line in done.stdout.decode("ascii").splitlines())
