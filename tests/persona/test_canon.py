"""The canonical set: what is in it, that an edit draws no more than it changes, and that it is frozen whole or not."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from beatforge.cli.canon_targets import canon_targets, picture_names
from beatforge.persona.canon.captions import alike, captions_of
from beatforge.persona.canon.pictures import (
    FOLDERS,
    canonical_pictures,
    reference_pictures,
    training_pictures,
)
from beatforge.persona.canon.steps import draw, figure_step, read_shown, shown_value
from beatforge.project.personas import read_persona
from tests.persona.sets import NAME, SIZE, Drawn, drawn, edit_persona, persona, project, written

__all__ = ["drawn", "project"]  # fixtures

SET = f"canon/{NAME}/1.0"


def told(capsys: pytest.CaptureFixture[str]) -> str:
    seen = capsys.readouterr()
    return seen.out + seen.err


def made(folder: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """What drawing the set once more makes."""
    capsys.readouterr()
    assert persona(folder, "canon", NAME, "--size", SIZE) == 0
    lines = capsys.readouterr().out.splitlines()
    return {line.split()[1] for line in lines if line.startswith(("made ", "restored "))}


def test_nova_fade_has_the_twenty_references_and_the_whole_training_set() -> None:
    spec = read_persona("nova_fade").spec
    folders = Counter(picture.folder for picture in reference_pictures(spec))
    assert folders == {"structural": 4, "face": 2, "expressions": 5, "dj_poses": 4, "silhouettes": 2, "palette": 1,
                       "studio_anchor": 2}  # fmt: skip
    kinds = Counter(picture.name.split("/")[1].split("_")[0] for picture in training_pictures(spec))
    assert kinds == {"turntable": 16, "expression": 25, "gesture": 15}
    poses = [picture.name for picture in reference_pictures(spec) if picture.folder == "dj_poses"]
    assert poses == [
        f"dj_poses/{name}" for name in ("hands_left_deck", "hands_right_deck", "crossfader_tap", "hero_pose")
    ]
    names = [picture.name for picture in canonical_pictures(spec)]
    assert len(set(names)) == len(names) and {name.split("/")[0] for name in names} == {*FOLDERS}


def test_captions_name_trigger_expression_and_angle_and_all_differ() -> None:
    spec = read_persona("nova_fade").spec
    captions = captions_of(spec, training_pictures(spec))
    assert not alike(captions) and alike({"one": "same\n", "other": "same\n"}) == {"same\n": ("one", "other")}
    caption = captions["training/expression_delighted_joy_side_left"]
    assert caption.startswith("nova_fade_char, Nova Fade, female DJ")
    assert "delighted joy expression, view of the left side" in caption and caption.endswith("\n")


def test_a_figure_is_read_back_as_it_was_written_whatever_the_order_of_its_keys(tmp_path: Path) -> None:
    spec = read_persona("nova_fade").spec
    figure_step(shown_value(spec, with_booth=True), (), tmp_path, lambda done, total: None)
    shown = read_shown(tmp_path / "figure.json")
    assert (shown.figure, shown.booth) == (spec.figure, spec.booth)


def test_pictures_are_square_plain_pngs_and_the_same_bytes_on_every_run(drawn: Drawn) -> None:
    from PIL import Image

    spec = read_persona(NAME, drawn.folder).spec
    front = drawn.folder / SET / "training" / "turntable_000.png"
    with Image.open(front) as picture:
        assert (picture.size, picture.mode, picture.info) == ((int(SIZE), int(SIZE)), "RGB", {})
        pixels = picture.tobytes()
    targets = {target.name: target for target in canon_targets(read_persona(NAME, drawn.folder), int(SIZE))}
    again = draw(targets["canon/training/turntable_000"].value, spec)
    assert again.tobytes() == pixels
    captions = sorted((drawn.folder / SET / "training").glob("*.txt"))
    assert len({path.read_text(encoding="utf-8") for path in captions}) == len(captions) == 26
    for path in captions:
        assert path.with_suffix(".png").is_file()


def test_an_edit_of_one_expression_draws_its_pictures_only_and_undo_draws_none(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = read_persona(NAME, project).spec
    glad = {f"canon/{picture.name}" for picture in canonical_pictures(spec) if picture.expression == "glad"}
    assert made(project, capsys) == set()
    before = {path: path.read_bytes() for path in (project / SET).rglob("*.png")}
    edit_persona(project, "mouth_open: 0.12", "mouth_open: 0.10")
    changed = made(project, capsys)
    assert changed == glad and 8 <= len(glad) < 30
    edit_persona(project, "mouth_open: 0.10", "mouth_open: 0.12")
    capsys.readouterr()
    assert persona(project, "canon", NAME, "--size", SIZE) == 0
    assert "; 0 made" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in (project / SET).rglob("*.png")} == before


def test_an_edit_of_the_booth_draws_no_turntable_and_one_of_the_words_no_picture(drawn: Drawn) -> None:
    def values(text: str = "", new: str = "") -> dict[str, object]:
        path = drawn.folder / "personas" / f"{NAME}.yaml"
        kept = path.read_text(encoding="utf-8")
        try:
            path.write_text(kept.replace(text, new) if text else kept, encoding="utf-8")
            targets = canon_targets(read_persona(NAME, drawn.folder), int(SIZE))
            return {target.name: (target.value, target.inputs) for target in targets}
        finally:
            path.write_text(kept, encoding="utf-8")

    as_is, booth = values(), values("radii: [0.6, 0.2, 0.2]", "radii: [0.5, 0.2, 0.2]")
    assert {name for name in as_is if as_is[name] != booth[name]} == {"canon/booth"}
    with_booth = {name for name, (_, inputs) in as_is.items() if "canon/booth" in str(inputs)}
    assert with_booth == {"canon/studio_anchor/booth_front", "canon/studio_anchor/booth_three_quarter"}
    words = values("trigger: pebble_char", "trigger: stone_char")
    assert {name for name in as_is if as_is[name] != words[name]} == {"canon/captions"}


def test_what_the_set_no_longer_has_leaves_its_folder_and_what_others_put_there_stays(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = project / SET / "expressions" / "sketch.png"
    note.write_bytes(b"mine")
    assert (project / SET / "expressions" / "glad.png").is_file()
    edit_persona(project, "  glad: {", "  happy: {")
    made(project, capsys)
    left = {path.name for path in (project / SET / "expressions").iterdir()}
    assert left == {"calm.png", "happy.png", "sketch.png"}


def test_a_set_is_frozen_whole_and_versions_stand_side_by_side(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert persona(project, "freeze", NAME, "--size", SIZE) == 0
    path = project / "canon" / NAME / "CanonicalSet_v1.json"
    first = path.read_bytes()
    manifest = json.loads(first)
    assert (manifest["name"], manifest["persona"], manifest["version"]) == ("CanonicalSet_v1", NAME, "1.0")
    assert (manifest["size"], len(manifest["locked"])) == (int(SIZE), 64) and manifest["tool"]
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((project / SET / name).read_bytes()).hexdigest() == digest
    there = {path.relative_to(project / SET).as_posix() for path in (project / SET).rglob("*.*")}
    assert {*manifest["files"]} == there
    assert persona(project, "freeze", NAME, "--size", SIZE) == 0 and path.read_bytes() == first
    edit_persona(project, 'version: "1.0"', 'version: "1.1"')
    edit_persona(project, "mouth_open: 0.12", "mouth_open: 0.10")
    assert persona(project, "freeze", NAME, "--size", SIZE) == 0, "the new version is locked, its set is not begun"
    assert "no canonical set yet" in told(capsys)
    assert persona(project, "canon", NAME, "--size", SIZE) == 0
    assert persona(project, "freeze", NAME, "--size", SIZE) == 0
    assert json.loads(path.with_name("CanonicalSet_v2.json").read_bytes())["version"] == "1.1"
    assert path.read_bytes() == first and (project / SET / "expressions" / "glad.png").is_file()


def test_a_frozen_set_is_not_drawn_over_and_what_is_lost_of_it_is_copied_back(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert persona(project, "freeze", NAME, "--size", SIZE) == 0
    picture = project / SET / "expressions" / "glad.png"
    kept = picture.read_bytes()
    picture.write_bytes(b"painted over")
    (project / SET / "face" / "front_closeup.png").unlink()
    capsys.readouterr()
    assert persona(project, "freeze", NAME, "--size", SIZE) == 6
    seen = told(capsys)
    assert "changed since it was frozen: canon/pebble/1.0/expressions/glad.png" in seen
    assert "missing since it was frozen: canon/pebble/1.0/face/front_closeup.png" in seen
    edit_persona(project, "mouth_open: 0.12", "mouth_open: 0.10")  # expressions are not locked here
    assert persona(project, "canon", NAME, "--size", "64") == 0
    assert "is frozen in CanonicalSet_v1" in told(capsys) and picture.read_bytes() == kept


def test_a_changed_header_without_a_new_version_is_refused_by_every_command_about_the_set(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert persona(project, "freeze", NAME, "--size", SIZE) == 0
    edit_persona(project, "positive: a round grey stone", "positive: a round red stone")
    for verb in ("canon", "freeze", "check", "review"):
        capsys.readouterr()
        assert persona(project, verb, NAME) == 3, verb
        assert "BF091 pebble 1.0 is locked as" in told(capsys)


def test_the_lock_of_a_shipped_persona_is_in_the_set_that_was_frozen(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert persona(project, "freeze", NAME, "--size", SIZE) == 0
    path = project / "personas" / f"{NAME}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("digests")), encoding="utf-8")
    edit_persona(project, "positive: a round grey stone", "positive: a round red stone")
    capsys.readouterr()
    assert persona(project, "canon", NAME) == 6
    assert "is frozen in CanonicalSet_v1 with what is locked as" in told(capsys)


def test_freezing_names_what_is_missing_rejected_or_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / SET / "structural" / "back_view.png").unlink()
    (project / SET / "face" / "front_closeup.png").write_bytes(b"painted over")
    assert persona(project, "approve", "expressions/glad", "--reason", "bright", "--by", "Rob") == 0
    assert persona(project, "reject", f"{NAME}/structural/side_view", "--reason", "no eyes", "--by", "Rob") == 0
    edit_persona(project, "mouth_open: 0.12", "mouth_open: 0.10")
    capsys.readouterr()
    assert persona(project, "freeze", NAME, "--size", SIZE) == 6
    seen = told(capsys)
    assert f"missing: {SET}/structural/back_view.png" in seen and f"changed: {SET}/face/front_closeup.png" in seen
    assert f"out of date: {SET}/expressions/glad.png" in seen
    assert "rejected: pebble/structural/side_view (no eyes)" in seen
    assert not list((project / "canon" / NAME).glob("*.json"))
    assert "digests" not in (project / "personas" / f"{NAME}.yaml").read_text(encoding="utf-8")


def test_a_verdict_is_for_the_picture_as_it_was_and_is_written_beside_comments(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert persona(project, "approve", "expressions/*", "--reason", "as drawn", "--by", "Rob") == 0
    assert persona(project, "reject", "face/front_closeup", "--reason", "eyes: too wide", "--by", "Rob") == 0
    text = (project / "project.yaml").read_text(encoding="utf-8")
    assert "# kept" in text and "  pebble/expressions/calm: {verdict: approve, reason: as drawn, by: Rob" in text
    capsys.readouterr()
    assert persona(project, "review", NAME, "--json") == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["pictures"]}
    assert rows["pebble/expressions/glad"]["state"] == "approved"
    assert rows["pebble/face/front_closeup"] == {"name": "pebble/face/front_closeup", "state": "rejected",
                                                 "reason": "eyes: too wide", "by": "Rob"}  # fmt: skip
    assert rows["pebble/structural/back_view"]["state"] == "open" and len(rows) == len(
        list(picture_names(canon_targets(read_persona(NAME, project), int(SIZE))))
    )
    (project / SET / "expressions" / "glad.png").write_bytes(b"another")
    assert persona(project, "review", NAME) == 0
    seen = told(capsys)
    assert "changed   pebble/expressions/glad" in seen and "1 rejected, 1 changed" in seen


def test_verdicts_on_pictures_that_nobody_has_are_faults_of_the_project(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from beatforge.cli.main import main

    said = "{verdict: approve, reason: well, digest: 0123456789ab}"
    hints = {
        f"{NAME}/expressions/gald": 'did you mean "pebble/expressions/glad"',
        "pebbel/expressions/glad": 'did you mean "pebble"',
        "glad": "persona, folder and name",
    }
    for name, hint in hints.items():
        file = project / "project.yaml"
        kept = file.read_text(encoding="utf-8")
        file.write_text(f"{kept}approvals:\n  {name}: {said}\n", encoding="utf-8")
        capsys.readouterr()
        assert main(["check", str(project)]) == 3
        seen = told(capsys)
        assert "project.yaml:6:3: BF0" in seen and hint in seen
        file.write_text(kept, encoding="utf-8")
    assert persona(project, "approve", "expressions/gald", "--reason", "well") == 2
    assert "did you mean" in told(capsys)


def test_without_pictures_a_shipped_persona_is_not_frozen_and_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path / "project")
    assert persona(folder, "freeze", "nova_fade") == 2
    assert "beatforge persona canon nova_fade" in told(capsys)
    assert persona(folder, "check", "nova_fade") == 2
    assert "no canonical set to hold pictures against" in told(capsys)
