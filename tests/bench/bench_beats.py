"""How well beats, tempo and bars are heard, beside librosa's tracker with its defaults, on the same songs at once.

    python -m tests.bench.bench_beats FOLDER                      songs with NAME.beats (seconds, tab, place in the bar)
    python -m tests.bench.bench_beats --rendered [--full] [--json FILE]             songs rendered from notes, no files

Songs are NAME.(flac|ogg|mp3|wav|opus), or NAME.song.* + NAME.*.* summed; an index.json may give the BPM of songs
without beats. mir_eval is the referee. Wrong octaves, 3:2 and half beats are listed one by one, with what the offered
alternatives say of the right one. `--full` renders some hundreds of songs, and one of 20 minutes.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import mir_eval
import numpy as np
import soundfile
from numpy.typing import NDArray

from beatforge.song.analysis import Analysis
from beatforge.song.listen import analyse, listen
from beatforge.song.tempos import HALF_BEAT, RATIOS
from tests.bench.battery import Piece, pieces
from tests.rendered import RATE, spectra_of

SUFFIXES = (".flac", ".ogg", ".mp3", ".wav", ".opus")
OTHER = {"x1/4": 1 / 4, "x4": 4.0}
OCTAVES = (0.25, 0.5, 1.0, 2.0, 4.0)
SAME = 0.02
TOLD = 0.6
"""Beat F below which a song counts as misheard."""

RIGHT = 0.9
"""Beat F from which all is well, whatever tempo a song of several is said to have."""

NUMBERS = ("F", "AMLt", "BPM error %", "downbeat F")


def song_of(beats_file: Path, folder: Path) -> Path:
    """The song that belongs to a beats file; parts of one song are mixed into `folder` first."""
    name = beats_file.stem
    whole = [beats_file.with_suffix(suffix) for suffix in SUFFIXES if beats_file.with_suffix(suffix).exists()]
    if whole:
        return whole[0]
    parts = [path for path in sorted(beats_file.parent.glob(f"{name}.*")) if path.suffix in SUFFIXES]
    sounds, rates = zip(*(soundfile.read(path, always_2d=True) for path in parts), strict=True)
    mix = np.zeros((max(map(len, sounds)), 2))
    for sound in sounds:
        mix[: len(sound)] += sound
    soundfile.write(folder / f"{name}.wav", mix, rates[0], subtype="FLOAT")
    return folder / f"{name}.wav"


def f_measure(truth: Sequence[float], found: Sequence[float]) -> float:
    """F at 70 ms."""
    trimmed = (mir_eval.beat.trim_beats(np.array(times)) for times in (truth, found))
    return float(mir_eval.beat.f_measure(*trimmed))


def scores(
    truth: Sequence[float],
    ones: Sequence[float],
    bpm: float,
    beats: Sequence[float],
    found: Sequence[float],
    own: float,
) -> dict[str, float]:
    """`NUMBERS` of one tracker: its beats, its downbeats, its own BPM (0 where it has none)."""
    trimmed = [mir_eval.beat.trim_beats(np.array(times)) for times in (truth, beats)]
    amlt = float(mir_eval.beat.continuity(*trimmed)[3]) if min(map(len, trimmed)) > 1 else 0.0
    off = min((abs(own / (bpm * octave) - 1) for octave in OCTAVES), default=1.0) if own and bpm else float("nan")
    return {"F": f_measure(truth, beats), "AMLt": amlt, "BPM error %": 100 * off, "downbeat F": f_measure(ones, found)}


def librosa_beats(samples: NDArray[np.float32], rate: float) -> tuple[NDArray[np.float64], float]:
    """Beats and BPM of librosa's tracker with its defaults."""
    import librosa

    tempo, beats = librosa.beat.beat_track(y=samples, sr=rate, units="time")
    return np.asarray(beats), float(np.atleast_1d(tempo)[0])


