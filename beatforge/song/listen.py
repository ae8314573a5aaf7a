"""From a song file to its `Analysis`: one pass over the sound, then everything else from the two spectra it left.

What a human pinned about the song is not applied here (see `pins`), except the tempo, which decides what is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.song.analysis import Analysis

if TYPE_CHECKING:
    from beatforge.song.spectrum import Spectra

ANALYSIS = "analysis.json"

Progress = Callable[[int, int], None]
"""Told seconds of song heard so far, and seconds in all."""


def listen(path: Path, tempo_bpm: float | None = None, progress: Progress | None = None) -> Analysis:
    """What the song at `path` is; a given `tempo_bpm` is taken as it is and only its phase is looked for."""
    from beatforge.song.decode import decode
    from beatforge.song.spectrum import measure_spectra

    decoder, spectra = decode(path, lambda blocks: measure_spectra(blocks, progress))
    return analyse(spectra, decoder, tempo_bpm)


def analyse(spectra: Spectra, decoder: str, tempo_bpm: float | None = None) -> Analysis:
    """The analysis of a song whose spectra were measured."""
    from beatforge.song.beats import track_beats
    from beatforge.song.chroma import measure_chroma, name_key
    from beatforge.song.downbeats import find_bars
    from beatforge.song.energy import find_drops, measure_energy
    from beatforge.song.envelopes import measure_envelopes
    from beatforge.song.onsets import measure_onsets
    from beatforge.song.sections import find_sections

    onsets, chroma, energy = measure_onsets(spectra), measure_chroma(spectra), measure_energy(spectra)
    beats = track_beats(onsets, spectra.duration, tempo_bpm)
    bars = find_bars(beats.times, spectra, onsets, chroma)
    downbeats = beats.times[bars.first :: bars.beats_per_bar]
    drops = find_drops(energy, downbeats, beats.times)
    return Analysis(
        duration=spectra.duration,
        sample_rate=spectra.sample_rate,
        channels=spectra.channels,
        decoder=decoder,
        tempo_bpm=beats.tempo_bpm,
        steady=beats.steady,
        beats=beats.times,
        downbeats=downbeats,
        beats_per_bar=bars.beats_per_bar,
        key=name_key(chroma),
        sections=find_sections(beats.times, downbeats, spectra, chroma, energy, drops),
        drops=drops,
        envelopes=measure_envelopes(spectra, onsets, energy),
        damage=spectra.damage,
    )


def listen_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Progress) -> None:
    """Writes `ANALYSIS` into `out`: what the song `inputs[0]` is, at `value["tempo_bpm"]` if a human pinned it."""
    import json

    analysis = listen(inputs[0], value["tempo_bpm"], progress)
    part = out / f"{ANALYSIS}.part"
    part.write_text(json.dumps(analysis.to_value(), sort_keys=True, separators=(",", ":"), allow_nan=False))
    part.replace(out / ANALYSIS)
