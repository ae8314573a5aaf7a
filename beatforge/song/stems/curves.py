"""How loud each stem is, as pictures follow it: 0..255 at ENVELOPE_HZ, against the stem's own loud moments. Pure.

In: stems, whose envelopes are in decibels on one scale for all. Out: curves of amplitude, one for each of the four
stems that is there; a quiet stem moves pictures as much as a loud one. A guitar or a piano belongs to `other`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beatforge.song.stems.stems import ENVELOPE_DB, FOUR, Stems, files_of

LOUD = 0.98
"""A stem is at full scale where it is as loud as in all but its loudest 2 %: one hard stroke must not darken a song."""

LEAST_DB = 40.0
"""A stem that never comes this near to the loudest of all is what another one left in it: nothing follows it."""


def stem_curves(stems: Stems) -> Mapping[str, tuple[int, ...]]:
    """The curve of each of `FOUR` that is there."""
    found = {}
    for stem in FOUR:
        parts = [stems.envelopes[file.removesuffix(".wav")] for file in files_of(stem, stems.names)]
        if parts:
            found[stem] = _against_itself([max(levels) for levels in zip(*parts, strict=True)])
    return found


def _against_itself(envelope: Sequence[int]) -> tuple[int, ...]:
    """Steps of decibels as amplitude, of the stem's own loud moments."""
    heard = sorted(level for level in envelope if level)
    loud = heard[int(LOUD * (len(heard) - 1))] if heard else 0
    if loud <= 255 * (1 - LEAST_DB / ENVELOPE_DB):
        return (0,) * len(envelope)
    step_db = ENVELOPE_DB / 255
    amplitude = [0] + [min(255, round(255 * 10 ** ((level - loud) * step_db / 20))) for level in range(1, 256)]
    return tuple(amplitude[level] for level in envelope)
