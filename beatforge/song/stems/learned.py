"""The step that parts a song by a demucs model whose files are on this machine.

In: the song, and the model's files as the project found them. Out: stems that add up to the song: what the model leaves
over of it goes to `other`. Nothing is random (no shifts), nothing is downloaded; the song is worked on a minute at a
time. Loading a model's `.th` unpickles it, and so runs what its maker put into it; whose, was decided before.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.errors import ToolError
from beatforge.song.stems.heard import hear
from beatforge.song.stems.keeping import Keeper
from beatforge.song.stems.raw import RawSound

if TYPE_CHECKING:
    from beatforge.song.stems.heard import Block, Sound

WINDOW_S, OVERLAP_S = 60, 8
"""What the model is given at a time, and how long one such window fades into the next. A model cuts its own segments
inside."""


CLASSES = tuple(f"demucs.{module}.{name}" for module, name in
                (("htdemucs", "HTDemucs"), ("hdemucs", "HDemucs"), ("demucs", "Demucs")))  # fmt: skip
"""What a file of tensors may name as its model."""


def learned_step(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: the stems `value["stems"]` of the song `inputs[0]`, by the model in the files after it, called as
    `value["files"]` has them."""
    path, *files = inputs
    names: list[str] = value["stems"]
    model = load_model(value["model"], dict(zip(value["files"], files, strict=True)), out, value["device"])
    if set(model.sources) != set(names):
        raise ToolError(f"the model {value['model']} makes {', '.join(model.sources)}; needed are {', '.join(names)}")
    with RawSound(out / "song.raw") as song, RawSound(out / "heard.raw") as heard:
        sound = hear(path, song.anew)
        given = song if sound.sample_rate == model.samplerate else _resampled_song(sound, model.samplerate, heard)
        parted = separate(model, given, value["device"], progress)
        wanted = [name for name in names if name != "other"]
        made_by = f"demucs {value['model']}"
        with Keeper(out, names, sound.sample_rate, approximate=False, made_by=made_by) as keeper:
            done = 0
            for parts in _at_rate(parted, wanted, model.samplerate, sound):
                whole = song.read(done, parts[wanted[0]].shape[1])
                rest = whole - sum(parts.values())
                keeper.keep(whole, {**parts, "other": rest})
                done += whole.shape[1]


def load_model(name: str, files: Mapping[str, Path], scratch: Path, device: str) -> Any:
    """The model as demucs itself loads it, from files under these names; ToolError with the reason if it can't."""
    import torch

    backends = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if not backends[device]:
        raise ToolError(
            f"device: {device}: torch finds none on this machine; without `device` stems are made on the cpu"
        )
    folder = scratch / "model"
    folder.mkdir()
    for called, path in files.items():
        _place(path.resolve(), folder / called)
    try:
        return _loaded(name, folder)
    except (Exception, SystemExit) as error:  # demucs ends the program where diffq is missing
        raise ToolError(f"demucs can't load {', '.join(files)}: {error or type(error).__name__}") from error
    finally:
        for called in files:
            (folder / called).unlink()
        folder.rmdir()


def _place(path: Path, link: Path) -> None:
    try:
        link.symlink_to(path)
    except OSError:  # where links are a privilege
        shutil.copyfile(path, link)


def _loaded(name: str, folder: Path) -> Any:
    tensors = sorted(folder.glob("*.safetensors"))
    if not tensors:
        from demucs.api import Separator

        return Separator(model=name, repo=folder, shifts=0).model
    import yaml
    from demucs.apply import BagOfModels
    from demucs.hf import load_safetensors_model

    bag_file = folder / f"{name}.yaml"
    bag: Any = yaml.safe_load(bag_file.read_text(encoding="utf-8")) if bag_file.exists() else {"models": [name]}
    for path in tensors:
        _check_class(path)
    models = [load_safetensors_model(folder / f"{signature}.safetensors") for signature in bag["models"]]
    return BagOfModels(models, bag.get("weights"), bag.get("segment")).eval()


def _check_class(path: Path) -> None:
    """Refuse a file of tensors that names another class than a model of demucs: loading calls what it names."""
    with path.open("rb") as file:
        about = json.loads(file.read(int.from_bytes(file.read(8), "little")))["__metadata__"]
    named = [about["klass"], *re.findall(r'"_class": *"([^"]*)"', about.get("structure", ""))]
    if strange := [name for name in named if name not in CLASSES]:
        raise ToolError(f"{path.name} wants {strange[0]} to be called, which is no model of demucs")


