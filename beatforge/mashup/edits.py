"""A human's changes to single rows of an edit list. Pure.

In: rows with ids and the project's `edits`. Out: the rows as they are wanted. An edit that meets no row is a fault
naming the nearest; ids stay those of the recipe, so that one edit never takes away the row of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from beatforge.mashup.rows import EditList, Row
from beatforge.project.mashups import EditSpec
from beatforge.project.problems import Fault, nearest

PLAIN = ("semitones", "low_cut_hz", "duck_db", "fade_in_s", "fade_out_s", "role")
"""Fields that an edit simply says anew."""


def edited(made: EditList, edits: Sequence[EditSpec]) -> EditList:
    """The edit list with its edits, in their order."""
    rows = {row.id: row for row in made.rows}
    for index, edit in enumerate(edits):
        at = ("edits", index)
        for row in _meant(made.rows, edit, at, made.decks.per_bar):
            if row.id not in rows:
                raise Fault("BF083", f"{row.id} was muted by an edit before this one", "keep one of both", at)
            changed = None if edit.mute else _changed(rows[row.id], edit, made, at)
            if changed is None:
                del rows[row.id]
            else:
                rows[row.id] = changed
    if not rows:
        raise Fault("BF083", "the edits mute every row", "leave something to be heard", ("edits",), "key")
    return replace(made, rows=tuple(rows.values()))


def _meant(rows: Sequence[Row], edit: EditSpec, at: tuple[str | int, ...], per_bar: int) -> list[Row]:
    """The rows that an edit is for."""
    if edit.part is not None:
        found = [row for row in rows if row.id == edit.part]
        if not found:
            names = [row.id for row in rows]
            close = [f'"{name}"' for name in nearest(edit.part, names)] or names[:1]
            hint = f"nearest: {', '.join(close)}; `beatforge plan` prints them all"
            raise Fault("BF083", f'the edit list has no row "{edit.part}"', hint, (*at, "part"))
        return found
    stems = [row for row in rows if edit.stem in (None, row.stem)]
    found = [row for row in stems if row.beat // per_bar + 1 == edit.bar]
    if not found:
        which = f"row of {edit.stem}" if edit.stem else "row"
        bars = sorted({row.beat // per_bar + 1 for row in stems}, key=lambda bar: (abs(bar - (edit.bar or 0)), bar))
        hint = f"the nearest begins in bar {bars[0]}" if bars else f"there is no {edit.stem} at all"
        raise Fault("BF083", f"no {which} begins in bar {edit.bar}", hint, (*at, "bar"))
    return found


def _changed(row: Row, edit: EditSpec, made: EditList, at: tuple[str | int, ...]) -> Row:
    """The row as an edit has it; Fault where it would leave its song or the mix."""
    changes: dict[str, Any] = {name: value for name in PLAIN if (value := getattr(edit, name)) is not None}
    if edit.gain_db is not None:
        changes["gain_db"] = row.gain_db + edit.gain_db
    decks, bars = made.decks, made.decks[row.song].bars
    if edit.source is not None:
        changes |= {"song_beat": bars.nearest_bar(edit.source) * decks.per_bar, "trim": None, "tail": 0}
    if edit.bars is not None:
        changes |= {"beats": edit.bars * decks.per_bar, "trim": None, "tail": 0}
    if edit.move_beats is not None:
        changes["beat"] = row.beat + edit.move_beats
    told = " and ".join(word for word in ("from", "bars", "move_beats") if getattr(edit, _FIELD.get(word, word)))
    row = replace(row, **changes)
    if row.beat < 0 or row.end > made.bars * decks.per_bar:
        text = f"{row.id} would be heard from beat {row.beat + 1} to {row.end} of {made.bars * decks.per_bar}"
        raise Fault("BF083", text, f"a smaller {told} keeps it inside", at)
    if row.song_beat + row.beats > bars.num_beats:
        left = max(0, bars.num_beats - row.song_beat) // decks.per_bar
        text = f"song {row.song} has {left} bars from there, and {row.id} takes {row.beats / decks.per_bar:g}"
        raise Fault("BF083", text, "say an earlier from, or fewer bars", at)
    return row


_FIELD = {"from": "source"}
