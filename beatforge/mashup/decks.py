"""The songs of a mashup, brought together: each on a deck, counted in the mix's beats and shifted into its key.

In: what was heard in each song, its stems, and what the project chose. Out: `Decks`, which every recipe works with.
Pure. Songs that can't meet are refused: a tempo ratio beyond 1.2 (after halving or doubling) is heard as a fault.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from beatforge.mashup.bars import Bars, bars_of, best_octave, tempo_of
from beatforge.mashup.levels import balance_of, voice_balance_of
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault, advice
from beatforge.song.analysis import ENVELOPE_HZ, Analysis
from beatforge.song.stems.stems import Stems
from beatforge.song.wheel import parse_key, shift_to_fit

MAX_RATIO = 1.2
SLOWEST_BPM, FASTEST_BPM = 65.0, 165.0
"""Between these people tap their feet."""

FEWEST_BARS = 4
STEMS_HINT = "give it stems: {folder: ...}, {separate: demucs} or {separate: dsp}"
SINGS_DB = 24.0
"""How far below its own loudest moment a voice still counts as singing."""


@dataclass(frozen=True)
class Deck:
    """One song, ready to be mixed. `semitones` bring it into the mix's key, `balance_db` to the loudness of the rest,
    `ratio` is how much faster it runs than it is. `voice_db` brings its voice `OVER_DB` over what carries it."""

    id: str
    analysis: Analysis
    stems: Stems | None
    bars: Bars
    semitones: int
    balance_db: float
    ratio: float
    voice_db: float = 0.0

    def has(self, stem: str) -> bool:
        """Whether this stem of it can be heard."""
        return stem == "mix" or (self.stems is not None and bool(self.stems.files_of(stem)))

    def need(self, stem: str) -> None:
        """Fault where this stem can't be heard."""
        if not self.has(stem):
            lacks = f"its stems are {', '.join(self.stems.names)}" if self.stems else "it has no stems"
            raise Fault("BF081", f"song {self.id} has no {stem}: {lacks}", STEMS_HINT, ("songs", self.id))

    def energy(self, bar: int, bars: int) -> float:
        """Mean energy 0..1 of so many of its bars."""
        curve = self.analysis.envelopes["energy"]
        low, high = (int(self.bars.second(at * self.bars.per_bar) * ENVELOPE_HZ) for at in (bar, bar + bars))
        part = curve[max(0, low) : max(high, low + 1)]
        return sum(part) / (255 * len(part)) if part else 0.0

    @cached_property
    def singing(self) -> tuple[float, ...]:
        """For each bar how much of it is sung, 0..1: by its words, else by its vocal stem, else by what was heard."""
        edges = [self.bars.second(bar * self.bars.per_bar) for bar in range(self.bars.count + 1)]
        lyrics = self.analysis.lyrics
        if lyrics is not None and lyrics.is_timed:
            lines = [(line.start, line.end) for line in lyrics.lines if line.start is not None and line.end is not None]
            return tuple(_covered(lines, low, high) for low, high in itertools.pairwise(edges))
        curve = self.stems.envelopes.get("vocals", ()) if self.stems else ()
        loud = max(curve, default=0) - SINGS_DB * 255 / 60
        if not curve:
            curve, loud = self.analysis.voice, 127.0
        return tuple(_share(curve, loud, low, high) for low, high in itertools.pairwise(edges))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its sections by bars, each at least one bar long."""
        edges = [self.bars.nearest_bar(section.start) for section in self.analysis.sections] + [self.bars.count]
        found = []
        for section, low, high in zip(self.analysis.sections, edges, edges[1:], strict=False):
            if high > low:
                sung = sum(self.singing[low:high]) / (high - low)
                found.append(Passage(self.id, low, high - low, section.kind, self.energy(low, high - low), sung))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Passage:
    """A section of a song: its first bar, how many, what it is, how strong 0..1, how much of it is sung 0..1."""

    song: str
    bar: int
    bars: int
    kind: str
    energy: float
    sung: float


@dataclass(frozen=True)
class Decks:
    """All songs in the order of the project. `lead` is the one that carries the others, at whose key they meet."""

    songs: Mapping[str, Deck]
    lead: str
    tempo_bpm: float
    key: str
    per_bar: int
    phrase: int
    """Bars of a phrase."""

    @property
    def beat_s(self) -> float:
        return 60 / self.tempo_bpm

    @property
    def bar_s(self) -> float:
        return self.per_bar * self.beat_s

    def __getitem__(self, song: str) -> Deck:
        return self.songs[song]


def named(spec: MashupSpec, choice: str, usual: int) -> str:
    """The song that a choice names, else the one that stands at this place in the project."""
    asked: str | None = getattr(spec, choice)
    if asked is None:
        return list(spec.songs)[usual]
    return known_song(spec, asked, (choice,))


def unknown_songs(spec: MashupSpec) -> Iterator[Fault]:
    """A fault for each choice that names a song which is not there."""
    asked: dict[tuple[str, ...], str | None]
    asked = {("voice",): spec.voice, ("bed",): spec.bed, **{("stems", stem): song for stem, song in spec.stems.items()}}
    for at, song in asked.items():
        if song is not None and song not in spec.songs:
            yield _unknown(spec, song, at)


def _unknown(spec: MashupSpec, asked: str, at: tuple[str | int, ...]) -> Fault:
    return Fault("BF084", f'the mashup has no song "{asked}"', advice(asked, spec.songs), at)


def known_song(spec: MashupSpec, asked: str, at: tuple[str | int, ...]) -> str:
    """The id, if a song has it."""
    if asked not in spec.songs:
        raise _unknown(spec, asked, at)
    return asked


def bring_together(
    spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], lead: str, used: Sequence[str] = ()
) -> Decks:
    """The songs that are `used` (all, if none are named), at one tempo, in one key; Fault for those that can't be."""
    songs = [song for song in spec.songs if not used or song in used or song == lead]
    grids = {song: _grid(song, heard[song]) for song in songs}
    per_bar = grids[lead].per_bar
    for song in songs:
        if grids[song].per_bar != per_bar:
            text = f"song {song} has {grids[song].per_bar} beats in a bar, {lead} has {per_bar}"
            raise Fault("BF082", text, "leave one of them out, or pin its beats", ("songs", song))
    tempo = spec.tempo_bpm or _meeting_tempo({song: tempo_of(grid) for song, grid in grids.items()}, lead)
    key = spec.key or heard[lead].key
    decks = {}
    for song in songs:
        octave, ratio = best_octave(tempo_of(grids[song]), tempo)
        if max(ratio, 1 / ratio) > MAX_RATIO + 1e-9:
            text = f"song {song} ({tempo_of(grids[song]):.1f} bpm) would run {ratio:.2f} times as fast at {tempo:.1f}"
            raise Fault("BF082", text, _ways_to_meet(spec, grids, lead, song), ("songs", song))
        shift = shift_to_fit(parse_key(heard[song].key), parse_key(key))
        balance_db = balance_of(heard[song], heard[lead])
        bars = bars_of(heard[song], octave)
        voice_db = voice_balance_of(stems.get(song), stems.get(lead), balance_db)
        decks[song] = Deck(song, heard[song], stems.get(song), bars, shift, balance_db, ratio, voice_db)
    return Decks(decks, lead, tempo, key, per_bar, spec.phrase_bars)


