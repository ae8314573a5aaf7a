"""Times as lyrics files write them, and the faults of those that are none."""

from __future__ import annotations

import re

from beatforge.song.lyrics.lines import LyricsFault


def clock(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float:
    """The seconds that these digits say; `fraction` are the digits behind the point."""
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)


def checked(match: re.Match[str], row: int, *groups: str | None, before: int = 0) -> float:
    """The time that was matched: (hours, minutes, seconds, fraction). Fault for a minute of 60 seconds. The text that
    was searched begins behind so many characters of its row."""
    hours, minutes, seconds, fraction = groups
    assert minutes is not None and seconds is not None
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        word = match[0].strip()
        column = before + match.start() + match[0].index(word) + 1
        hint = "seconds go from 00 to 59" if int(seconds) > 59 else "minutes go from 00 to 59"
        raise LyricsFault(f'"{word}" is no time', hint, row, column, len(word))
    return clock(hours, minutes, seconds, fraction)
