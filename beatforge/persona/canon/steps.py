"""Steps of the canonical set: the figure as a file, a picture of it, its colours, the captions.

In: a target's value, `figure.json` where the figure is drawn, a folder. Out: one file each, the same bytes on every
run; PNGs hold nothing but the picture. A value has exactly what changes its file: one expression, one pose, one camera.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from beatforge.persona.lights import neutral_lights, theme_lights
from beatforge.persona.performer import Performer
from beatforge.persona.poses import Camera, Expression, Hand, Pose
from beatforge.persona.sheets import neutral_ground, theme_ground, with_shadow
from beatforge.project.figures import ShownSpec, ThemeSpec

FIGURE, PICTURE = "figure.json", "picture.png"
Array = Any
Progress = Callable[[int, int], None]


def figure_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Progress) -> None:
    """The figure, and its booth where that is seen, for pictures to read."""
    (out / FIGURE).write_text(json.dumps(value, sort_keys=True), encoding="utf-8")


def picture_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Progress) -> None:
    """One picture of the figure in `inputs`, or its silhouette, black on white."""
    save(draw(value, read_shown(inputs[0])), out / PICTURE)


def swatches_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Progress) -> None:
    """The colours of the file as plain fields, row by row."""
    save(swatches(value["colours"], value["size"]), out / PICTURE)


def captions_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Progress) -> None:
    """Each caption as a file of its own."""
    for name, caption in value["captions"].items():
        (out / name).write_bytes(caption.encode("utf-8"))


def draw(value: Mapping[str, Any], shown: ShownSpec) -> Array:
    """The picture of a value, as bytes (height, width, 3)."""
    import numpy as np

    size = value["size"]
    # targets run beside each other, one to a processor
    performer = Performer(shown, size, size, value["with_booth"], threads=1)
    camera = Camera(_point(value["camera"]["eye"]), _point(value["camera"]["target"]), value["camera"]["view_degrees"])
    theme = ThemeSpec.model_validate(value["theme"]) if value["theme"] else None
    lights = theme_lights(theme) if theme else neutral_lights()
    planes = performer.frame(pose_from(value["pose"]), Expression(value["expression"]), camera, lights)
    if value["kind"] == "silhouette":
        share = 1.0 - planes.coverage()[:, :, None]
        return (np.repeat(share, 3, 2) * np.float32(255.0) + np.float32(0.5)).astype(np.uint8)
    ground = theme_ground(theme, size, size) if theme else neutral_ground(size, size)
    return planes.over(with_shadow(ground, camera) if value["has_floor"] else ground)


def swatches(colours: Sequence[str], size: int) -> Array:
    """Fields of equal size, nearly square, with the ground of the other pictures between them."""
    import numpy as np

    columns = int(np.ceil(len(colours) ** 0.5))
    rows, gap = -(-len(colours) // columns), max(1, size // 64)
    picture = np.full((size, size, 3), 190, np.uint8)
    for at, code in enumerate(colours):
        row, column = divmod(at, columns)
        top, bottom, left, right = (
            size * edge // count
            for edge, count in ((row, rows), (row + 1, rows), (column, columns), (column + 1, columns))
        )
        picture[top + gap : bottom - gap, left + gap : right - gap] = [int(code[at : at + 2], 16) for at in (0, 2, 4)]
    return picture


def shown_value(shown: ShownSpec, with_booth: bool) -> dict[str, Any]:
    """The figure as plain values, with its booth or without."""
    parts = {"figure": shown.figure, **({"booth": shown.booth} if with_booth else {})}
    return {name: part.model_dump(mode="json", exclude_defaults=True) for name, part in parts.items()}


def read_shown(path: Path) -> ShownSpec:
    """What `figure_step` wrote, as a figure with nothing but its rest."""
    told = json.loads(path.read_bytes())
    return ShownSpec.model_validate({**told, "expressions": {"rest": {}}, "poses": {"rest": {}}})


def pose_value(pose: Pose) -> dict[str, Any]:
    """A pose as plain values."""
    hands = {"left": pose.left, "right": pose.right}
    return {
        "channels": dict(pose.channels),
        **{
            side: {name: getattr(hand, name) for name in Hand.__dataclass_fields__} if hand else None
            for side, hand in hands.items()
        },
    }


def pose_from(value: Mapping[str, Any]) -> Pose:
    """The pose again."""
    left, right = (_hand(value[side]) for side in ("left", "right"))
    return Pose(value["channels"], left, right)


def save(picture: Array, path: Path) -> None:
    """A PNG that holds the picture and nothing else."""
    from PIL import Image

    Image.fromarray(picture).save(path, "PNG", compress_level=6)


def _hand(value: Mapping[str, Any] | None) -> Hand | None:
    if value is None:
        return None
    bend = _point(value["bend"]) if value["bend"] else None
    at, fingers, back = (_point(value[name]) for name in ("at", "fingers", "back"))
    return Hand(value["on"], at, fingers, back, bend, tuple(_point(finger) for finger in value["shape"]))


def _point(value: Sequence[float]) -> tuple[float, float, float]:
    x, y, z = value
    return (x, y, z)