def _grid(song: str, analysis: Analysis) -> Bars:
    bars = bars_of(analysis)
    if bars.count < FEWEST_BARS:
        text = f"song {song} has {max(0, bars.count)} whole bars; a mashup needs {FEWEST_BARS} of each"
        raise Fault("BF082", text, "pin its tempo_bpm and first_downbeat, or name another song", ("songs", song))
    return bars


def _meeting_tempo(tempos: Mapping[str, float], lead: str) -> float:
    """The lead's own tempo, if all others can run at it; else the middle of all, seen from the lead. Very fast beats
    are counted by halves, very slow ones twice, so that a phrase is as long as phrases are."""
    own = tempos[lead]
    own = own / 2 if own >= FASTEST_BPM else own * 2 if own < SLOWEST_BPM else own
    near = [tempo * best_octave(tempo, own)[0] for tempo in tempos.values()]
    worst = max(max(tempo / own, own / tempo) for tempo in near)
    return own if worst <= MAX_RATIO else own * 2 ** _middle([math.log2(tempo / own) % 1 for tempo in near])


def _middle(places: Sequence[float]) -> float:
    """The middle of the shortest arc of a circle of length 1 that has all places, -0.5..0.5; tempos on a circle of
    octaves."""
    places = sorted(places)
    gaps = [(after - before) % 1 or float(len(places) == 1) for before, after in
            zip(places, (*places[1:], places[0]), strict=True)]  # fmt: skip
    widest = max(range(len(gaps)), key=lambda index: gaps[index])
    middle = places[widest] + gaps[widest] + (1 - gaps[widest]) / 2
    return (middle + 0.5) % 1 - 0.5


def _ways_to_meet(spec: MashupSpec, grids: Mapping[str, Bars], lead: str, song: str) -> str:
    """What helps where a song would run too fast or too slowly."""
    tempos = {name: tempo_of(grid) for name, grid in grids.items()}
    meeting = _meeting_tempo(tempos, lead)
    ratios = [best_octave(tempo, meeting)[1] for tempo in tempos.values()]
    if all(1 / MAX_RATIO <= ratio <= MAX_RATIO for ratio in ratios):
        return f"at tempo_bpm: {meeting:.0f} all of them meet"
    heard = ", ".join(f"{name} {tempo:.0f}" for name, tempo in tempos.items())
    return f"{MAX_RATIO:g} is the most that sounds well, and no tempo suits all ({heard} bpm): leave out one of them"


def _covered(lines: Sequence[tuple[float, float]], low: float, high: float) -> float:
    """The share of [low, high) that lies in any of the lines."""
    inside = sum(max(0.0, min(end, high) - max(start, low)) for start, end in lines)
    return min(1.0, inside / (high - low))


def _share(curve: Sequence[int], loud: float, low: float, high: float) -> float:
    """The share of a stretch of a curve that is over `loud`."""
    part = curve[int(low * ENVELOPE_HZ) : max(int(high * ENVELOPE_HZ), int(low * ENVELOPE_HZ) + 1)]
    return sum(value > loud for value in part) / len(part) if part else 0.0
