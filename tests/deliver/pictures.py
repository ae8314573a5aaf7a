"""Films made of numbers, for gates: pictures are computed, encoded as segments, measured on the way, and judged.

Gates see nothing but the measures of these pixels.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.deliver.gates.film import FilmMeasures, gather_measures
from beatforge.deliver.gates.judging import Case, judged
from beatforge.deliver.segment import write_segment
from beatforge.project.gates import Gates

WIDTH, HEIGHT, FPS = 320, 180, 24
ENCODER = {"codec": "libx264", "preset": "ultrafast", "crf": 18, "fps": str(FPS), "width": WIDTH, "height": HEIGHT,
           "profile": "high", "level": "3.0", "kbps": 8000}  # fmt: skip

Draw = Callable[[int], np.ndarray]
"""Frame number in the segment -> picture, (HEIGHT, WIDTH, 3) of Y, Cb, Cr as floats 0..255."""


@dataclass(frozen=True)
class Part:
    """One segment of a film."""

    draw: Draw
    frames: int
    kind: str = "scene"
    hold: int = 1


@dataclass(frozen=True)
class _Drawn:
    draw: Draw

    def frame(self, index: int, out: np.ndarray) -> None:
        picture = np.clip(np.rint(self.draw(index)), 0, 255).astype(np.uint8)
        height, width = picture.shape[:2]
        out[:height] = picture[..., 0]
        out[height:].reshape(2, height // 2, width // 2)[:] = picture[::2, ::2, 1:].transpose(2, 0, 1)


def film_of(folder: Path, parts: Sequence[Part], encoder: Mapping[str, Any] = ENCODER) -> FilmMeasures:
    """The measures of a film of these parts, each encoded as a segment of its own."""
    inputs, pieces = [], []
    for number, part in enumerate(parts):
        out = folder / f"{number}"
        out.mkdir()
        value = {"encoder": encoder, "num_frames": part.frames, "flash_limit": False}
        write_segment(_Drawn(part.draw), value, [], out, lambda done, total: None)
        inputs.append(out / "measures.json")
        pieces.append([f"verse-1.{number + 1:02d}", part.kind, part.frames, part.hold])
    gather_measures({"fps": str(FPS), "pieces": pieces}, inputs, folder, lambda done, total: None)
    return FilmMeasures.load(folder / "film.npz")


def verdict_of(
    gate: str,
    film: FilmMeasures,
    facts: Mapping[str, Any] | None = None,
    sound: Mapping[str, Any] | None = None,
    waived: Mapping[str, str] | None = None,
    film_waived: str = "",
    **limits: float,
) -> tuple[dict[str, Any], list[str]]:
    """What a gate says of a film at the usual limits, or at these, and what would fail the build."""
    module = import_module(f"beatforge.deliver.gates.{gate}")
    usual = getattr(Gates(), gate).limits()
    value = {"gate": gate, "limits": usual | limits, "facts": facts or {}, "advises": False, "waived": waived or {},
             "film_waived": film_waived}  # fmt: skip
    case = Case(film, value["limits"], value["facts"], sound or {})
    return judged(value, case, module.judge, module.WAY_OUT)


def sound_of(folder: Path, seconds: float, path: Path) -> dict[str, Any]:
    """The measures of so much of a song, encoded."""
    from beatforge.deliver.audio import encode_mix

    value = {"tracks": [{"gain_db": 0.0}], "codec": "aac", "bitrate": 96000, "decoder": "pyav", "sample_rate": 44100,
             "num_samples": round(seconds * 44100)}  # fmt: skip
    out = folder / f"sound {seconds}"
    out.mkdir()
    encode_mix(value, [path], out, lambda done, total: None)
    return dict(json.loads((out / "measures.json").read_text()))


def texture(seed: int, width: int = 2 * WIDTH, height: int = 2 * HEIGHT, grain: int = 12) -> np.ndarray:
    """A picture with shapes of several sizes, larger than a frame: (height, width, 3)."""
    rng = np.random.default_rng(seed)
    planes = []
    for low, high in ((40.0, 200.0), (100.0, 156.0), (100.0, 156.0)):
        total = np.zeros((height, width))
        for size in (grain, 3 * grain, 8 * grain):
            cells = rng.random((height // size + 2, width // size + 2))
            rows, columns = np.arange(height) / size, np.arange(width) / size
            total += _between(cells, rows, columns) * size
        total -= total.min()
        planes.append(low + (high - low) * total / total.max())
    return np.stack(planes, axis=-1)


def _between(cells: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    top, left = rows.astype(int), columns.astype(int)
    down, across = (rows - top)[:, None], (columns - left)[None, :]
    upper = cells[top][:, left] * (1 - across) + cells[top][:, left + 1] * across
    lower = cells[top + 1][:, left] * (1 - across) + cells[top + 1][:, left + 1] * across
    return upper * (1 - down) + lower * down


def view(picture: np.ndarray, x: float, y: float = 0.0, zoom: float = 1.0) -> np.ndarray:
    """What a camera at (x, y) sees of a larger picture."""
    if zoom != 1:
        rows, columns = y + np.arange(HEIGHT) * zoom, x + np.arange(WIDTH) * zoom
        return np.stack([_between(picture[..., plane], rows, columns) for plane in range(3)], axis=-1)
    left, top = int(x), int(y)
    seen = picture[top : top + HEIGHT + 1, left : left + WIDTH + 1]
    seen = seen[:, :-1] * (1 - x + left) + seen[:, 1:] * (x - left)
    lower: np.ndarray = seen[:-1] * (1 - y + top) + seen[1:] * (y - top)
    return lower


def alive(seed: int = 0, speed: float = 2.0) -> Draw:
    """A scene that lives: two layers at different speeds, and shapes that come and go."""
    near, far = texture(seed), texture(seed + 100, grain=30)
    rng = np.random.default_rng(seed)
    phases, rates = rng.random(6) * 6.28, 0.02 + 0.05 * rng.random(6)
    rows, columns, middle = np.arange(HEIGHT)[:, None], np.arange(WIDTH)[None, :], HEIGHT // 2

    def draw(index: int) -> np.ndarray:
        picture = view(near, 10 + speed * index % (WIDTH - 20))
        picture[:middle] = view(far, 60 + 0.3 * speed * index % (WIDTH - 70), 40)[:middle]
        for number, (phase, rate) in enumerate(zip(phases, rates, strict=True)):
            x, y = WIDTH * (0.5 + 0.45 * np.sin(phase + rate * speed * index / 2)), HEIGHT * (0.15 + 0.12 * number)
            spot = np.exp(-((rows - y) ** 2) / 260) * np.exp(-((columns - x) ** 2) / 260)
            picture[..., 0] += (70 if number % 2 else -60) * spot * np.sin(phase + index * rate * 3)
        return picture

    return draw


def noisy(draw: Draw, sigma: float, seed: int = 9) -> Draw:
    """The same with film grain, another on every frame."""

    def frame(index: int) -> np.ndarray:
        picture = draw(index).copy()
        picture[..., 0] += np.random.default_rng([seed, index]).normal(0, sigma, picture.shape[:2])
        return picture

    return frame


def flat(y: float, cb: float = 128.0, cr: float = 128.0) -> np.ndarray:
    """One colour."""
    return np.broadcast_to(np.array([y, cb, cr]), (HEIGHT, WIDTH, 3)).copy()


def frames(draw: Draw, count: int) -> Iterator[np.ndarray]:
    """The pictures themselves."""
    return (draw(index) for index in range(count))