def misheard(truth: Sequence[float], bpm: float, heard: Analysis) -> str:
    """What the tempo heard must be multiplied by, `HALF_BEAT`, or "" where all is well."""
    if not heard.tempo_bpm:
        return "no tempo"
    if f_measure(truth, heard.beats) >= RIGHT:
        return ""
    for kind, ratio in {**RATIOS, **OTHER}.items():
        if abs(heard.tempo_bpm * ratio / bpm - 1) < SAME:
            return kind
    if abs(heard.tempo_bpm / bpm - 1) >= SAME:
        return "other"
    between = [(one + other) / 2 for one, other in zip(heard.beats, heard.beats[1:], strict=False)]
    if f_measure(truth, heard.beats) < TOLD:
        return HALF_BEAT if f_measure(truth, between) > TOLD else "aside"
    return ""


def case_line(name: str, bpm: float, heard: Analysis, kind: str, value: float) -> str:
    """One misheard song, and whether the right reading is offered."""
    offered = {other.kind: other.confidence for other in heard.alternatives}
    said = f"offered with {offered[kind]:.2f}" if kind in offered else "NOT OFFERED"
    return (
        f"    {name:34} {kind:9} heard {heard.tempo_bpm:8.3f} for {bpm:8.3f}, F {value:.3f}, "
        f"sure {heard.tempo_confidence:.2f}, right one {said}"
    )


def annotated(folder: Path) -> Iterator[dict[str, Any]]:
    """A row for every song with a beats file."""
    with tempfile.TemporaryDirectory() as mixes:
        for beats_file in sorted(folder.glob("*.beats")):
            song, truth = song_of(beats_file, Path(mixes)), np.loadtxt(beats_file)
            beats, ones = truth[:, 0].tolist(), truth[truth[:, 1] == 1, 0].tolist()
            bpm = 60 * (len(beats) - 1) / (beats[-1] - beats[0])
            began = time.process_time()
            heard = listen(song)
            took = (time.process_time() - began) / heard.duration * 60
            yield row_of(beats_file.stem, beats, ones, bpm, heard, _samples(song)) | {"CPU s/min": took}


def _samples(song: Path) -> tuple[NDArray[np.float32], float]:
    import librosa

    samples, rate = librosa.load(song)
    return samples, rate


def row_of(
    name: str,
    beats: Sequence[float],
    ones: Sequence[float],
    bpm: float,
    heard: Analysis,
    sound: tuple[NDArray[np.float32], float],
) -> dict[str, Any]:
    """What one song tells of both trackers. librosa knows no bars: every fourth of its beats counts as one."""
    theirs, their_bpm = librosa_beats(*sound)
    kind = misheard(beats, bpm, heard)
    ours = scores(beats, ones, bpm, heard.beats, heard.downbeats, heard.tempo_bpm)
    return {
        "name": name,
        "bpm": bpm,
        "heard bpm": heard.tempo_bpm,
        "sure": heard.tempo_confidence,
        "metre": heard.metre,
        "misheard": kind,
        "offered": {other.kind: other.confidence for other in heard.alternatives},
        "ours": ours,
        "librosa": scores(beats, ones, bpm, theirs, theirs[::4], their_bpm),
        "line": case_line(name, bpm, heard, kind, ours["F"]) if kind or ours["F"] < TOLD else "",
    }


def rendered(full: bool) -> Iterator[dict[str, Any]]:
    """A row for every rendered piece."""
    for piece in pieces(full):
        song = piece.song()
        heard = analyse(spectra_of(song), "rendered")
        row = row_of(piece.name, song.beats, song.downbeats, piece.tempo_bpm, heard, (song.sound, RATE))
        yield row | {"true metre": song.metre, "kind": piece.kind, "parts": parts_error(piece, heard)}


def parts_error(piece: Piece, heard: Analysis) -> float | None:
    """Largest error in % of the tempi of a piece in several tempi; None for others, or where parts were missed."""
    if len(piece.tempi) < 2 or len(heard.tempos) != len(piece.tempi):
        return None
    return max(
        100 * min(abs(found.tempo_bpm / (tempo * octave) - 1) for octave in OCTAVES)
        for found, tempo in zip(heard.tempos, piece.tempi, strict=True)
    )


