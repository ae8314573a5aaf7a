"""How far the drift gate tells a persona from changed ones: `python -m tests.bench.bench_drift [COUNT]`.

Draws Nova Fade's set and pictures of other seeds, encodes them anew, changes her figure in known ways, and prints
for each change mean and worst values and how many pictures pass. Nothing is asserted; docs/personas.md has the table.
"""

from __future__ import annotations

import copy
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from beatforge.cli.canon_targets import picture_value
from beatforge.persona.canon.baseline import FIRST_SEED, picture_of
from beatforge.persona.canon.pictures import Picture, canonical_pictures
from beatforge.persona.canon.steps import draw, save
from beatforge.persona.drift.likeness import LIKENESS, Known, likeness_step, measure, read_known
from beatforge.persona.drift.scorecard import Scorecard
from beatforge.project.personas import PersonaSpec, read_persona
from tests.persona.sets import WHO

SIZE = 384
APART = ("palette", "studio_anchor")
Change = Callable[[dict[str, Any]], None]


def colours(**told: str) -> Change:
    return lambda figure: figure["colours"].update(told)


def hair(length: float) -> Change:
    def change(figure: dict[str, Any]) -> None:
        for row in figure["primitives"]:
            if row["type"] == "lock" and row.get("colour", "").startswith("hair"):
                top = row["points"][0][1]
                row["points"] = [[x, top + (y - top) * (length if y < top else 1.0), z] for x, y, z in row["points"]]

    return change


def legs(length: float) -> Change:
    def change(figure: dict[str, Any]) -> None:
        leg = figure["limbs"]["leg"]
        more = (leg["upper"] + leg["lower"]) * (length - 1.0)
        leg["upper"], leg["lower"] = leg["upper"] * length, leg["lower"] * length
        figure["bones"]["hips"]["at"][1] += more
        figure["reach"][1] += more / 2

    return change


def head(size: float) -> Change:
    def change(figure: dict[str, Any]) -> None:
        for row in figure["primitives"]:
            if row.get("bone") == "head":
                row["radii"] = [radius * size for radius in row.get("radii", ())]
                row["at"] = [part * size for part in row.get("at", (0, 0, 0))]
                row["points"] = [[part * size for part in point] for point in row.get("points", ())]

    return change


def without(**told: str) -> Change:
    def change(figure: dict[str, Any]) -> None:
        rows = figure["primitives"]
        figure["primitives"] = [row for row in rows if any(row.get(key) != value for key, value in told.items())]

    return change


def face(figure: dict[str, Any]) -> None:
    figure["face"].update({"mouth_y": -0.30, "mouth_width": 0.09, "brow_arch": 0.0, "iris": 0.5})


def eyes(figure: dict[str, Any]) -> None:
    for material in figure["materials"].values():
        if material.get("paint") == "eye":
            material["colours"].update({"iris_top": "804010", "iris_low": "c07020"})


CHANGES: Mapping[str, Change] = {
    "hair green": colours(hair="2fae4a", hair_deep="208a38"),
    "hair blonde": colours(hair="f0d070", hair_deep="d0a850"),
    "hair black": colours(hair="201828", hair_deep="181020"),
    "hair blue": colours(hair="2850e8", hair_deep="2040c0"),
    "hair magenta": colours(hair="d02fb0", hair_deep="a02090"),
    "hair a little bluer": colours(hair="6038ee", hair_deep="502bd6"),
    "jacket red": colours(jacket="a02030"),
    "skin dark": colours(skin="8d5a3c"),
    "cuffs yellow": colours(cuff="e0d020"),
    "hair twice as long": hair(2.0),
    "hair half longer": hair(1.5),
    "hair half as long": hair(0.5),
    "legs twice as long": legs(2.0),
    "legs half longer": legs(1.5),
    "head a quarter smaller": head(0.75),
    "head a quarter larger": head(1.25),
    "another face": face,
    "brown eyes": eyes,
    "no earrings": without(bone="earring"),
}

