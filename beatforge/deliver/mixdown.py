"""A mix as sound files outside the film: the whole, and its stems, which add up to it before it was limited.

In: what the target `mix` is made from, and its parts' files. Out: files with their final names, written whole. The
same sum and the same loudness as in the film; only the coding is another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from beatforge.deliver.audio import first_samples
from beatforge.deliver.sounds import Format, format_of, write_sound
from beatforge.mix.ducking import Ducking
from beatforge.mix.levelling import Level, delivered, loudness_of, spooled
from beatforge.mix.summing import summed
from beatforge.song.analysis import Loudness
from beatforge.song.sound import stereo_blocks
from beatforge.song.waves import Samples, WaveWriter


@dataclass(frozen=True, slots=True)
class Mixdown:
    """The value of a `mix` target, the files of its parts, what the stems are called and which parts each has."""

    value: Mapping[str, Any]
    files: Sequence[Path]
    stems: Mapping[str, Sequence[int]]

    @property
    def rate(self) -> int:
        """Samples a second."""
        return int(self.value["sample_rate"])

    def blocks(self) -> Iterator[Samples]:
        """The sum, before its loudness."""
        value = self.value
        if "tracks" in value:
            return first_samples(stereo_blocks(self.files[0], value["decoder"], self.rate), value["num_samples"])
        return summed(value["parts"], self.files, value["num_samples"], self.rate)


def write_mixdown(mix: Mixdown, path: Path, tags: Mapping[str, str], stems: Path | None = None) -> Loudness:
    """How loud the file came out. `stems` is a folder for a float32 WAV of each stem."""
    form, value, found = format_of(path), mix.value, [Level(0.0, None)]
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with TemporaryDirectory(dir=path.parent, prefix=".mix-") as folder:
        sum_file = Path(folder) / "sum.wav"

        def deliver(blocks: Iterator[Samples], level: Level) -> Loudness:
            found[0] = level
            return _written(part, form, blocks, mix.rate, tags)

        try:
            heard = spooled(mix.blocks(), sum_file, mix.rate)
            asked = value.get("loudness_lufs"), value.get("true_peak_dbtp")
            loudness = delivered(sum_file, mix.rate, heard, *asked, deliver)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    if stems is not None:
        _write_stems(mix, stems, found[0].gain_db)
    return loudness


def _written(path: Path, form: Format, blocks: Iterator[Samples], rate: int, tags: Mapping[str, str]) -> Loudness:
    write_sound(path, form, blocks, rate, tags)
    decoder = "pyav" if form.bitrate else "soundfile"
    out_rate = rate if not form.rates or rate in form.rates else 48000
    return loudness_of(stereo_blocks(path, decoder, out_rate), out_rate)


def _write_stems(mix: Mixdown, folder: Path, gain_db: float) -> None:
    """Each stem at its place in the mix, ducked as in it, at the gain of the whole."""
    folder.mkdir(parents=True, exist_ok=True)
    factor = 10 ** (gain_db / 20)
    if "tracks" in mix.value:
        blocks: dict[str, Iterator[Samples]] = {name: mix.blocks() for name in mix.stems}
    else:
        rows, total = mix.value["parts"], mix.value["num_samples"]
        ducking = Ducking(rows, mix.files, total, mix.rate)
        blocks = {
            name: summed([rows[i] for i in own], [mix.files[i] for i in own], total, mix.rate, ducking)
            for name, own in mix.stems.items()
        }
    for name, sound in blocks.items():
        part = folder / f"{name}.wav.part"
        try:
            with WaveWriter(part, mix.rate) as file:
                for block in sound:
                    file.write(block * factor if factor != 1 else block)
            part.replace(folder / f"{name}.wav")
        finally:
            part.unlink(missing_ok=True)
