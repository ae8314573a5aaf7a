"""Drift without weights: the figure's own pictures pass at other seeds, sizes and encodings; another's do not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from beatforge.cli.canon_targets import picture_value
from beatforge.persona.canon.baseline import FIRST_SEED, SEEDS, baseline_pictures, picture_of
from beatforge.persona.canon.steps import draw, save
from beatforge.persona.drift.colours import SWATCHES, lab_of, swatches_of, transport
from beatforge.persona.drift.cutout import UnusableError, cut_out
from beatforge.persona.drift.likeness import Measured
from beatforge.persona.drift.outlines import best_cover, outline_of
from beatforge.persona.drift.scorecard import Scorecard
from beatforge.persona.drift.strip import rgb_of
from beatforge.project.personas import PersonaSpec, ThresholdSpec, read_persona
from tests.persona.sets import NAME, SIZE, Drawn, drawn, edit_persona, persona, project

__all__ = ["drawn", "project"]  # fixtures

SET = f"canon/{NAME}/1.0"
LIKE = Measured("one.png", 0.95, 2.0, (1.0, 0.0, 0.0), 1, "a", "b")


def own_pictures(spec: PersonaSpec, folder: Path, seeds: range, size: int = 192) -> list[Path]:
    """Pictures of these seeds."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"seed_{seed}.png" for seed in seeds]
    for seed, file in zip(seeds, files, strict=True):
        save(draw(picture_value(spec, picture_of(spec, seed), size), spec), file)
    return files


