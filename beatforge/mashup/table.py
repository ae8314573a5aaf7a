"""An edit list for people: one line per row, bar by bar, and the same as JSON values. Pure.

In: an edit list, its mix. Out: lines of text, or mappings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from beatforge.mashup.rows import LEAD_S, EditList
from beatforge.mix.parts import Mix, Part

HEAD = ("id", "bars", "from - to", "tempo", "shift", "gain", "role", "why")


def table_lines(made: EditList, mix: Mix) -> list[str]:
    """The mashup in one line, why it is as it is, and its rows."""
    decks = made.decks
    songs = "; ".join(f"{song} runs {deck.ratio:.3f}x, {deck.semitones:+d}" for song, deck in decks.songs.items())
    key = f", {decks.key}" if decks.key else ""
    head = (
        f"mashup {made.type}: {made.bars} bars of {decks.per_bar}, {_clock(made.duration_s)},"
        f" {decks.tempo_bpm:.2f} bpm{key}; {songs}"
    )
    cells = [HEAD, *(_cells(row) for row in table_rows(made, mix))]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    rows = [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    ]
    return [head, *(f"  because {reason}" for reason in made.reasons),
            *(f"  {score}" for score in made.scores), *rows]  # fmt: skip


def table_rows(made: EditList, mix: Mix) -> list[dict[str, Any]]:
    """Each row with what it plays: bars of the mashup, from which second of which song to which, how, and why."""
    whys = {row.id: row.why for row in made.rows}
    bar_s = made.decks.per_bar * made.decks.beat_s
    return [
        {
            "id": part.id,
            "bars": [round((second + 2 * LEAD_S) / bar_s + 1, 2) for second in (part.start_s, part.end_s)],
            "song": part.song,
            "stem": part.stem,
            "from_s": part.warp[0][0],
            "to_s": part.warp[-1][0],
            "start_s": part.start_s,
            "end_s": part.end_s,
            "tempo_ratio": _ratio(part),
            "semitones": part.semitones,
            "gain_db": part.gain_db,
            "low_cut_hz": part.low_cut_hz,
            "duck_db": part.duck_db,
            "role": part.role,
            "why": whys[part.id],
        }
        for part in mix.parts
    ]


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    low, high = row["bars"]
    return (
        row["id"],
        f"{int(low)}-{max(int(low), int(high - 0.1))}",
        f"{_clock(row['from_s'])} - {_clock(row['to_s'])}",
        f"{row['tempo_ratio']:.3f}",
        f"{row['semitones']:+d}",
        f"{row['gain_db']:+.1f}" + (f" >{row['low_cut_hz']:.0f} Hz" if row["low_cut_hz"] else ""),
        row["role"],
        row["why"],
    )


def _ratio(part: Part) -> float:
    """How much faster than in its song the part runs."""
    return round((part.warp[-1][0] - part.warp[0][0]) / (part.end_s - part.start_s), 4)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{seconds % 60:05.2f}"
