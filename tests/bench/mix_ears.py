"""What a DJ would hear of a mix that was made: how its parts meet, how loud it goes, who is masked, whose bass it is.

    python -m tests.bench.mix_ears PROJECT... [--export]

Nothing here knows the plan's beats but as the grid to compare with; loudness is told by ffmpeg's ebur128, which is not
ours. Printed per mix: how far each part's onsets lie off the grid (its own comb of beats, 8 bars at a time, so a song
that plays behind the beat shows), how far parts that have drums at the same time lie off each other; loudness, true
peak and length of the film's sound and, with --export, of each format; jumps of short-term loudness; silence; how much
louder the lead is than all else; how long two songs have basses at once; voices cut while they sound.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from scipy.signal import butter, sosfilt

from beatforge.mix.ducking import Ducking
from beatforge.mix.parts import PART, Part
from beatforge.mix.summing import summed
from beatforge.song.waves import Samples, WaveWriter, read_wave, wave_samples

HOP_S = 0.001
REACH_S = 0.060
WINDOW_BARS = 8
RHYTHMIC = ("instrumental", "drums", "mix")
BASS_HZ = 100.0
BASS_APART_DB = 10.0
"""A bass this far below another one is masked by it."""

SOUNDING_DB = 20.0
"""A voice so far below its loud moments is the end of a word, or breath."""

ALIKE = 0.3
"""Two bands that strike together this much are compared; less alike ones play other rhythms."""

CLEAR = 2.0
"""How far beats must stand out of what is around them; soft music has no edge to measure."""

SILENT_DB = -50.0
FORMATS = (".wav", ".flac", ".mp3", ".m4a", ".opus")


@dataclass(frozen=True)
class Made:
    """A mix that was made: its parts with their files, its target's value, its encoded sound."""

    session: Any
    parts: tuple[Part, ...]
    files: tuple[Path, ...]
    value: Any
    encoded: Path
    beat_s: float
    per_bar: int

    @property
    def rate(self) -> int:
        return int(self.value["sample_rate"])


def made_by(session: Any) -> Made:
    """The mix of a project whose target `mix` was built."""
    mashed = session.music().mashed
    entry = session.survey.entries["mix"]
    files = tuple(_output(session, f"part/{part.id}", PART) for part in mashed.heard.mix.parts)
    decks = mashed.made.decks
    encoded = session.store.blob_path(entry.outputs[entry.target.outputs[0]].digest)
    value = entry.target.value
    return Made(session, mashed.heard.mix.parts, files, value, encoded, decks.beat_s, decks.per_bar)


def tell(made: Made) -> float:
    """Prints all figures; the farthest, in seconds, that a part is off its grid or another part."""
    off = _tell_grid(made)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _tell_loudness(made)
        _tell_lead(made, folder)
    _tell_basses(made)
    _tell_cuts(made)
    return off


def _tell_grid(made: Made) -> float:
    onsets = {
        part.id: onsets_of(read_wave(file, 0, wave_samples(file)), made.rate)
        for part, file in zip(made.parts, made.files, strict=True)
        if part.stem in RHYTHMIC
    }
    rhythmic = [part for part in made.parts if part.id in onsets]
    lags: dict[str, list[float]] = {}
    for part in rhythmic:
        for first in _windows(part, made):
            count = min(WINDOW_BARS * made.per_bar, int((part.end_s - first) / made.beat_s))
            lag = _comb_lag(onsets[part.id], first - part.start_s, made.beat_s, count)
            if lag is not None:
                lags.setdefault(part.song, []).append(lag * 1000)
    for song, found in sorted(lags.items()):
        low, middle, high = np.percentile(found, [5, 50, 95])
        print(
            f"  drums of {song} off the grid: {middle:+.0f} ms (5..95 %: {low:+.0f} {high:+.0f}), {len(found)} windows"
        )
    worst, pairs, told = 0.0, 0, ""
    for index, one in enumerate(rhythmic):
        for other in rhythmic[index + 1 :]:
            start, end = max(one.start_s, other.start_s) + 0.06, min(one.end_s, other.end_s) - 0.06
            if one.song == other.song or end - start < 1.0:
                continue
            lag, likeness = _lag(
                onsets[one.id], start - one.start_s, onsets[other.id], start - other.start_s, end - start
            )
            if likeness < ALIKE:
                continue
            pairs += 1
            if abs(lag) > worst:
                worst, told = abs(lag), f"{one.id} and {other.id}"
    print(f"  drums against drums: {pairs} pairs, at most {worst * 1000:.0f} ms apart {told}")
    return worst


