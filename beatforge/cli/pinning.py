"""`beatforge song pin KEY [VALUE..]`: what a human knows of a song, written into the project, comments kept.

Without a value what was heard is written, to be edited. `tempo x1/2` and the like take an alternative that listening
offers. The project is checked before it is written, as it is for `scene set`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.errors import UsageError

if TYPE_CHECKING:
    from beatforge.project.models import Project
    from beatforge.song.analysis import Analysis

TEMPO = "tempo"
"""What an alternative is taken for; it is written as the pins that mean it."""

TABLES: Mapping[str, str] = {
    "tempos": "[{at: 0, tempo_bpm: 120}, {at: 1:04, tempo_bpm: 90}]",
    "sections": "[{at: 0, kind: intro}, {at: 0:16.3, kind: verse}]",
    "builds": "{start: 0:46, end: 1:02}",
    "breaks": "{start: 2:10, end: 2:26}",
    "mood": "{valence: 0.2, energy: 0.8, tags: [dark]}",
}
"""Pins that are no plain values, with an example each."""


def pin(args: argparse.Namespace) -> int:
    """`beatforge song pin KEY [VALUE..]`."""
    from beatforge.cli.opening import find_project
    from beatforge.cli.settings import read_settings
    from beatforge.project.edit import set_at

    path = find_project(args.project)
    assert path
    home = (*_song_path(path, args.song), "pins")
    check = _ends_in_time(path, args.song or "")
    for key, value in _pins(path, args.song or "", args.key.replace("-", "_"), args.values).items():
        set_at(path, (*home, key), value, read_settings().allow, in_rows=True, check=check)
        print(f"{path.name}: {'.'.join((*home, key))} = {_shown(value)}")
    return 0


def _pins(path: Path, song: str, key: str, values: Sequence[str]) -> Mapping[str, Any]:
    """What is to be written under which keys."""
    from beatforge.project.problems import advice
    from beatforge.project.songs import Pins

    keys = tuple(Pins.model_fields)
    if key == TEMPO:
        return alternative_pins(_heard(path, song), " ".join(values))
    if key not in keys:
        raise UsageError(f'no pin "{key}"; {advice(key, (*keys, TEMPO)) or "there are " + ", ".join((*keys, TEMPO))}')
    if values:
        return {key: _said(key, values)}
    found = _whole(HEARD[key](_heard(path, song))) if key in HEARD else None
    if found in (None, [], ""):
        raise UsageError(f"nothing was heard that {key} could be pinned to; say it: beatforge song pin {key} VALUE")
    return {key: found}


def _said(key: str, values: Sequence[str]) -> Any:
    """The values as the project would have them: a list where the key takes one."""
    from beatforge.project.songs import Pins

    is_list = Pins.model_fields[key].default == ()
    if values[0].lstrip()[:1] in ("[", "{"):  # one text; a shell may have cut it at its spaces
        from beatforge.project.edit import value_of

        value = value_of(" ".join(values), f"song pin {key}")
        return [value] if is_list and isinstance(value, dict) else value
    if key in TABLES:
        raise UsageError(f"{key} are pinned as rows: beatforge song pin {key} '{TABLES[key]}'; or without a value")
    if is_list:
        return list(values)
    if len(values) > 1 and key != "key":
        raise UsageError(f"{key} takes one value; {len(values)} were given")
    return " ".join(values)


def alternative_pins(analysis: Analysis, kind: str) -> Mapping[str, Any]:
    """The pins that an offered alternative means; UsageError naming those that are offered."""
    from beatforge.song.tempos import HALF_BEAT, RATIOS

    offered = {other.kind: other for other in analysis.alternatives}
    if kind not in offered:
        known = "; ".join(f"{name}: {other.tempo_bpm:g} bpm, {other.confidence:.0%}" for name, other in offered.items())
        told = f"listening offers {known}" if known else "listening offers no other tempo"
        raise UsageError(f'no alternative "{kind}"; {told}; or say it: beatforge song pin tempo_bpm BPM')
    if kind == HALF_BEAT:
        return {"first_downbeat": half_a_beat_on(analysis)}
    if len(analysis.tempos) > 1:
        by = RATIOS[kind]
        return {"tempos": [{"at": round(t.start, 3), "tempo_bpm": round(by * t.tempo_bpm, 3)} for t in analysis.tempos]}
    return {"tempo_bpm": round(offered[kind].tempo_bpm, 3)}


def half_a_beat_on(analysis: Analysis) -> float:
    """The first downbeat, in seconds, if all beats were half a beat off: moved on, or back where there is room."""
    half = 30 / analysis.tempo_bpm
    first = analysis.downbeats[0] if analysis.downbeats else 0.0
    return round(first - half if first >= half else first + half, 3)


def _heard(path: Path, song: str) -> Analysis:
    """What was heard in the project's song, or in the one with this id; pins and words are laid over it."""
    from beatforge.cli.session import Session
    from beatforge.film.planning import pinned

    with Session.open(path) as session:
        return pinned(session.project, session.require_music().songs[song], song)


def _ends_in_time(path: Path, song: str) -> Callable[[Project], object] | None:
    """What raises ProjectError for pins behind the song's end, if it was listened to; nothing is listened to for it."""
    from beatforge.cli.session import Session
    from beatforge.film.planning import pinned

    with Session.open(path) as session:
        music = session.music()
    return None if music is None else lambda project: pinned(project, music.songs[song], song)


def _song_path(path: Path, song: str | None) -> tuple[str, ...]:
    """Where the song is written."""
    from beatforge.cli.settings import read_settings
    from beatforge.cli.song_ids import known_song
    from beatforge.project.load import load_project

    project = load_project(path, allowed=read_settings().allow)
    return project.song_path(known_song(project, song))


def _whole(value: Any) -> Any:
    """The value with 118 for 118.0, as one writes it."""
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _times(stretches: Sequence[Any]) -> list[dict[str, float]]:
    return [{"start": round(part.start, 3), "end": round(part.end, 3)} for part in stretches]


def _mood(analysis: Analysis) -> Any:
    mood = analysis.mood
    return {"valence": mood.valence, "energy": mood.energy, "tags": list(mood.tags)} if mood else None


HEARD: Mapping[str, Callable[[Analysis], Any]] = {
    "tempo_bpm": lambda analysis: round(analysis.tempo_bpm, 3) or None,
    "tempos": lambda analysis: [
        {"at": round(part.start, 3), "tempo_bpm": round(part.tempo_bpm, 3)} for part in analysis.tempos
    ],
    "beats_per_bar": lambda analysis: analysis.beats_per_bar,
    "first_downbeat": lambda analysis: round(analysis.downbeats[0], 3) if analysis.downbeats else None,
    "sections": lambda analysis: [{"at": round(part.start, 3), "kind": part.kind} for part in analysis.sections],
    "words": lambda analysis: [round(at, 3) for at in analysis.lyrics.word_starts] if analysis.lyrics else None,
    "key": lambda analysis: analysis.key,
    "drops": lambda analysis: [round(drop.at, 3) for drop in analysis.drops],
    "builds": lambda analysis: _times(analysis.builds),
    "breaks": lambda analysis: _times(analysis.breaks),
    "mood": _mood,
}
"""For each pin what was heard, as a project has it."""


def _shown(value: Any) -> str:
    from beatforge.project.quoting import written

    text = written(value)
    return text if len(text) <= 100 else f"{text[:97]}..."
