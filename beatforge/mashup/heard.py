"""What a mashup is as a song: its Analysis, composed of its songs' through the maps of its mix. Nothing is listened to.

In: an edit list, its mix, what was heard in the songs. Out: an `Analysis` whose grid is exact, whose parts are the
recipe's, and whose curves, drops and words are those of the songs where and as loud as they are heard. Each moment
hangs only on the parts that sound in it, so that moving one changes nothing elsewhere. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from beatforge.mashup.decks import Decks
from beatforge.mashup.feelings import composed_arc, composed_mood, composed_voice, planned_loudness
from beatforge.mashup.rows import EditList
from beatforge.mix.parts import Mix, Part
from beatforge.song.analysis import ENVELOPE_HZ, ENVELOPES, Analysis, Drop, Section, Stretch
from beatforge.song.lyrics.lines import Line, Lyrics, Word
from beatforge.song.stems.stems import ENVELOPE_DB, FOUR, Stems
from beatforge.song.tempos import Tempo
from beatforge.song.wheel import parse_key

DECODER = "mix"
FORM = "mashup"
HEARD = 0.6
"""How much of a line has to be heard to be one of the mashup's."""

RHYTHMIC = ("mix", "instrumental", "drums")
"""Stems that have the drums."""

SHARES: Mapping[str, Mapping[str, float]] = {
    "mix": dict.fromkeys(ENVELOPES, 1.0),
    "instrumental": {"energy": 0.85, "bass": 1.0, "mid": 0.75, "high": 0.9, "onset": 1.0},
    "vocals": {"energy": 0.55, "bass": 0.05, "mid": 0.8, "high": 0.5, "onset": 0.25},
    "drums": {"energy": 0.65, "bass": 0.6, "mid": 0.35, "high": 0.9, "onset": 1.0},
    "bass": {"energy": 0.55, "bass": 0.9, "mid": 0.2, "high": 0.0, "onset": 0.2},
    "other": {"energy": 0.6, "bass": 0.15, "mid": 0.85, "high": 0.45, "onset": 0.45},
}
"""How much of a song's curves a stem is responsible for, of 1: where these sounds lie in a usual mix."""

STEMS_IN: Mapping[str, tuple[str, ...]] = {"mix": FOUR, "instrumental": FOUR[1:]}
"""Stems that are heard with a part of several."""

SILENT_DB = 40.0
"""A stem this far below the loudest moment of its song is not heard in the curves."""


def analysis_of(made: EditList, mix: Mix, stems: Mapping[str, Stems]) -> Analysis:
    """The mashup as a song that was heard."""
    decks, duration = made.decks, made.duration_s
    mix = replace(mix, parts=tuple(_as_in_its_song(part, decks) for part in mix.parts))
    beats = tuple(round(index * decks.beat_s, 4) for index in range(made.bars * decks.per_bar))
    lead = decks[decks.lead].analysis
    songs = {song: deck.analysis for song, deck in decks.songs.items()}
    lines = sorted(_lines(mix.parts, songs), key=lambda line: line.start or 0.0)
    parsed = parse_key(decks.key)
    sections = _sections(made)
    arc = composed_arc(mix.parts, sections, songs)
    return Analysis(
        duration=duration,
        sample_rate=mix.sample_rate,
        channels=2,
        decoder=DECODER,
        tempo_bpm=round(decks.tempo_bpm, 4),
        steady=True,
        beats=beats,
        downbeats=beats[:: decks.per_bar],
        beats_per_bar=decks.per_bar,
        key=str(parsed) if parsed else "",
        sections=sections,
        drops=_drops(mix.parts, songs),
        envelopes=_envelopes(mix, songs, stems),
        stems=_stems(mix, songs),
        lyrics=Lyrics(FORM, tuple(lines)) if lines else None,
        tempos=(Tempo(0.0, duration, round(decks.tempo_bpm, 4)),),
        tempo_confidence=1.0,
        metre=lead.metre,
        metre_confidence=1.0,
        downbeat_confidence=1.0,
        key_confidence=lead.key_confidence,
        builds=_stretches(mix.parts, {song: analysis.builds for song, analysis in songs.items()}),
        breaks=_stretches(mix.parts, {song: analysis.breaks for song, analysis in songs.items()}),
        mood=composed_mood(arc, duration) or lead.mood,
        arc=arc,
        voice=composed_voice(mix, mix.parts, songs),
        loudness=planned_loudness(mix, lead),
    )


def _as_in_its_song(part: Part, decks: Decks) -> Part:
    """A part without what brings its song, or its voice, to the level of the rest: curves know each song by itself."""
    deck = decks[part.song]
    return replace(part, gain_db=part.gain_db - (deck.voice_db if part.stem == "vocals" else deck.balance_db))


def _sections(made: EditList) -> tuple[Section, ...]:
    """The recipe's form; of two parts that begin in one bar the later one counts."""
    starts = dict(sorted((bar, kind) for bar, kind in dict(made.form).items() if bar < made.bars))
    bar_s = made.decks.per_bar * made.decks.beat_s
    times = [round(bar * bar_s, 4) for bar in starts]
    ends = [*times[1:], made.duration_s]
    return tuple(Section(a, b, kind) for a, b, kind in zip(times, ends, starts.values(), strict=True))