def onsets_of(sound: Samples, rate: int) -> np.ndarray:
    """Half-wave rectified growth of energy in dB, a value each `HOP_S`, heard without looking ahead."""
    power = np.square(sound, dtype=np.float64).mean(axis=0)
    width = round(rate * HOP_S * 4)
    added = np.concatenate([[0.0], np.cumsum(power)])
    at = (np.arange(int(len(power) / (rate * HOP_S))) * rate * HOP_S).astype(int)
    after = (added[np.minimum(at + width, len(power))] - added[at]) / width
    before = (added[at] - added[np.maximum(at - 2 * width, 0)]) / (2 * width)
    floor = 1e-6 * max(float(after.max(initial=0)), 1e-9)
    return np.maximum(0.0, 10 * np.log10((after + floor) / (before + floor)))


def _comb_lag(strength: np.ndarray, first_s: float, beat_s: float, count: int) -> float | None:
    """Where, around the beats, onsets gather: the lag of the comb that hears most; None where nothing stands out."""
    if count < 8:
        return None
    lags = np.arange(-round(REACH_S / HOP_S), round(REACH_S / HOP_S) + 1)
    beats = np.round((first_s + np.arange(count) * beat_s) / HOP_S).astype(int)
    at = beats[:, None] + lags
    heard = np.sqrt(strength[np.clip(at, 0, len(strength) - 1)]).mean(axis=0)
    heard = np.convolve(heard, np.hanning(7) / np.hanning(7).sum(), "same")
    return None if heard.max() < CLEAR * np.median(heard) + 1e-9 else float(lags[int(np.argmax(heard))]) * HOP_S


def _lag(one: np.ndarray, one_s: float, other: np.ndarray, other_s: float, length_s: float) -> tuple[float, float]:
    """By how much the other part is later than the one, and how alike both are then."""
    count, reach = round(length_s / HOP_S), round(REACH_S / HOP_S)
    first, second = round(one_s / HOP_S), round(other_s / HOP_S)
    here = one[first : first + count]
    found = []
    for lag in range(-reach, reach + 1):
        there = other[max(0, second + lag) : second + lag + count]
        both = min(len(here), len(there))
        found.append(_likeness(here[:both], there[:both]))
    best = int(np.argmax(found))
    return (best - reach) * HOP_S, found[best]


def _likeness(one: np.ndarray, other: np.ndarray) -> float:
    if len(one) < 10 or not one.std() or not other.std():
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _windows(part: Part, made: Made) -> Iterator[float]:
    """The seconds in the mix at which windows of `WINDOW_BARS` begin."""
    bar_s = made.beat_s * made.per_bar
    first = int(np.ceil((part.start_s - 1e-6) / bar_s))
    for bar in range(first, int(part.end_s / bar_s), WINDOW_BARS):
        yield bar * bar_s


