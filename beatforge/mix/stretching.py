"""The step that makes one part: a stretch of a song, at the mix's tempo and pitch, to the sample as long as planned.

In: a song's file or its stems, anchors (seconds of the song, sample of the part). Out: `part.wav`, without gain and
fades. A part at its song's own pace and pitch is copied bit by bit; one within `EVEN` of it is resampled; the rest goes
through Signalsmith Stretch, run by run, or, where the project says so, through the Rubber Band program as a whole.

Pitch is shifted by stretching and then reading faster or slower: the library's own shift puts tones up to 3 Hz beside
where they belong, which is 20 cents of a bass note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.mix.between import TAPS, sampled
from beatforge.mix.parts import PART
from beatforge.mix.reel import Reel
from beatforge.mix.runs import Anchor, Run, runs_of
from beatforge.mix.seams import met, seam_between
from beatforge.song.waves import Samples, WaveWriter

AT_ONCE_S = 4.0
"""Of what is only copied or resampled, as much is held at once."""

WINDOW_S, HOP_S = 0.14, 0.028
"""Signalsmith's own setting is 0.12 and 0.03. This one leaves close chords some 10 dB purer, and clicks 0.2 ms nearer
to their place. Smaller hops place clicks better still and let a chord warble: at 0.02 what is beside its tones rises by
16 dB. What a click strays by grows with the hop in the song, so where much is shortened the hop shrinks as much: there
chords have purity to spare (`bench_mix.py`)."""

LEAN_S = 0.00015
"""How much later clicks come out of it where it shortens, and earlier where it lengthens, whatever the ratio."""

RUN_UP_S = 0.25
"""Sound around a run that the stretcher hears besides, to be in full swing where the run begins."""

COPY_SAMPLES = 0.75
"""How far from whole samples a map may lie and be called whole; at 44.1 kHz, 17 millionths of a second."""


def stretch_part(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: the part's sound. `semitones` and `stretch` are missing where it is only copied."""
    rate, total = value["sample_rate"], value["num_samples"]
    anchors = [(float(song), int(sample)) for song, sample in value["anchors"]]
    reel = Reel(inputs, value["decoder"], rate)
    if value.get("stretch") == "rubberband":
        from beatforge.mix.rubberband import stretched_by_rubberband

        blocks = stretched_by_rubberband(anchors, reel, rate, value["semitones"], out)
    else:
        blocks = stretched(anchors, reel, rate, value.get("semitones", 0))
    with WaveWriter(out / PART, rate) as file:
        for block in blocks:
            file.write(block)
            progress(file.num_samples, total)
        assert file.num_samples == total, (file.num_samples, total)


def stretched(anchors: Sequence[Anchor], reel: Reel, rate: int, semitones: int) -> Iterator[Samples]:
    """The part in blocks of some seconds, all of them together exactly as long as the anchors say."""
    runs = runs_of(anchors, rate, semitones)
    seams = [seam_between(before, after, rate) for before, after in pairwise(runs)]
    waiting: Samples | None = None
    for index, run in enumerate(runs):
        seam_in = seams[index - 1] if index else None
        seam_out = seams[index] if index < len(seams) else None
        start, end = seam_in.start if seam_in else run.start, seam_out.end if seam_out else run.end
        for piece_start, piece_end in _pieces(run, start, end, rate):
            sound = _sound(run, piece_start, piece_end, reel, rate, semitones)
            if waiting is not None and seam_in:
                length = waiting.shape[1]
                sound = np.concatenate([met(waiting, sound[:, :length], seam_in.fade), sound[:, length:]], axis=1)
                waiting = None
            if seam_out and piece_end == end:
                kept = seam_out.start - piece_start
                sound, waiting = sound[:, :kept], sound[:, kept:]
            yield sound


def _pieces(run: Run, start: int, end: int, rate: int) -> Iterator[tuple[int, int]]:
    """[start, end) at once where it is stretched, else in equal pieces, which follow each other without a seam."""
    count = 1 if run.is_stretched else -(-(end - start) // int(AT_ONCE_S * rate))
    yield from pairwise([start + (end - start) * index // count for index in range(count + 1)])


def _sound(run: Run, start: int, end: int, reel: Reel, rate: int, semitones: int) -> Samples:
    """What is heard of the song in [start, end) of the part, by the map of one run."""
    shift = 2 ** (semitones / 12)
    beside = int(RUN_UP_S * rate) if run.is_stretched else TAPS
    first = int(run.song_s(start) * rate) - beside
    source = reel.read(first, int(run.song_s(end) * rate) + beside)
    longer = 1.0
    if run.is_stretched:
        count = round(source.shape[1] * run.ratio * shift)
        longer = count / source.shape[1]
        source = _signalsmith(source, count, rate)
    lean = LEAN_S * rate * np.sign(1 - longer)
    knots = np.array([start, *(at for _, at in run.anchors if start < at < end), end], np.float64)
    places = np.array([(run.song_s(knot) * rate - first) * longer + lean for knot in knots])
    whole = round(float(np.median(places - knots)))
    if np.abs(places - knots - whole).max() <= COPY_SAMPLES:
        return source[:, start + whole : end + whole]
    return sampled(source, np.interp(np.arange(start, end), knots, places), shift)


def _signalsmith(source: Samples, count: int, rate: int) -> Samples:
    """The source made `count` samples long; the library takes the ratio as a float32 and rounds the length by it."""
    from python_stretch.Signalsmith import Stretch

    machine = Stretch(1)
    machine.configure(2, int(WINDOW_S * rate), int(HOP_S * rate * min(1.0, count / source.shape[1])))
    machine.setTimeFactor(source.shape[1] / count)
    found: Samples = np.asarray(machine.process(np.ascontiguousarray(source)))
    missing = count - found.shape[1]
    return np.pad(found, ((0, 0), (0, missing))) if missing > 0 else found[:, :count]
