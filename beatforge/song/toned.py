"""What a human knows of a song's key, turns and mood, laid over what was heard. Pure; what is pinned always wins.

In: an analysis, and what is pinned. Out: the analysis with it. A list that is pinned replaces what was heard; a pinned
drop has full strength, a pinned key is sure. Times beyond the song's end are the caller's to refuse.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from beatforge.song.analysis import Analysis, Drop, Stretch
from beatforge.song.mood import mood_of


@dataclass(frozen=True, slots=True)
class Tone:
    """Pins; None and empty where nothing is pinned. Stretches are (start, end) in seconds."""

    key: str | None = None
    drops: tuple[float, ...] = ()
    builds: tuple[tuple[float, float], ...] = ()
    breaks: tuple[tuple[float, float], ...] = ()
    valence: float | None = None
    energy: float | None = None
    tags: tuple[str, ...] = ()


def with_tone(analysis: Analysis, tone: Tone) -> Analysis:
    """The analysis as its human says it sounds."""
    if tone.key is not None and tone.key != analysis.key:
        analysis = replace(analysis, other_key=analysis.key)
    if tone.key is not None:
        analysis = replace(analysis, key=tone.key, key_confidence=1.0)
    if tone.drops:
        analysis = replace(analysis, drops=tuple(Drop(at, 1.0) for at in sorted(tone.drops)))
    if tone.builds:
        analysis = replace(analysis, builds=tuple(Stretch(*build) for build in sorted(tone.builds)))
    if tone.breaks:
        analysis = replace(analysis, breaks=tuple(Stretch(*rest) for rest in sorted(tone.breaks)))
    if tone.valence is None and tone.energy is None and not tone.tags:
        return analysis
    valence, energy = (analysis.mood.valence, analysis.mood.energy) if analysis.mood else (0.0, 0.5)
    mood = mood_of(valence if tone.valence is None else tone.valence, energy if tone.energy is None else tone.energy)
    return replace(analysis, mood=replace(mood, tags=tone.tags) if tone.tags else mood)