def _drops(parts: Sequence[Part], songs: Mapping[str, Analysis]) -> tuple[Drop, ...]:
    """Drops of what is heard with its drums; the stronger of two in one place."""
    found: dict[float, float] = {}
    for part in parts:
        if part.stem in RHYTHMIC:
            for drop in songs[part.song].drops:
                if part.warp[0][0] <= drop.at < part.warp[-1][0]:
                    at = round(part.mix_s(drop.at), 3)
                    found[at] = max(found.get(at, 0.0), drop.strength)
    return tuple(Drop(at, strength) for at, strength in sorted(found.items()))


def _stretches(parts: Sequence[Part], known: Mapping[str, Sequence[Stretch]]) -> tuple[Stretch, ...]:
    """Builds or breaks of what is heard with its drums, those of which most is heard."""
    found = set()
    for part in parts:
        if part.stem in RHYTHMIC:
            for one in known[part.song]:
                low, high = max(one.start, part.warp[0][0]), min(one.end, part.warp[-1][0])
                if high - low > HEARD * (one.end - one.start):
                    found.add((_time(part, low), _time(part, high)))
    return tuple(Stretch(start, end) for start, end in sorted(found))


def _lines(parts: Sequence[Part], songs: Mapping[str, Analysis]) -> Iterator[Line]:
    """Lines of which most is heard, at the times at which they are heard; further words of them are left out."""
    for part in parts:
        lyrics = songs[part.song].lyrics
        if part.stem not in ("mix", "vocals") or lyrics is None:
            continue
        low, high = part.warp[0][0], part.warp[-1][0]
        for line in lyrics.lines:
            if line.start is None or line.end is None:
                continue
            inside = min(line.end, high) - max(line.start, low)
            if inside > HEARD * (line.end - line.start):
                words = tuple(_word(word, part) for word in line.words if _is_in(word, low, high))
                yield replace(line, start=_time(part, line.start), end=_time(part, line.end), words=words)


def _is_in(word: Word, low: float, high: float) -> bool:
    return word.start is None or low <= word.start < high


def _word(word: Word, part: Part) -> Word:
    return replace(
        word,
        start=None if word.start is None else _time(part, word.start),
        end=None if word.end is None else _time(part, word.end),
    )


def _time(part: Part, second: float) -> float:
    return round(part.mix_s(second), 3)


def _envelopes(mix: Mix, songs: Mapping[str, Analysis], stems: Mapping[str, Stems]) -> dict[str, tuple[int, ...]]:
    """The songs' curves, each as loud as it is heard, added as powers are."""
    count = int(mix.duration_s * ENVELOPE_HZ)
    sums = {name: [0.0] * (count + 1) for name in ENVELOPES}
    for part in mix.parts:
        if part.stem not in SHARES:
            continue
        frames, levels = _frames(part, count), _levels(part, stems.get(part.song))
        for name in ENVELOPES:
            curve, share, total = songs[part.song].envelopes[name], SHARES[part.stem][name], sums[name]
            last = len(curve) - 1
            if not share or last < 0:
                continue
            for frame, at, gain in frames:
                value = curve[at if at < last else last] * gain * share
                if levels:
                    value *= levels[at if at < len(levels) else -1]
                total[frame] += value * value
    return {name: tuple(min(255, round(math.sqrt(value))) for value in total[:count]) for name, total in sums.items()}


def _stems(mix: Mix, songs: Mapping[str, Analysis]) -> dict[str, tuple[int, ...]]:
    """The songs' curves of stems, where and as loud as they are heard; those that no song has are not there."""
    count = int(mix.duration_s * ENVELOPE_HZ)
    sums: dict[str, list[float]] = {}
    for part in mix.parts:
        curves = songs[part.song].stems
        heard = [stem for stem in STEMS_IN.get(part.stem, (part.stem,)) if curves.get(stem)]
        for stem in heard:
            total, curve = sums.setdefault(stem, [0.0] * (count + 1)), curves[stem]
            for frame, at, gain in _frames(part, count):
                total[frame] += (curve[min(at, len(curve) - 1)] * gain) ** 2
    return {stem: tuple(min(255, round(math.sqrt(value))) for value in total[:count]) for stem, total in sums.items()}


def _frames(part: Part, count: int) -> list[tuple[int, int, float]]:
    """(step of the mix, step of the song, gain there) for each step in which a part sounds."""
    gain, found = 10 ** (part.gain_db / 20), []
    for (a, m), (b, n) in zip(part.warp, part.warp[1:], strict=False):
        slope = (b - a) / (n - m)
        for frame in range(math.ceil(m * ENVELOPE_HZ), min(math.ceil(n * ENVELOPE_HZ), count + 1)):
            mix_s = frame / ENVELOPE_HZ
            faded = min(
                (mix_s - part.start_s) / part.fade_in_s if part.fade_in_s else 1.0,
                (part.end_s - mix_s) / part.fade_out_s if part.fade_out_s else 1.0,
                1.0,
            )
            found.append((frame, int((a + (mix_s - m) * slope) * ENVELOPE_HZ), gain * math.sqrt(max(0.0, faded))))
    return found


def _levels(part: Part, stems: Stems | None) -> list[float]:
    """How much there is of a stem from step to step, 0..1 against its own loudest; nothing where that is not known."""
    if stems is None or part.stem == "mix" or part.stem not in stems.envelopes:
        return []
    curve = stems.envelopes[part.stem]
    loud, low = max(curve, default=0), SILENT_DB * 255 / ENVELOPE_DB
    return [max(0.0, 1 - (loud - value) / low) for value in curve] if loud else []