def _tell_loudness(made: Made) -> None:
    """The encoded file by ffmpeg, and where loudness jumps or falls silent."""
    print(f"  film's sound: {told_by_ffmpeg(made.encoded, made.value['num_samples'], made.rate)}")
    times, momentary, short = series_of(made.encoded)
    bars = sorted({round(part.start_s, 2) for part in made.parts} | {round(part.end_s, 2) for part in made.parts})
    jumps = []
    for at in bars:
        if at < 3.2 or at + 3.2 > times[-1] - 4:
            continue
        before, after = np.interp([at, at + 3.0], times, short)
        jumps.append((after - before, at))
    if jumps:
        low, high = min(jumps), max(jumps)
        print(f"  loudness over a border: {low[0]:+.1f} LU at {low[1]:.1f} s to {high[0]:+.1f} LU at {high[1]:.1f} s")
    inside = (times > 1) & (times < times[-1] - 4.5)
    quiet = momentary[inside]
    print(
        f"  inside: momentary at least {quiet.min():.1f} LUFS at {times[inside][int(np.argmin(quiet))]:.1f} s,"
        f" silent (< {SILENT_DB:g}) {0.1 * (quiet < SILENT_DB).sum():.1f} s"
    )


def told_by_ffmpeg(path: Path, num_samples: int, rate: int) -> str:
    """Loudness, peak and length of a file, by the ffmpeg program alone."""
    said = _ffmpeg("-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-")
    loud, peak = (
        re.findall(rf"{key}:\s+(-?[0-9.]+) {unit}", said)[-1] for key, unit in (("I", "LUFS"), ("Peak", "dBFS"))
    )
    args = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-i",
        str(path),
        "-f",
        "f32le",
        "-ac",
        "1",
        "-ar",
        str(rate),
        "-",
    ]
    with subprocess.Popen(args, stdout=subprocess.PIPE) as process:
        assert process.stdout
        count = sum(len(block) for block in iter(lambda: process.stdout.read(1 << 20), b"")) // 4  # type: ignore[union-attr]
    return f"{loud} LUFS, {peak} dBTP, {count - num_samples:+d} samples of {num_samples}"


