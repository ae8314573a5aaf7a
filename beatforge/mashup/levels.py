"""How loud the songs of a mashup are against each other, and voices against what carries them.

In: what was heard of songs and of their stems. Out: decibels. Pure. What is unknown is left as it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from beatforge.song.analysis import Analysis
from beatforge.song.loudness import SILENT_LUFS
from beatforge.song.stems.stems import Stems, stem_file

BALANCE_DB = 9.0
"""A song that is quieter or louder than this against the one that carries it is not brought all the way."""

DUCK_DB = 2.5
"""How far what carries a voice goes down under it."""

OVER_DB = 3.5
"""How much louder than what carries it a voice is, by integrated loudness. That is a mean of powers, so half of what is
sung lies some 2 LU below: 0 to 4 LU over the band from moment to moment, where words are understood and it is heard."""

VOICE_DB = -2.0
"""A voice against its whole song where nobody knows how loud it is."""

MOST_VOICE_DB = 12.0
"""A voice is brought no further up or down: what has to be made louder still is more leak than voice."""


def balance_of(analysis: Analysis, lead: Analysis) -> float:
    """Decibels that make a song as loud as the one that carries it; 0 while loudness is not known."""
    if analysis.loudness is None or lead.loudness is None:
        return 0.0
    apart = lead.loudness.integrated_lufs - analysis.loudness.integrated_lufs
    return round(min(max(apart, -BALANCE_DB), BALANCE_DB), 1)


def voice_balance_of(own: Stems | None, carrying: Stems | None, balance_db: float) -> float:
    """Decibels that bring a song's voice `OVER_DB` over the instruments of the one that carries it, once these have
    gone down under it; both as loud as they are where they sound."""
    voice = own.loudness_lufs.get("vocals", SILENT_LUFS) if own else SILENT_LUFS
    bed = _instrumental_lufs(carrying) if carrying else SILENT_LUFS
    if voice <= SILENT_LUFS or bed <= SILENT_LUFS:
        return balance_db + VOICE_DB
    return round(min(max(bed - DUCK_DB + OVER_DB - voice, -MOST_VOICE_DB), MOST_VOICE_DB), 1)


def _instrumental_lufs(stems: Stems) -> float:
    files = stems.files_of("instrumental")
    return _together([lufs for name, lufs in stems.loudness_lufs.items() if stem_file(name) in files])


def _together(loudness_lufs: Sequence[float]) -> float:
    """How loud sounds are that have nothing to do with each other, all at once: their powers are added."""
    power = sum(10 ** (one / 10) for one in loudness_lufs if one > SILENT_LUFS)
    return 10 * math.log10(power) if power else SILENT_LUFS
