"""What was heard in a song, in lines for people: `beatforge song show`.

In: an analysis, with or without lyrics. Out: lines of text. What was not listened for, or not heard, has no line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from beatforge.cli.sung import lyrics_lines
from beatforge.song.wheel import camelot, open_key, parse_key

if TYPE_CHECKING:
    from beatforge.song.analysis import Analysis


def song_lines(name: str, analysis: Analysis) -> Iterator[str]:
    """All that is known of the song."""
    yield f"{name}: {_clock(analysis.duration)}, decoded by {analysis.decoder}, depth {analysis.depth}"
    yield from _tempo_lines(analysis)
    yield from _tone_lines(analysis)
    turns = [(part.start, part.end, part.kind) for part in analysis.sections]
    turns += [(build.start, build.end, "  build") for build in analysis.builds]
    turns += [(rest.start, rest.end, "  break") for rest in analysis.breaks]
    yield f"sections: {len(analysis.sections)}"
    for start, end, kind in sorted(turns, key=lambda turn: (turn[0], turn[2].startswith(" "))):
        felt = [point for point in analysis.arc if point.at < (start + end) / 2 and not kind.startswith(" ")]
        told = f"valence {felt[-1].valence:+.2f}, energy {felt[-1].energy:.2f}" if felt else ""
        yield f"  {_clock(start)} - {_clock(end)}  {kind:13}{told}".rstrip()
    yield from (f"  drop at {_clock(drop.at)}, strength {drop.strength:.2f}" for drop in analysis.drops)
    if analysis.lyrics:
        yield from lyrics_lines(analysis.lyrics)


def _tempo_lines(analysis: Analysis) -> Iterator[str]:
    if not analysis.beats:
        yield "no beat"
        return
    steady = "" if analysis.steady else " (not steady)"
    yield f"{analysis.tempo_bpm:.2f} bpm{steady}, confidence {analysis.tempo_confidence:.2f}"
    yield (
        f"{analysis.metre}, {analysis.beats_per_bar} beats a bar, confidence {analysis.metre_confidence:.2f};"
        f" beats {len(analysis.beats)}, downbeats {len(analysis.downbeats)}, confidence"
        f" {analysis.downbeat_confidence:.2f}"
    )
    if len(analysis.tempos) > 1:
        yield from (
            f"  {_clock(tempo.start)} - {_clock(tempo.end)}  {tempo.tempo_bpm:.2f} bpm" for tempo in analysis.tempos
        )
    others = (f"{o.kind}: {o.tempo_bpm:.2f} bpm ({o.confidence:.2f})" for o in analysis.alternatives)
    if told := ", ".join(others):
        yield f"  or {told}; take one: beatforge song pin tempo '{analysis.alternatives[0].kind}'"


def _tone_lines(analysis: Analysis) -> Iterator[str]:
    if key := parse_key(analysis.key):
        other = f", else {analysis.other_key}" if analysis.other_key else ""
        yield (
            f"{analysis.key} (Camelot {camelot(key)}, Open Key {open_key(key)}), confidence"
            f" {analysis.key_confidence:.2f}{other}"
        )
    if loud := analysis.loudness:
        yield (
            f"loudness {loud.integrated_lufs:.1f} LUFS, range {loud.range_lu:.1f} LU, true peak"
            f" {loud.true_peak_dbtp:.1f} dBTP"
        )
    if analysis.voice:
        told = "somebody sings" if analysis.has_voice else "nobody seems to sing"
        yield f"{told}, confidence of a voice {analysis.voice_confidence:.2f}"
    if mood := analysis.mood:
        yield f"mood: {', '.join(mood.tags)} (valence {mood.valence:+.2f}, energy {mood.energy:.2f})"


def _clock(seconds: float) -> str:
    hundredths = round(100 * seconds)
    return f"{hundredths // 6000}:{hundredths % 6000 // 100:02d}.{hundredths % 100:02d}"
