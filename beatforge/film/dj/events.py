"""Moments of the music that a performer answers: where it drops, where a part begins, where songs come and go.

In: an analysis as its human says it is, and the parts of its mix. Out: `Event`s on beats, in the order of time. Each
hangs only on the music around it, so that moving one part of a mashup moves no event elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from beatforge.film.dj.decks import Decks
from beatforge.film.dj.grid import Grid
from beatforge.mix.parts import Mix
from beatforge.song.analysis import Analysis, Section

DROP, START, TRANSITION, SECTION, SWITCH, BREAK, SPIKE, PHRASE, HALF = KINDS = (
    "drop", "start", "transition", "section", "switch", "break", "spike", "phrase", "half",
)  # fmt: skip
"""From what must be answered to what may."""

DROP_STEPS = ((0.4, 100), (0.25, 70), (0.2, 45))
"""A rise of mean energy (0..1) from one section to the next that is a drop, and its strength: high, medium, low."""

HEARD_DROP = 0.6
"""Strength (0..1) from which a drop that was heard inside a section is one for the stage too."""

LOUD_START = 0.55
"""Mean energy (0..1) of the first two bars of a song that starts loud."""

SPIKE_STEP = 0.25
"""A rise of energy (0..1) of one beat over the bar before that is a spike."""

AROUND_BARS = 4
"""Bars on each side of a section's start over which energy is compared."""

PHRASE_BARS, LIVELY, WILD = 8, 0.35, 0.55
"""Bars of a phrase; mean energy (0..1) from which its end is answered, and from which a peak's halves are."""

LONG_BAR_S = 2.2
"""Where bars last longer, half as many make a phrase."""

_CALM_KINDS = ("intro", "bridge", "outro")
_PEAKS = ("chorus", "drop", "solo")


@dataclass(frozen=True, slots=True)
class Event:
    """A moment in seconds; `strength` 1..100, `deck` 0 left or 1 right, `into` the section that begins."""

    at: float
    kind: str
    strength: int
    deck: int
    reason: str
    into: str = ""


def events_of(analysis: Analysis, grid: Grid, decks: Decks, mix: Mix | None) -> tuple[Event, ...]:
    """All events, several of one moment among them."""
    found = [
        *_start(analysis, grid, decks),
        *_sections(analysis, grid, decks),
        *_heard_drops(analysis, grid, decks),
        *(_mixed(mix, grid, decks) if mix else ()),
        *_breaks(analysis, grid, decks),
        *_spikes(grid, decks),
        *_phrases(analysis, grid, decks),
    ]
    songs = [event for event in found if event.kind in (TRANSITION, SWITCH)]
    found = [_with_its_song(event, songs, grid) if event.kind == SECTION else event for event in found]
    last = grid.duration - grid.beat_s
    return tuple(sorted((e for e in found if 0 <= e.at < last), key=lambda e: (e.at, KINDS.index(e.kind), e.reason)))


def _start(analysis: Analysis, grid: Grid, decks: Decks) -> Iterator[Event]:
    first = grid.beats[0] if grid.beats else 0.0
    loud = grid.loudness(first, first + 2 * grid.bar_s)
    if loud >= LOUD_START and first < grid.bar_s:
        yield Event(first, START, 60, decks.side_at(first), f"starts loud ({loud:.2f})")


def _sections(analysis: Analysis, grid: Grid, decks: Decks) -> Iterator[Event]:
    for before, after in pairwise(analysis.sections):
        at = grid.beat_near(after.start)
        rise = _rise(grid, before, after)
        if strength := next((strength for step, strength in DROP_STEPS if rise >= step), 0):
            yield Event(at, DROP, strength, decks.side_at(at), f"energy {rise:+.2f} into {after.kind}", after.kind)
        yield Event(at, SECTION, 60, decks.side_at(at), f"{before.kind} to {after.kind}", after.kind)


