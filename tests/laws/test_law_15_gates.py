"""Law 15: every frame lives, measured on pixels; a gate that fails keeps the film before, and is waived with a reason.

Also what gates cost the graph: one edit measures one scene and its transitions, and folds.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from beatforge.cli.session import Session
from beatforge.errors import GATE, ProjectError
from tests.projects import CROSSFADE, FILM, JUDGING, MORPH, VERSE, build, edit, planned, run

FAILS = "gates: {temporal_activity: {min: 50}}\n"
"""No picture changes that much."""


def add(file: Path, text: str) -> Path:
    """More at the end of the project."""
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    return file


def film_of(file: Path) -> bytes:
    return (file.parent / "build" / "small.mp4").read_bytes()


def failing(file: Path) -> subprocess.CompletedProcess[str]:
    """A build that a gate refuses."""
    done = run("build", str(file))
    assert done.returncode == GATE == 6, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_a_failing_gate_fails_the_build_says_where_and_how_out_and_keeps_the_film_before(film: Path) -> None:
    before = film_of(film)
    done = failing(add(film, FAILS))
    (line, *_) = (line for line in done.stderr.splitlines() if line.strip().startswith("temporal_activity:"))
    assert "intro-1.01 at 0:00.00 (frame 0): hardly changes" in line and "at least 50" in line
    assert "motion: {speed: ...}" in line and "waive: {intro-1.01: {temporal_activity: ...}}" in line
    assert film_of(film) == before
    assert "verse-1.01" in failing(film).stderr, "and so it does the next time"


def test_a_reason_waives_it_for_its_scenes_or_for_the_film(film: Path) -> None:
    add(film, FAILS + "waive:\n  hero: {temporal_activity: meant}\n")
    assert "hardly changes" in failing(film).stderr, "not all scenes are heroes"
    edit(film, "  hero: {temporal_activity: meant}", "  film: {temporal_activity: a film of stills}")
    assert build(film) == [], "what it would deliver is there"
    table = json.loads(run("gates", str(film), "--json").stdout)["gates"]["gate/temporal_activity"]
    assert table["state"] == "waived" and len(table["waived"]) == 4
    assert {row["reason"] for row in table["waived"]} == {"a film of stills"}


def test_a_waiver_needs_a_reason_a_gate_and_a_scene(film: Path) -> None:
    faults = {
        "waive: {verse-1.01: {freeze_ratio: }}\n": "BF015",
        'waive: {verse-1.01: {freeze_ratio: ""}}\n': "BF015",
        "waive: {verse-1.01: {freeze: meant}}\n": "BF030",
        "waive: {werse: {freeze_ratio: meant}}\n": "BF040",
        "waive: {verse-1.03: {freeze_ratio: meant}}\n": "BF041",
    }
    text = film.read_text(encoding="utf-8")
    for added, code in faults.items():
        film.write_text(text + added, encoding="utf-8")
        with pytest.raises(ProjectError) as caught, Session.open(film) as session:
            session.require_plan()
        (problem,) = caught.value.problems
        assert problem.code == code and problem.line == len(text.splitlines()) + 1, added
        assert code == "BF015" or "did you mean" in str(problem)


def test_a_waiver_that_waives_nothing_is_told(film: Path) -> None:
    add(film, "waive: {verse-1.01: {black: very dark}}\n")
    done = run("build", str(film))
    assert done.returncode == 0 and "waive: {verse-1.01: {black: ...}} waives nothing" in done.stderr


def test_a_gate_that_only_advises_is_told_and_fails_nothing_and_one_that_is_off_is_not_there(film: Path) -> None:
    add(film, "gates: {temporal_activity: {min: 50, judge: advise}, black: off}\n")
    done = run("build", str(film))
    assert done.returncode == 0 and "gate/temporal_activity advises: intro-1.01" in done.stderr
    with Session.open(film) as session:
        names = {target.name for target in session.targets()}
    assert "gate/black" not in names and "gate/temporal_activity" in names
    edit(film, "gates: {temporal_activity: {min: 50, judge: advise}, black: off}", "gates: {" + ", ".join(
        f"{name.removeprefix('gate/')}: off" for name in JUDGING[1:]) + "}")  # fmt: skip
    with Session.open(film) as session:
        assert not [name for name in session.survey.entries if name.startswith(("gate/", "measures"))]


def test_one_edited_scene_measures_itself_and_its_transitions_and_folds_again(film: Path) -> None:
    edit(film, "seed: 41", "seed: 42")
    foretold = planned(film, judging=True)
    assert set(foretold) == {VERSE, MORPH, CROSSFADE, *JUDGING, FILM} and all(foretold.values())
    assert build(film, judging=True) == list(foretold)


def test_another_limit_folds_one_gate_and_makes_the_film_again_only_if_it_fails(film: Path) -> None:
    add(film, "gates: {freeze_ratio: {max: 0.02}}\n")
    assert planned(film, judging=True) == {"gate/freeze_ratio": True, FILM: False}
    assert build(film, judging=True) == ["gate/freeze_ratio"]
    said = run("why", str(film), "--not", "gate/freeze_ratio").stdout
    assert "is not stale" in said
    edit(film, "max: 0.02", "max: 0.03")
    said = run("why", str(film), "gate/freeze_ratio").stdout
    assert "max: 0.02 -> max: 0.03" in said or ("0.02" in said and "0.03" in said)


def test_the_table_tells_every_gate_of_the_last_build(film: Path) -> None:
    done = run("gates", str(film))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[1] for line in lines if line.split()[0] in ("passes", "advises")][:2] == [
        "freeze_ratio", "ken_burns",
    ]  # fmt: skip
    told = json.loads(run("gates", str(film), "--json").stdout)
    assert sorted(told["gates"]) == sorted(JUDGING[1:]) and told["fails"] is False
    assert all(verdict["is_current"] for verdict in told["gates"].values())


def test_gates_of_a_failing_film_can_be_read_and_end_with_status_6(film: Path) -> None:
    failing(add(film, FAILS))
    done = run("gates", str(film))
    assert done.returncode == GATE and "fails    temporal_activity" in done.stdout
    assert "outro-1.01 at 0:12.00 (frame 288)" in done.stdout