def separate(
    model: Any, song: RawSound, device: str, progress: Callable[[int, int], None]
) -> Iterator[dict[str, Block]]:
    """What the model makes of a song at its own rate, in blocks, each stem by name.

    As `demucs.api.Separator.separate_tensor`, which it equals for a song of one window: the song is brought to mean 0
    and deviation 1 as a whole.
    """
    import torch
    from demucs.apply import apply_model

    size, overlap = WINDOW_S * model.samplerate, OVERLAP_S * model.samplerate
    mean, deviation = _measures(song)
    fading: torch.Tensor | None = None
    for start in range(0, max(1, song.num_samples - overlap), size - overlap):
        count = min(size, song.num_samples - start)
        is_last = start + count >= song.num_samples
        ripe = count if is_last else count - overlap

        def tell(said: Mapping[str, Any], start: int = start, count: int = count, ripe: int = ripe) -> None:
            share = (said["model_idx_in_bag"] + min(1.0, said["segment_offset"] / count)) / said["models"]
            progress(int(start + share * ripe), song.num_samples)

        wave = (torch.from_numpy(song.read(start, count)) - mean) / deviation
        made = apply_model(model, wave[None], shifts=0, split=True, overlap=0.25, device=device, callback=tell)[0]
        made = made.cpu() * deviation + mean
        if fading is not None:
            rising = torch.linspace(0, 1, overlap)
            made[..., :overlap] = made[..., :overlap] * rising + fading * (1 - rising)
        fading = made[..., ripe:].clone()
        yield {name: stem.numpy() for name, stem in zip(model.sources, made[..., :ripe], strict=True)}


def _measures(song: RawSound) -> tuple[float, float]:
    """Mean and deviation of the song in mono, as demucs takes them."""
    import numpy as np

    total = squares = 0.0
    step = 1 << 20
    for start in range(0, song.num_samples, step):
        mono = song.read(start, min(step, song.num_samples - start)).mean(axis=0, dtype=np.float64)
        total, squares = total + float(mono.sum()), squares + float(np.square(mono).sum())
    mean = total / song.num_samples
    spread = max(0.0, squares - song.num_samples * mean**2) / max(1, song.num_samples - 1)
    return mean, spread**0.5 + 1e-8


def _resampled_song(sound: Sound, sample_rate: int, into: RawSound) -> RawSound:
    for block in sound.blocks(sample_rate):
        into.append(block)
    return into


def _at_rate(
    parted: Iterable[Mapping[str, Block]], names: Sequence[str], sample_rate: int, sound: Sound
) -> Iterator[dict[str, Block]]:
    """The stems at the song's rate, and as long as the song to the sample."""
    import numpy as np

    streams = {name: _Resampler(sample_rate, sound.sample_rate) for name in names}
    done = 0
    for parts in parted:
        blocks = {name: streams[name].next(parts[name]) for name in names}
        count = min(blocks[names[0]].shape[1], sound.num_samples - done)
        done += count
        yield {name: block[:, :count] for name, block in blocks.items()}
    lacking = sound.num_samples - done
    last = {name: stream.rest()[:, :lacking] for name, stream in streams.items()}
    if lacking:
        yield {name: np.pad(block, ((0, 0), (0, lacking - block.shape[1]))) for name, block in last.items()}


class _Resampler:
    """Stereo sound from one rate to another, block by block; nothing is done where they are the same."""

    def __init__(self, before: int, after: int) -> None:
        import av

        self._before = before
        self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=after) if before != after else None

    def next(self, block: Block) -> Block:
        import av
        import numpy as np

        if self._resampler is None:
            return block
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", "stereo")
        frame.sample_rate = self._before
        return _joined(self._resampler.resample(frame))

    def rest(self) -> Block:
        return _joined(self._resampler.resample(None) if self._resampler else [])


def _joined(frames: Iterable[Any]) -> Block:
    import numpy as np

    joined: Block = np.concatenate([np.zeros((2, 0), np.float32), *(frame.to_ndarray() for frame in frames)], axis=1)
    return joined