def _with_its_song(event: Event, songs: Sequence[Event], grid: Grid) -> Event:
    """A new part on the deck of the song that comes in with it, a bar early or late."""
    near = [song for song in songs if abs(song.at - event.at) <= grid.bar_s]
    song = min(near, key=lambda song: (abs(song.at - event.at), song.at), default=None)
    if song is None:
        return event
    return replace(
        event, deck=song.deck, reason=event.reason if song.at == event.at else f"{event.reason}, {song.reason}"
    )


def _rise(grid: Grid, before: Section, after: Section) -> float:
    reach = AROUND_BARS * grid.bar_s
    low = grid.loudness(max(before.start, after.start - reach), after.start)
    return grid.loudness(after.start, min(after.end, after.start + reach)) - low


def _heard_drops(analysis: Analysis, grid: Grid, decks: Decks) -> Iterator[Event]:
    for drop in analysis.drops:
        if drop.strength >= HEARD_DROP:
            at = grid.beat_near(drop.at)
            yield Event(at, DROP, round(100 * min(1.0, drop.strength)), decks.side_at(at), "a drop is heard")


def _mixed(mix: Mix, grid: Grid, decks: Decks) -> Iterator[Event]:
    """Songs that come in for the first time, songs that are back, and stems that change while their song is heard."""
    parts = sorted((part for part in mix.parts if part.role != "voice"), key=lambda part: (part.start_s, part.id))
    for part in parts:
        if part.start_s < grid.beat_s:
            continue
        at, side = grid.beat_near(part.start_s), decks.sides[part.song]
        before_s = part.start_s - grid.beat_s / 2
        earlier = [other for other in parts if other.song == part.song and other.start_s < before_s]
        heard = {other.stem for other in earlier if other.end_s > part.start_s - grid.beat_s}
        if not earlier:
            yield Event(at, TRANSITION, 70, side, f"{part.song} comes in ({part.stem})")
        elif part.stem not in heard:
            again = "" if heard else " again"
            yield Event(at, SWITCH, 55, side, f"{part.stem} of {part.song}{again}")


def _breaks(analysis: Analysis, grid: Grid, decks: Decks) -> Iterator[Event]:
    for rest in analysis.breaks:
        at = grid.beat_near(rest.start)
        if rest.end - rest.start >= 2 * grid.bar_s:
            yield Event(at, BREAK, 50, decks.side_at(at), "the beat rests")


def _spikes(grid: Grid, decks: Decks) -> Iterator[Event]:
    for index in range(4, len(grid.beats) - 1):
        at = grid.beats[index]
        rise = grid.loudness(at, grid.beats[index + 1]) - grid.loudness(grid.beats[index - 4], at)
        if rise >= SPIKE_STEP:
            yield Event(at, SPIKE, min(100, round(200 * rise)), decks.side_at(at), f"energy {rise:+.2f}")


def _phrases(analysis: Analysis, grid: Grid, decks: Decks) -> Iterator[Event]:
    """A scratch two beats before the end of each phrase of a lively section; in peaks, its half is hit too."""
    phrase = PHRASE_BARS if grid.bar_s <= LONG_BAR_S else PHRASE_BARS // 2
    for section in analysis.sections:
        bars = grid.bars_from(section.start, section.end)
        for index in range(phrase // 2, len(bars), phrase // 2):
            loud = grid.loudness(bars[index - phrase // 2], bars[index])
            deck, reason = (decks.side_at(bars[index]) + index // phrase) % 2, f"{index} bars of {section.kind}"
            if index % phrase and section.kind in _PEAKS and loud >= WILD:
                yield Event(bars[index], HALF, 40, deck, reason)
            elif index % phrase == 0 and loud >= (WILD if section.kind in _CALM_KINDS else LIVELY):
                yield Event(grid.beats_before(bars[index], 2), PHRASE, 45, deck, reason)


def at_once(events: Sequence[Event], within: float) -> Iterator[tuple[Event, ...]]:
    """Events of one moment together, what must be answered most first."""
    group: list[Event] = []
    for event in events:
        if group and event.at - group[0].at > within:
            yield tuple(sorted(group, key=lambda e: (KINDS.index(e.kind), -e.strength)))
            group = []
        group.append(event)
    if group:
        yield tuple(sorted(group, key=lambda e: (KINDS.index(e.kind), -e.strength)))
