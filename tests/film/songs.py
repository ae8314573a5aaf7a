"""Analyses made of plain numbers, for tests of planning."""

from __future__ import annotations

from beatforge.song.analysis import ENVELOPE_HZ, Analysis, Drop, Section


def song(
    bpm: float = 120.0,
    bars: int = 32,
    kinds: tuple[str, ...] = ("intro", "verse", "chorus", "outro"),
    start: float = 0.0,
) -> Analysis:
    """A steady song of `bars` bars in 4/4 with sections of equal length; choruses are loud."""
    beat = 60 / bpm
    duration = round(start + bars * 4 * beat, 4)
    beats = tuple(round(start + index * beat, 4) for index in range(bars * 4))
    per = bars // len(kinds)
    edges = [0.0, *(beats[index * per * 4] for index in range(1, len(kinds))), duration]
    sections = tuple(Section(a, b, kind) for a, b, kind in zip(edges, edges[1:], kinds, strict=False))
    levels = {"chorus": 230, "drop": 250, "verse": 130, "intro": 60, "outro": 50}
    count = int(duration * ENVELOPE_HZ)
    energy = tuple(
        levels.get(next(s.kind for s in sections if s.start <= index / ENVELOPE_HZ < s.end or s is sections[-1]), 120)
        for index in range(count)
    )
    wave = tuple((index * 7) % 256 for index in range(count))
    drops = tuple(Drop(s.start, 0.8) for s in sections if s.kind in ("chorus", "drop"))
    curves = {"energy": energy, "bass": wave, "mid": wave, "high": wave, "onset": wave}
    return Analysis(duration, 44100, 2, "pyav", bpm, True, beats, beats[::4], 4, "A minor", sections, drops, curves)