def series_of(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Seconds, momentary and short-term loudness of a file, each tenth of a second, by ffmpeg."""
    said = _ffmpeg("-nostats", "-i", str(path), "-af", "ebur128=framelog=info", "-f", "null", "-")
    rows = re.findall(r"t:\s*([\d.]+)\s+TARGET:.*?M:\s*(-?[\d.]+|nan|-inf)\s+S:\s*(-?[\d.]+|nan|-inf)", said)
    found = np.nan_to_num(np.array(rows, float), nan=-120.0, neginf=-120.0)
    return found[:, 0], found[:, 1], found[:, 2]


def _tell_lead(made: Made, folder: Path) -> None:
    """How much louder the leads are than all else, where they sound."""
    leads = [index for index, part in enumerate(made.parts) if part.stem == "vocals"]
    others = [index for index in range(len(made.parts)) if index not in leads]
    if not leads or not others:
        return
    ducking = Ducking(made.value["parts"], made.files, made.value["num_samples"], made.rate)
    found = {}
    for name, own in (("lead", leads), ("bed", others)):
        with WaveWriter(folder / f"{name}.wav", made.rate) as file:
            rows, files = [made.value["parts"][i] for i in own], [made.files[i] for i in own]
            for block in summed(rows, files, made.value["num_samples"], made.rate, ducking):
                file.write(block)
        found[name] = series_of(folder / f"{name}.wav")[1]
    count = min(len(found["lead"]), len(found["bed"]))
    lead, bed = found["lead"][:count], found["bed"][:count]
    heard = lead > np.percentile(lead[lead > -70], 90) - 12
    apart = lead[heard] - bed[heard]
    low, middle, high = np.percentile(apart, [10, 50, 90])
    print(
        f"  voices over all else: {middle:+.1f} LU (10..90 %: {low:+.1f} {high:+.1f}), heard {heard.mean() * 100:.0f} %"
    )


def _tell_basses(made: Made) -> None:
    """How long the basses of two songs sound at once, of all time in which any does."""
    total = made.value["num_samples"]
    step = made.rate // 4
    ducking = Ducking(made.value["parts"], made.files, total, made.rate)
    cut = butter(4, BASS_HZ, "lowpass", fs=made.rate, output="sos")
    levels = {}
    for song in sorted({part.song for part in made.parts}):
        own = [index for index, part in enumerate(made.parts) if part.song == song]
        rows, files = [made.value["parts"][i] for i in own], [made.files[i] for i in own]
        memory, power = np.zeros((2, 2, 2)), []
        for block in summed(rows, files, total, made.rate, ducking):
            low, memory = sosfilt(cut, block, axis=1, zi=memory)
            power += [float(np.square(low[:, at : at + step]).mean()) for at in range(0, low.shape[1], step)]
        levels[song] = 10 * np.log10(np.array(power) + 1e-9)
    table = np.sort(np.stack(list(levels.values())), axis=0)[::-1]
    is_low = table[0] > -40
    both = is_low & (table[0] - table[1] < BASS_APART_DB) if len(table) > 1 else np.zeros(1, bool)
    where = np.flatnonzero(both)[:1] / 4
    print(
        f"  two basses at once: {both.sum() / max(1, is_low.sum()) * 100:.1f} % of the time"
        f"{f', first at {where[0]:.1f} s' if len(where) else ''}"
    )


def _tell_cuts(made: Made) -> None:
    """Voices that begin or end while they sound, though their song does not simply go on."""
    count, cut, told = 0, 0, []
    spans = [(part.song, part.stem, part.warp) for part in made.parts]
    for part, file in zip(made.parts, made.files, strict=True):
        if part.stem != "vocals":
            continue
        sound = read_wave(file, 0, wave_samples(file))
        power = np.square(sound, dtype=np.float64).mean(axis=0)
        hop = made.rate // 50
        level = 10 * np.log10(power[: len(power) // hop * hop].reshape(-1, hop).mean(axis=1) + 1e-12)
        if len(level) < 10:
            continue
        loud = np.percentile(level, 95)
        ends = (("begins", level[:4].max(), part.warp[0][0]), ("ends", level[-4:].max(), part.warp[-1][0]))
        for side, edge, song_s in ends:
            other = -1 if side == "begins" else 0
            if any(s == part.song and st == part.stem and abs(w[other][0] - song_s) < 0.1 and w is not part.warp
                   for s, st, w in spans):  # fmt: skip
                continue
            count += 1
            if edge > loud - SOUNDING_DB:
                cut += 1
                told.append(f"{part.id} {side} at {edge - loud:+.0f} dB")
    print(f"  voices cut while they sound: {cut} of {count} ends{': ' if told else ''}{', '.join(told[:6])}")


def _output(session: Any, target: str, name: str) -> Path:
    return Path(session.store.blob_path(session.survey.entries[target].outputs[name].digest))


def _ffmpeg(*args: str) -> str:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", *args]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr


def exports(made: Made, folder: Path) -> None:
    """Each format by ffmpeg."""
    from beatforge.cli.mix import _mixdown
    from beatforge.deliver.mixdown import write_mixdown

    mix = _mixdown(made.session)
    for suffix in FORMATS:
        path = folder / f"mix{suffix}"
        write_mixdown(mix, path, {})
        rate = 48000 if suffix == ".opus" else made.rate
        print(
            f"  {suffix}: {told_by_ffmpeg(path, round(made.value['num_samples'] * rate / made.rate), rate)}", flush=True
        )


def main(projects: Sequence[str], is_exported: bool) -> None:
    from beatforge.cli.session import Session

    for project in projects:
        with Session.open(Path(project)) as session, tempfile.TemporaryDirectory() as folder:
            made = made_by(session)
            print(project)
            tell(made)
            if is_exported:
                exports(made, Path(folder))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="+")
    parser.add_argument("--export", action="store_true")
    given = parser.parse_args()
    sys.exit(main(given.projects, given.export))