ENCODINGS: Mapping[str, tuple[str, Mapping[str, Any], float]] = {
    "JPEG, quality 60": ("jpg", {"quality": 60}, 1.0),
    "WebP, quality 50": ("webp", {"quality": 50}, 1.0),
    "half the size": ("png", {}, 0.5),
    "a third, JPEG 60": ("jpg", {"quality": 60}, 0.34),
    "squeezed to .85": ("png", {}, 0.85),
}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    spec = read_persona("nova_fade").spec
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = [one for one in canonical_pictures(spec) if one.folder not in APART]
        files = written(spec, pictures, folder / "set")
        likeness_step({"names": [one.name for one in pictures]}, files, folder, lambda done, total: None)
        known = read_known(folder / LIKENESS)
        first = FIRST_SEED + 20
        own = written(spec, [picture_of(spec, seed) for seed in range(first, first + 4 * count)], folder / "own")
        report("her own, other seeds", own, known, spec)
        for title, (suffix, how, scale) in ENCODINGS.items():
            report(title, encoded(own[: 2 * count], suffix, how, scale), known, spec)
        seeds = range(FIRST_SEED, FIRST_SEED + count)
        for title, change in CHANGES.items():
            other = changed(spec, change)
            report(title, written(other, [picture_of(other, seed) for seed in seeds], folder / title), known, spec)
        pebble = other_persona(folder)
        report("another persona", written(pebble, [picture_of(pebble, at) for at in seeds], folder / "a"), known, spec)
        purple = changed(pebble, colours(moss=spec.figure.colours["hair"]))
        report(
            "the same in purple", written(purple, [picture_of(purple, at) for at in seeds], folder / "b"), known, spec
        )


def other_persona(folder: Path) -> PersonaSpec:
    """The tests' second persona."""
    path = folder / "personas" / "pebble.yaml"
    path.parent.mkdir()
    path.write_text(WHO + (Path(__file__).parent.parent / "persona" / path.name).read_text("utf-8"), "utf-8")
    return read_persona("pebble", folder).spec


def changed(spec: PersonaSpec, change: Change) -> PersonaSpec:
    told = copy.deepcopy(spec.model_dump(mode="json", exclude_defaults=True))
    change(told["figure"])
    return PersonaSpec.model_validate(told)


def written(spec: PersonaSpec, pictures: Sequence[Picture], folder: Path) -> list[Path]:
    folder.mkdir()
    files = [folder / f"{picture.name.replace('/', '-')}.png" for picture in pictures]
    for picture, file in zip(pictures, files, strict=True):
        save(draw(picture_value(spec, picture, SIZE), spec), file)
    return files


def encoded(files: Sequence[Path], suffix: str, how: Mapping[str, Any], scale: float) -> list[Path]:
    found = []
    for file in files:
        with Image.open(file) as picture:
            size = (round(picture.width * scale), picture.height if scale == 0.85 else round(picture.height * scale))
            to = file.with_name(f"{file.stem}-{scale}.{suffix}")
            picture.resize(size, Image.Resampling.BICUBIC).save(to, **how)
            found.append(to)
    return found


def report(title: str, files: Sequence[Path], known: Known, spec: PersonaSpec) -> None:
    measured = [measure(file, file.name, known) for file in files]
    card = Scorecard(tuple(measured), {}, spec.thresholds)
    told, passing = card.told(), sum(map(card.is_like, measured))
    row = [
        f"{told[key][part]:.{digits}f}"
        for key, digits in (("silhouette", 2), ("palette", 1))
        for part in ("mean", "worst")
    ]
    print(f"| {title} | {row[0]} ({row[1]}) | {row[2]} ({row[3]}) | {card.batch_variance:.2f} |"
          f" {passing} of {len(files)} | {'passes' if card.passes else 'drift'} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
