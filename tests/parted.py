"""Songs whose stems are known, because they were put together from them; and demucs models of a few kilobytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE = 22050
FORMANTS = {"a": (800, 1200, 2700), "e": (450, 1900, 2600), "i": (300, 2300, 3000), "o": (480, 850, 2500)}
Sound = NDArray[np.float64]


def write_parted(path: Path, seconds: float = 8.0, rate: int = RATE) -> dict[str, Sound]:
    """A stereo song of drums, bass, chords to both sides and a voice in the middle; its stems, each (2, samples)."""
    stems = band_with_voice(seconds, rate)
    soundfile.write(path, sum(stems.values()).T.astype(np.float32), rate, subtype="FLOAT")
    return stems


def band_with_voice(seconds: float, rate: int = RATE, bpm: float = 110.0) -> dict[str, Sound]:
    """Stems of equal power; the same at every call."""
    noise, beat, count = np.random.default_rng(1), 60 / bpm, int(seconds * rate)
    drums, chords, bass = np.zeros((2, count)), np.zeros((2, count)), np.zeros((2, count))
    for number in range(int(seconds / beat)):
        root, third, fifth = ((57, 60, 64), (53, 57, 60), (48, 52, 55), (55, 59, 62))[number // 4 % 4]
        _add(drums, number * beat, _kick(rate) if number % 2 == 0 else 0.6 * _burst(noise, 0.2, 0.05, rate), rate)
        for half in (0.0, 0.5):
            _add(drums, (number + half) * beat, 0.4 * np.diff(_burst(noise, 0.06, 0.015, rate), prepend=0), rate, 0.6)
        _add(bass, number * beat, _tone(root - 24, beat, 5, 1.5, rate), rate)
        for place, note in enumerate((root, third, fifth)):
            _add(chords, number * beat, _tone(note, beat, 8, 1.3, rate), rate, 0.3 + 0.35 * place)
    stems = {"vocals": _voice(seconds, rate), "drums": drums, "bass": bass, "other": chords}
    return {name: 0.07 * stem / np.sqrt(np.square(stem).mean()) for name, stem in stems.items()}


def tiny_model(
    repo: Path, name: str = "tiny", stems: Sequence[str] = ("drums", "bass", "other", "vocals"), seed: int = 1
) -> Path:
    """A random demucs model in `repo`, as a bag of this name: what demucs' own loader takes. Its file of weights."""
    import torch
    from demucs.htdemucs import HTDemucs
    from demucs.states import get_state, save_with_checksum

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    model = HTDemucs(
        list(stems), channels=4, growth=2, nfft=1024, depth=4, t_layers=1, t_heads=2, bottom_channels=16, segment=2,
        dconv_mode=0,
    )  # fmt: skip
    args, kwargs = model._init_args_kwargs
    said = {"klass": type(model), "args": args, "kwargs": kwargs, "state": get_state(model, None), "training_args": {}}
    repo.mkdir(parents=True, exist_ok=True)
    save_with_checksum(said, repo / "5eed.th")
    (repo / f"{name}.yaml").write_text("models: ['5eed']\n")
    return next(repo.glob("5eed-*.th"))


def as_safetensors(weights: Path, snapshot: Path, name: str, klass: str = "") -> None:
    """A .th as the Hugging Face hub has models of demucs: a bag, and tensors in a file that says their class."""
    import json
    from fractions import Fraction

    import torch
    from safetensors.torch import save_file

    def plain(value: object) -> object:
        if isinstance(value, Fraction):
            return {"_type": "fraction", "numerator": value.numerator, "denominator": value.denominator}
        return value

    said = torch.load(weights, "cpu", weights_only=False)
    snapshot.mkdir(parents=True)
    kwargs = {key: plain(value) for key, value in said["kwargs"].items()}
    about = {"klass": klass or f"{said['klass'].__module__}.{said['klass'].__name__}", "args": json.dumps(said["args"]),
             "kwargs": json.dumps(kwargs)}  # fmt: skip
    save_file({key: part.contiguous() for key, part in said["state"].items()}, snapshot / "5eed.safetensors", about)
    (snapshot / f"{name}.yaml").write_text("models: ['5eed']\n")


def read_stems(folder: Path, names: Sequence[str]) -> dict[str, Sound]:
    """The stems in a folder, each (2, samples)."""
    return {name: soundfile.read(folder / f"{name}.wav")[0].T for name in names}


def sdr_db(truth: Sound, estimate: Sound) -> float:
    """Signal to distortion in dB, gains counted: 0 for silence."""
    return float(10 * np.log10(np.square(truth).sum() / np.square(truth - estimate).sum()))


def summed(stems: Mapping[str, Sound]) -> Sound:
    """All stems together."""
    return np.asarray(sum(stems.values()))


def _voice(seconds: float, rate: int) -> Sound:
    """Vowels with vibrato on a melody, with rests: pulses through three moving resonances."""
    from scipy.signal import lfilter

    chance, sung, at, number = np.random.default_rng(2), np.zeros((2, int(seconds * rate))), 0.0, 0
    while at < seconds - 1:
        length = float(chance.choice([0.25, 0.4, 0.6, 0.9]))
        time = np.arange(int(length * rate)) / rate
        midi = int(chance.choice([57, 59, 60, 62, 64, 65, 67])) + 0.35 * np.sin(2 * np.pi * 5.6 * time)
        phase = np.cumsum(440 * 2 ** ((midi - 69) / 12)) / rate
        pulses = sum(np.sin(2 * np.pi * phase * part) / part for part in range(1, 25))
        radius, vowel = np.exp(-np.pi * 90 / rate), FORMANTS[str(chance.choice([*FORMANTS]))]
        wave = np.zeros(len(time))
        for hz, gain in zip(vowel, (1, 0.6, 0.3), strict=True):
            wave += gain * lfilter([1 - radius], [1, -2 * radius * np.cos(2 * np.pi * hz / rate), radius**2], pulses)
        wave *= np.minimum(1, time / 0.03) * np.minimum(1, (length - time) / 0.05)
        _add(sung, at, wave / np.abs(wave).max(), rate)
        at, number = at + length + (0.8 if number % 6 == 5 else 0), number + 1
    return sung


def _kick(rate: int) -> Sound:
    time = np.arange(int(0.25 * rate)) / rate
    return np.asarray(np.exp(-time / 0.06) * np.sin(2 * np.pi * (50 * time + 8 * (1 - np.exp(-time / 0.02)))))


def _burst(noise: np.random.Generator, seconds: float, fall_s: float, rate: int) -> Sound:
    time = np.arange(int(seconds * rate)) / rate
    return np.asarray(np.exp(-time / fall_s) * noise.standard_normal(len(time)))


def _tone(midi: float, seconds: float, partials: int, fall: float, rate: int) -> Sound:
    time = np.arange(int(seconds * rate)) / rate
    hz = 440 * 2 ** ((midi - 69) / 12)
    wave = sum(np.sin(2 * np.pi * hz * part * time) / part**fall for part in range(1, partials + 1))
    return np.asarray(wave * np.minimum(1, time / 0.01) * np.minimum(1, (seconds - time) / 0.02))


def _add(sound: Sound, at: float, piece: Sound, rate: int, right: float = 0.5) -> None:
    """Adds a piece at a second; `right` 0..1 is its place in the stereo picture."""
    start = round(at * rate)
    end = min(sound.shape[1], start + len(piece))
    for side, gain in enumerate((1 - right, right)):
        sound[side, start:end] += 2 * gain * piece[: end - start]
