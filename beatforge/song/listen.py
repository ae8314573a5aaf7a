"""From a song file to its `Analysis`: one pass over the sound, then everything else from the two spectra it left.

What a human pinned about the song is not applied here (see `pins`), except the tempo, which decides what is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.song.analysis import BASIC, Analysis
from beatforge.song.boundaries import AS_THE_SONG_HAS, SectionCount

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.song.beats import Beats
    from beatforge.song.downbeats import Bars
    from beatforge.song.spectrum import Spectra

ANALYSIS = "analysis.json"

Progress = Callable[[int, int], None]
"""Told seconds of song heard so far, and seconds in all."""

Tracked = Callable[["NDArray[np.float64]"], tuple["Beats", "Bars"]]
"""Beats and bars that another tracker found, judged by the song's accents."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How deep listening goes, one of `DEPTHS` (`full` listens like `standard`: its words are laid over later), and how
    many sections it may find."""

    depth: str = "standard"
    section_count: SectionCount = AS_THE_SONG_HAS

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Asked:
        """What a step's value says of it; what it does not say is as usual."""
        return Asked(value.get("depth", "standard"), SectionCount(**value.get("section_count", {})))


AS_USUAL = Asked()


def listen(
    path: Path, tempo_bpm: float | None = None, progress: Progress | None = None, asked: Asked = AS_USUAL
) -> Analysis:
    """What the song at `path` is; a given `tempo_bpm` is taken as it is and only its phase is looked for."""
    from beatforge.song.decode import decode
    from beatforge.song.spectrum import measure_spectra

    is_basic = asked.depth == BASIC
    decoder, spectra = decode(path, lambda blocks: measure_spectra(blocks, progress), measures_loudness=not is_basic)
    return analyse(spectra, decoder, tempo_bpm, asked=asked)


def analyse(
    spectra: Spectra,
    decoder: str,
    tempo_bpm: float | None = None,
    tracked: Tracked | None = None,
    asked: Asked = AS_USUAL,
) -> Analysis:
    """The analysis of a song whose spectra were measured; its beats are looked for, or those of another tracker."""
    from beatforge.song.accents import measure_accents
    from beatforge.song.beats import FREE, track_beats
    from beatforge.song.chroma import BASS_SEMITONES, folded, measure_semitones
    from beatforge.song.downbeats import Bars, find_bars
    from beatforge.song.energy import measure_energy
    from beatforge.song.envelopes import measure_envelopes
    from beatforge.song.key import find_key
    from beatforge.song.mood import measure_mood
    from beatforge.song.onsets import measure_onsets
    from beatforge.song.sections import even_sections

    onsets, energy = measure_onsets(spectra), measure_energy(spectra)
    semitones = measure_semitones(spectra)
    chroma, bass = folded(semitones), folded(semitones[:, :BASS_SEMITONES])
    del semitones  # a megabyte a minute that nothing else asks for
    accents = measure_accents(spectra, onsets, chroma)
    if tracked:
        beats, bars = tracked(accents)
    else:
        beats = track_beats(onsets, accents, spectra.duration, tempo_bpm)
        is_basic, free = asked.depth == BASIC, 1.0 if beats.steady else FREE
        bars = Bars(0) if is_basic else find_bars(beats.times, spectra, accents, chroma, free)
    downbeats = beats.times[bars.first :: bars.beats_per_bar]
    key = find_key(chroma, bass)
    heard = Analysis(
        duration=spectra.duration,
        sample_rate=spectra.sample_rate,
        channels=spectra.channels,
        decoder=decoder,
        tempo_bpm=beats.tempo_bpm,
        steady=beats.steady,
        beats=beats.times,
        downbeats=downbeats,
        beats_per_bar=bars.beats_per_bar,
        key=key.name,
        sections=even_sections(downbeats, spectra.duration, asked.section_count),
        drops=(),
        envelopes=measure_envelopes(spectra, onsets, energy),
        damage=spectra.damage,
        tempos=beats.tempos,
        tempo_confidence=beats.confidence,
        alternatives=beats.alternatives,
        metre=bars.metre,
        metre_confidence=bars.metre_confidence,
        downbeat_confidence=bars.downbeat_confidence,
        key_confidence=key.confidence,
        other_key=key.other,
        mood=measure_mood(spectra, key, beats.tempo_bpm),
        depth=asked.depth,
    )
    return heard if asked.depth == BASIC else _deeper(heard, spectra, onsets, chroma, energy, asked.section_count)


def _deeper(
    heard: Analysis,
    spectra: Spectra,
    onsets: NDArray[np.float32],
    chroma: NDArray[np.float32],
    energy: NDArray[np.float64],
    section_count: SectionCount,
) -> Analysis:
    """What was heard, with all that is more than `basic`."""
    from beatforge.song.dynamics import find_breaks, find_builds
    from beatforge.song.energy import find_drops
    from beatforge.song.key import HeardKey
    from beatforge.song.mood import measure_arc
    from beatforge.song.notes import measure_notes
    from beatforge.song.sections import find_sections
    from beatforge.song.singer import find_singer
    from beatforge.song.voice import measure_voice

    voice, singer = measure_voice(spectra), find_singer(spectra)
    drops = find_drops(energy, heard.downbeats, heard.beats)
    sections = find_sections(heard, spectra, chroma, energy, voice, singer, drops, section_count)
    goals = [*(section.start for section in sections[1:]), *(drop.at for drop in drops)]
    key = HeardKey(heard.key, heard.other_key, heard.key_confidence)
    return replace(
        heard,
        sections=sections,
        drops=drops,
        loudness=spectra.loudness,
        builds=find_builds(spectra, onsets, heard.downbeats, goals),
        breaks=find_breaks(spectra, heard.downbeats),
        arc=measure_arc(heard.mood, key, sections, chroma, energy),
        voice=voice,
        voice_confidence=singer.confidence,
        chroma=measure_notes(chroma),
    )


def listen_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Progress) -> None:
    """Writes `ANALYSIS` into `out`: what the song `inputs[0]` is, at `value["tempo_bpm"]` if a human pinned it."""
    analysis = listen(inputs[0], value["tempo_bpm"], progress, Asked.from_value(value))
    write_analysis(analysis, out)


def write_analysis(analysis: Analysis, out: Path) -> None:
    """Puts `ANALYSIS` into the folder `out`."""
    import json

    part = out / f"{ANALYSIS}.part"
    part.write_text(json.dumps(analysis.to_value(), sort_keys=True, separators=(",", ":"), allow_nan=False))
    part.replace(out / ANALYSIS)