def checked(folder: Path, capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    status = persona(folder, "check", NAME, *args, "--json")
    return status, json.loads(capsys.readouterr().out)


def test_the_baseline_is_twenty_pictures_that_seeds_from_42_decide() -> None:
    spec = read_persona("nova_fade").spec
    pictures = baseline_pictures(spec)
    assert [picture.name for picture in pictures] == [f"baseline/seed_{seed}" for seed in range(42, 62)]
    assert (FIRST_SEED, SEEDS) == (42, 20) and pictures == baseline_pictures(spec)
    assert len({picture.camera for picture in pictures}) == 20
    assert {picture.has_floor for picture in pictures} == {True, False}, "whole figures, and heads and shoulders"


def test_her_own_at_other_seeds_sizes_and_encodings_pass(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec, own = read_persona(NAME, project).spec, tmp_path / "own"
    files = own_pictures(spec, own, range(70, 76))
    for number, (suffix, how) in enumerate((("jpg", {"quality": 60}), ("webp", {"quality": 60}), ("png", {}))):
        with Image.open(files[number]) as picture:
            picture.save(own / f"encoded_{number}.{suffix}", **how)
    with Image.open(files[3]) as picture:
        picture.resize((96, 96), Image.Resampling.BICUBIC).save(own / "half.png")
    status, told = checked(project, capsys, "--images", str(own))
    assert status == 0 and told["passes"] and len(told["pictures"]) == 10
    assert told["silhouette"]["worst"] >= 0.85 and told["palette"]["worst"] <= 10 and not told["unusable"]
    assert {one["triage"] for one in told["pictures"]} == {"approve"}


def test_another_personas_pictures_fail_and_the_run_is_logged_with_its_strip(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nova = read_persona("nova_fade").spec
    files = own_pictures(nova, tmp_path / "nova", range(42, 45), size=128)
    status, told = checked(project, capsys, *map(str, files), "-o", str(tmp_path / "out"))
    assert status == 6 and not told["passes"] and {one["triage"] for one in told["pictures"]} == {"reject"}
    assert not told["palette"]["passes"] and not told["silhouette"]["passes"]
    assert json.loads((tmp_path / "out" / "drift.json").read_bytes()) == told
    with Image.open(tmp_path / "out" / "drift.png") as strip:
        assert strip.height > 3 * 160
    log = (project / "canon" / NAME / "drift.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(log[-1])["drifted"] == [str(file) for file in files]
    assert persona(project, "check", NAME, str(files[0])) == 6
    assert len((project / "canon" / NAME / "drift.jsonl").read_text(encoding="utf-8").splitlines()) == len(log) + 1


def test_the_baseline_drawn_again_is_the_sets_and_a_changed_colour_is_drift(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert persona(project, "freeze", NAME, "--size", SIZE) == 0
    status, told = checked(project, capsys)
    assert status == 0 and told["redrawn"] == [] and told["set"] == "CanonicalSet_v1"
    assert told["silhouette"]["worst"] == 1.0 and told["palette"]["worst"] == 0.0 == told["batch_variance"]["value"]
    edit_persona(project, 'moss: "#5fae4a"', 'moss: "#ae4a5f"')
    assert persona(project, "check", NAME) == 3, "the figure is locked"
    (project / "canon" / NAME / "CanonicalSet_v1.json").unlink()  # as if it had not been frozen yet
    path = project / "personas" / f"{NAME}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("digests")), encoding="utf-8")
    status, told = checked(project, capsys)
    assert status == 6 and len(told["redrawn"]) == 20 and told["palette"]["worst"] > 40
    assert told["silhouette"]["worst"] > 0.95, "its outline is what it was"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty", "empty"),
        ("text", "no picture that can be read"),
        ("cut", "damaged or cut off"),
        ("noise", "no plain ground"),
        ("grey noise", "no plain ground"),
        ("plain", "no figure"),
        ("clear", "no figure"),
        ("tiny", "too few"),
        ("full", "no figure|fills the picture"),
    ],
)
def test_what_no_figure_can_be_found_in_says_why(drawn: Drawn, tmp_path: Path, name: str, said: str) -> None:
    file, dice = tmp_path / "picture.png", np.random.default_rng(7)
    front = drawn.folder / SET / "structural" / "front_neutral.png"
    coloured = dice.integers(0, 256, (128, 128, 3), dtype=np.uint8)
    pictures = {
        "noise": Image.fromarray(coloured),
        "grey noise": Image.fromarray(np.repeat(coloured[:, :, :1], 3, 2)),
        "plain": Image.new("RGB", (128, 128), (170, 170, 172)),
        "clear": Image.new("RGBA", (128, 128)),
        "tiny": Image.open(front).resize((20, 20)),
        "full": Image.new("RGBA", (128, 128), (90, 20, 30, 255)),
    }
    if name in pictures:
        pictures[name].save(file)
    else:
        whole = front.read_bytes()
        file.write_bytes({"empty": b"", "text": b"a figure", "cut": whole[: len(whole) // 2]}[name])
    with pytest.raises(UnusableError, match=said):
        cut_out(file)


def test_one_picture_that_cannot_be_judged_fails_the_gate_and_the_others_are_told(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.png").write_bytes(b"")
    status, told = checked(project, capsys, str(project / SET / "face"), str(tmp_path / "broken.png"))
    assert status == 6 and list(told["unusable"]) == [str(tmp_path / "broken.png")]
    assert [one["passes"] for one in told["pictures"]] == [True, True]
    assert persona(project, "check", NAME, str(tmp_path / "nothing.png")) == 2
    assert "no such file or folder" in capsys.readouterr().err


def test_an_alpha_channel_and_a_plain_ground_give_one_figure(drawn: Drawn, tmp_path: Path) -> None:
    ground = cut_out(drawn.folder / SET / "structural" / "front_neutral.png")
    alpha = np.dstack([ground.pixels, np.where(ground.mask, 255, 0).astype(np.uint8)])
    alpha[~ground.mask, :3] = np.random.default_rng(1).integers(0, 256, (int((~ground.mask).sum()), 3), dtype=np.uint8)
    Image.fromarray(alpha).save(tmp_path / "alpha.png")
    cutout = cut_out(tmp_path / "alpha.png")
    assert (cutout.mask == ground.mask).all() and not cutout.is_cut and cutout.num_pieces == 1
    both = np.concatenate([ground.pixels, ground.pixels], 1)
    Image.fromarray(both).save(tmp_path / "two.png")
    assert cut_out(tmp_path / "two.png").num_pieces == 2


def test_an_outline_is_the_same_wherever_and_however_large_the_figure_is() -> None:
    y, x = np.mgrid[0:200, 0:200]
    figure = ((x - 60) / 20) ** 2 + ((y - 90) / 50) ** 2 < 1
    larger = ((x - 110) / 34) ** 2 + ((y - 100) / 85) ** 2 < 1
    other = ((x - 100) / 60) ** 2 + ((y - 100) / 20) ** 2 < 1
    known = np.stack([outline_of(larger), outline_of(other)])
    cover, which, _ = best_cover(figure, known)
    assert cover > 0.96 and which == 0
    assert best_cover(figure, known[1:])[0] < 0.5


def test_colours_are_compared_by_area_in_delta_e() -> None:
    white, black, red = (np.tile(np.array(rgb), (640, 1)) for rgb in ((255, 255, 255), (0, 0, 0), (255, 0, 0)))
    assert np.allclose(lab_of([[255, 0, 0]]), [[53.24, 80.09, 67.20]], atol=0.02), "CIE 15, D65"
    half = swatches_of(lab_of(np.concatenate([white, black])))
    assert half.shape == (SWATCHES, 3) and transport(half, half)[0] == 0.0
    assert transport(half, swatches_of(lab_of(white)))[0] == pytest.approx(50.0, abs=0.01), "half of it goes 100"
    distance, way, _ = transport(swatches_of(lab_of(black)), swatches_of(lab_of(red)))
    assert distance == pytest.approx(117.34, abs=0.05) and way[1] == pytest.approx(80.09, abs=0.05)
    told = np.random.default_rng(3).integers(0, 256, (50, 3), dtype=np.uint8)
    assert (abs(rgb_of(lab_of(told)).astype(int) - told) <= 1).all()


def test_a_batch_is_uneven_where_its_pictures_deviate_in_different_ways_and_not_where_all_do_alike() -> None:
    limits = ThresholdSpec()
    alike = Scorecard((LIKE, LIKE), {}, limits)
    assert alike.batch_variance == 0.0 and alike.passes
    ways = [(30.0, 0.0, 0.0), (0.0, 30.0, 0.0), (0.0, 0.0, 30.0), (-30.0, 0.0, 0.0)]
    drifted = Scorecard(tuple(replace(LIKE, shift=ways[0]) for _ in ways), {}, limits)
    strangers = Scorecard(tuple(replace(LIKE, shift=way) for way in ways), {}, limits)
    assert drifted.batch_variance == 0.0 and strangers.batch_variance > 0.4 and not strangers.passes


def test_triage_approves_what_is_like_and_alone_rejects_somebody_else_and_leaves_the_rest_to_people() -> None:
    card = Scorecard((LIKE,), {}, ThresholdSpec())
    assert card.triage(LIKE) == "approve" and card.triage(replace(LIKE, num_figures=2)) == "look"
    assert card.triage(replace(LIKE, silhouette=0.7)) == "look" and card.triage(replace(LIKE, palette=13.0)) == "look"
    assert card.triage(replace(LIKE, silhouette=0.3)) == "reject" == card.triage(replace(LIKE, palette=40.0))
    strict = Scorecard((LIKE,), {}, ThresholdSpec(silhouette=0.97))
    assert not strict.passes and strict.triage(LIKE) == "look"
    assert not Scorecard((), {}, ThresholdSpec()).passes, "nothing shown is nothing proven"
