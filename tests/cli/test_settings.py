"""The user's settings: read, blamed and shown like the project's language; environment over file, command over both."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.cli.settings import STORE_MAX, Settings, jobs_of, read_settings, settings_path
from beatforge.errors import ProjectError
from tests.cli.test_start import loaded_by, settled
from tests.projects import environment, events_of, run

SETTINGS = "# mine\nstore: {store}  # the large disk\nstore_max: 1.5T\njobs: 3\nallow:\n  - {songs}\n  - ~/Music\n"


def written(text: str, newline: str = "\n") -> Path:
    """The test's own settings file with this text."""
    path = settings_path()
    path.write_text(text, encoding="utf-8", newline=newline)
    return path


def faults_of(text: str) -> list[tuple[int, int, str, str]]:
    """Line, column, code and hint of every fault of a settings file with this text."""
    written(text)
    with pytest.raises(ProjectError) as caught:
        read_settings()
    return [(p.line, p.column, p.code, p.hint) for p in caught.value.problems]


def test_no_file_means_every_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BEATFORGE_STORE")
    assert read_settings() == Settings(None, STORE_MAX, None, ())


@pytest.mark.parametrize("newline, mark", [("\n", ""), ("\r\n", "\ufeff")], ids=["unix", "windows"])
def test_every_key_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newline: str, mark: str) -> None:
    monkeypatch.delenv("BEATFORGE_STORE")
    monkeypatch.setenv("HOME", str(tmp_path))
    path = written(mark + SETTINGS.format(store=tmp_path / "store", songs=tmp_path), newline)
    found = read_settings()
    assert found == Settings(
        tmp_path / "store", 1_500_000_000_000, 3, (tmp_path, tmp_path / "Music"),
        {"store": f"{path}:2:8", "store_max": f"{path}:3:12", "jobs": f"{path}:4:7", "allow": f"{path}:6:3"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "text, fault",
    [
        ("stor: /x", (1, 1, "BF010", 'did you mean "store"?')),
        ("store: results", (1, 8, "BF014", "start it with / or with ~/ for your home")),
        ("store_max: 20", (1, 12, "BF014", "a number and its unit: 500M, 20G, 1.5T or 20GiB")),
        ("store_max: 2M", (1, 12, "BF013", "")),
        ("\njobs: 0", (2, 7, "BF013", "")),
        ("jobs: many", (1, 7, "BF012", "")),
        ("allow: [/a, music]", (1, 13, "BF014", "start it with / or with ~/ for your home")),
        ("allow: {a: b}", (1, 8, "BF012", "write [a, b], or one line with a dash for each")),
        ("jobs: 1\njobs: 2", (2, 1, "BF004", f"first written at {'{path}'}:1:1")),
        ("jobs:\t3\n\tstore: /x", (2, 1, "BF003", "two spaces per level")),
        ("[1]", (1, 1, "BF012", "key: value, one per line")),
    ],
)
def test_a_fault_has_its_place_and_a_way_out(text: str, fault: tuple[int, int, str, str]) -> None:
    line, column, code, hint = fault
    assert faults_of(text) == [(line, column, code, hint.format(path=settings_path()))]


def test_all_faults_are_told_at_once_by_every_command(film: Path) -> None:
    path = written("stor: /x\njobs: 0\n")
    for name in ("status", "config"):
        done = run(name, *([str(film)] if name == "status" else []))
        assert done.returncode == 3 and "Traceback" not in done.stderr
        assert (
            f"{path}:1:1: BF010" in done.stderr and f"{path}:2:7: BF013" in done.stderr and "2 problems" in done.stderr
        )


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    written(f"store: {tmp_path}\n")
    found = read_settings()
    assert found.store == Path(os.environ["BEATFORGE_STORE"]) and found.origins["store"] == "BEATFORGE_STORE"


def test_the_command_line_wins_over_the_file() -> None:
    written("jobs: 3\n")
    assert (jobs_of(0), jobs_of(5)) == (3, 5)


def test_results_go_to_the_store_of_the_file(film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    was = Path(os.environ["BEATFORGE_STORE"])
    monkeypatch.delenv("BEATFORGE_STORE")
    was.rename(tmp_path / "elsewhere")
    written(f"store: {tmp_path / 'elsewhere'}\n")
    assert set(events_of(film)) == {"fresh"} and not was.exists()


def test_config_shows_each_value_and_where_it_comes_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(f"jobs: 3\nallow: {tmp_path}\nlibrary: {{path: {tmp_path}, weights: {{key: 50}}, min_score: 0}}\n")
    assert main(["config", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "file": str(path),
        "exists": True,
        "settings": {
            "store": {"value": os.environ["BEATFORGE_STORE"], "origin": "BEATFORGE_STORE"},
            "store_max": {"value": STORE_MAX, "origin": "default"},
            "jobs": {"value": 3, "origin": f"{path}:1:7"},
            "allow": {"value": [str(tmp_path)], "origin": f"{path}:2:8"},
            "library": {
                "value": {"path": str(tmp_path), "min_score": 0, "weights": {"key": 50}},
                "origin": f"{path}:3:10",
            },
        },
    }
    assert main(["config"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"{path}\n") and f"jobs:       3  ({path}:1:7)" in text and "20 GB  (default)" in text


def test_a_changed_setting_opens_the_long_way(film: Path, tmp_path: Path) -> None:
    from beatforge.cli.noop import recall

    written("jobs: 2\n")
    settled(film)
    assert recall(film, "standard", ()) is not None
    written("jobs: 2  # said\n")
    assert recall(film, "standard", ()) is None
    settled(film)
    settings_path().unlink()
    assert recall(film, "standard", ()) is None


def test_a_build_with_nothing_to_do_reads_no_settings(film: Path) -> None:
    written("jobs: 2\n")
    settled(film)
    assert loaded_by("build", str(film)) & {"yaml", "pydantic", "platformdirs"} == set()


def test_without_a_home_of_settings_the_user_s_folder_is_used(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": "", "BEATFORGE_CONFIG": ""}
    import subprocess

    from tests.projects import command

    done = subprocess.run(
        command("config", "--json"), capture_output=True, text=True, env=environment(**home), check=True
    )
    assert Path(json.loads(done.stdout)["file"]).is_relative_to(tmp_path)