def tell(rows: Sequence[dict[str, Any]]) -> None:
    """Means of both trackers, then each misheard song."""
    for tracker in ("ours", "librosa"):
        means = [float(np.nanmean([row[tracker][number] for row in rows])) for number in NUMBERS]
        print(f"{'mean ' + tracker:32}", *(f"{name} {mean:.3f}" for name, mean in zip(NUMBERS, means, strict=True)))
    exact = [row["ours"]["BPM error %"] <= 0.05 for row in rows]
    print(f"BPM within 0.05 % up to octave: {sum(exact)} of {len(rows)}")
    wrong = [row for row in rows if row["line"]]
    print(f"misheard: {len(wrong)} of {len(rows)}")
    for row in wrong:
        print(row["line"])
    lost = [row["name"] for row in wrong if row["ours"]["F"] < TOLD and row["misheard"] not in row["offered"]]
    print(f"F below {TOLD} without the right one offered: {', '.join(lost) or 'none'}")


def tell_sureness(rows: Sequence[dict[str, Any]]) -> None:
    """How often a reading is right that says it is so sure."""
    for low, high in ((0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
        some = [row for row in rows if low <= row["sure"] < high]
        if some:
            right = np.mean([not row["misheard"] for row in some])
            sure = np.mean([row["sure"] for row in some])
            print(f"    says {sure:.2f} ({low:.2f}-{min(high, 1):.2f}): right {right:.2f} of {len(some)}")


def tell_kinds(rows: Sequence[dict[str, Any]]) -> None:
    """Means per kind of rendered piece."""
    for kind in dict.fromkeys(row["kind"] for row in rows):
        some = [row for row in rows if row["kind"] == kind]
        ours, theirs = (np.mean([row[tracker]["F"] for row in some]) for tracker in ("ours", "librosa"))
        bars = np.mean([row["ours"]["downbeat F"] for row in some])
        metre = np.mean([row["metre"] == row["true metre"] for row in some])
        said = f"    {kind:18} F {ours:.3f} (librosa {theirs:.3f}), downbeat F {bars:.3f}, metre {metre:.2f}"
        parts = [row["parts"] for row in some if row["parts"] is not None]
        print(
            f"{said} of {len(some)}", f"; all parts found in {len(parts)}, BPM to {max(parts):.3f} %" if parts else ""
        )


def tell_tempi(folder: Path) -> None:
    """Songs of which only the BPM is known."""
    index = folder / "index.json"
    songs = json.loads(index.read_text()) if index.exists() else []
    for song in songs:
        if song.get("bpm") and "beats" not in song:
            heard = listen(folder / song["files"][0])
            off, octave = min((abs(heard.tempo_bpm / (song["bpm"] * by) - 1), by) for by in OCTAVES)
            others = ", ".join(f"{other.kind} {other.confidence:.2f}" for other in heard.alternatives)
            print(
                f"    {song['name']:20} {song['bpm']} BPM: heard {heard.tempo_bpm}, {100 * off:.3f} % off x{octave:g}, "
                f"sure {heard.tempo_confidence:.2f}; {others}"
            )


def main(argv: Sequence[str]) -> None:
    """Measures a folder, or rendered songs."""
    warnings.filterwarnings("ignore", module="mir_eval")
    is_rendered = "--rendered" in argv
    folder = Path(next((word for word in argv if not word.startswith("--")), "."))
    rows = []
    for row in rendered("--full" in argv) if is_rendered else annotated(folder):
        rows.append(row)
        if not is_rendered:
            for tracker in ("ours", "librosa"):
                print(f"{row['name']:24} {tracker:7}", *(f"{name} {row[tracker][name]:.3f}" for name in NUMBERS))
            print(f"{'':24} BPM {row['bpm']:.3f}, heard {row['heard bpm']}, CPU s/min {row['CPU s/min']:.2f}")
    tell(rows)
    if is_rendered:
        tell_kinds(rows)
        tell_sureness(rows)
    else:
        tell_tempi(folder)
    if "--json" in argv:
        kept = [{key: value for key, value in row.items() if key != "line"} for row in rows]
        Path(argv[argv.index("--json") + 1]).write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
