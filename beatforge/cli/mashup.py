"""What `plan` tells of a mashup: its edit list, row by row, and why it is as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from beatforge.cli.session import Session


def mashup_lines(session: Session) -> list[str]:
    """The edit list as a table; nothing for one song, or while the songs are not listened to."""
    from beatforge.mashup.table import table_lines

    music = session.music() if session.project.mashup else None
    return table_lines(music.mashed.made, music.mashed.heard.mix) if music and music.mashed else []


def mashup_value(session: Session) -> dict[str, Any]:
    """The same as JSON values: nothing at all, or one key."""
    from beatforge.mashup.table import table_rows

    music = session.music() if session.project.mashup else None
    if not music or not music.mashed:
        return {}
    made, mix = music.mashed.made, music.mashed.heard.mix
    return {
        "mashup": {
            "type": made.type,
            "reasons": list(made.reasons),
            "scores": list(made.scores),
            "tempo_bpm": made.decks.tempo_bpm,
            "key": made.decks.key,
            "beats_per_bar": made.decks.per_bar,
            "bars": made.bars,
            "duration_s": mix.duration_s,
            "parts": table_rows(made, mix),
        }
    }
