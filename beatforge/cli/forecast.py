"""What a build may make while the song is not listened to: bounds by kind, from the length the file promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.cli.session import Session
    from beatforge.project.mashups import MashupSpec


SLOWEST_BPM = 42.0
"""No mashup is slower: songs below 65 bpm are counted twice, and where songs meet is half an octave off at most."""

HEARD_BEATS, LEARNED_BEATS = 4, 12
"""Beats of a bar that are heard at most by rules, and by a model."""

PARTS_AT_ONCE = 4
SHORTEST_PART_S = 2.0
"""How many parts sound at a time, and how short they are on average, at the very most."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """At most `count` targets of this kind, and what all of them together take."""

    name: str
    count: int
    seconds: float
    bytes: int


def forecast(session: Session) -> Iterator[Forecast]:
    """Bounds for the targets that hang on listening."""
    from beatforge.film import compile as steps
    from beatforge.film import heard, segments
    from beatforge.film.beside import WRITE_SUBTITLES
    from beatforge.film.clock import frame_count
    from beatforge.film.dj.staged import performer_of
    from beatforge.film.figure import WRITE_FIGURE
    from beatforge.film.gates import GATHER, JUDGE
    from beatforge.film.usage import WRITE_USAGE
    from beatforge.project.gates import GATES, OFF
    from beatforge.song.sound import promised_seconds

    film = session.project.film
    lengths = [promised_seconds(session.folder / song.file) for song in session.project.songs.values()]
    duration = _longest_mashup(session.project.mashup) if session.project.mashup else lengths[0]
    frames = frame_count(duration, Fraction(film.fps))
    scenes = _most_scenes(session, duration)
    deliveries = session.deliveries
    encoders = {delivery.shown_variant: delivery.encoder for delivery in deliveries}.values()
    sounds = len({delivery.sound_variant for delivery in deliveries})
    works = [segments.work_of(frames, encoder) for encoder in encoders]
    if parts := _most_parts(session, duration):
        yield _forecast(session, "part/*", parts, [(heard.STRETCH, round(PARTS_AT_ONCE * duration * 48000))])
    mix = [(heard.ENCODE_PARTS if parts else heard.ENCODE_SONG, round(duration * 48000))] * sounds
    inside = [(segments.rate_as(segments.RENDER_SCENE, e), work) for e, work in zip(encoders, works, strict=True)]
    between = [
        (segments.rate_as(segments.RENDER_TRANSITION, e), 2 * work // 3)
        for e, work in zip(encoders, works, strict=True)
    ]
    yield _forecast(session, "mix*" if sounds > 1 else "mix", sounds, mix)
    if (performer := performer_of(session.project)) is not None:
        yield _forecast(session, f"figure/{performer}", 1, [(WRITE_FIGURE, 1)])
    yield _forecast(session, "scene/*", scenes * len(encoders), inside)
    yield _forecast(session, "transition/*", (scenes - 1) * len(encoders), between)
    if film.chain or any(override.chain for override in session.project.scenes.values()):
        lasts = [(segments.RENDER_LAST, (scenes - 1) * segments.work_of(1, encoder)) for encoder in encoders]
        yield _forecast(session, "last/*", (scenes - 1) * len(encoders), lasts)
    if gates := [name for name in GATES if getattr(session.project.gates, name).judge != OFF]:
        name = "measures*" if len(encoders) > 1 else "measures"
        yield _forecast(session, name, len(encoders), [(GATHER, frames)] * len(encoders))
        count = len(gates) * max(len(encoders), len(deliveries))
        yield _forecast(session, "gate/*", count, [(JUDGE, frames)] * count)
    if shown := sum(delivery.letters is not None for delivery in deliveries):
        yield _forecast(session, "subtitles/*", shown, [(WRITE_SUBTITLES, 1)] * shown)
    if film.event_safe:
        yield _forecast(session, "usage/*", len(deliveries), [(WRITE_USAGE, 1)] * len(deliveries))
    yield _forecast(session, "film/*", len(deliveries), [(steps.ASSEMBLE, frames)] * len(deliveries))


def _forecast(session: Session, name: str, count: int, parts: Sequence[tuple[str, int]]) -> Forecast:
    """What steps of these rates and work units take: as measured here, or by a first guess."""
    from beatforge.cli.session import SECONDS_PER_UNIT

    guess = SECONDS_PER_UNIT[name.partition("/")[0].removesuffix("*")]
    rates = [(session.trace.rate(rated), work) for rated, work in parts]
    seconds = sum((rate.seconds if rate else guess) * work for rate, work in rates)
    return Forecast(name, count, seconds, round(sum(rate.bytes * work for rate, work in rates if rate)))


def _longest_mashup(spec: MashupSpec) -> float:
    """Seconds of a mashup, at most: its bars where they are said, else what recipes leave it."""
    from beatforge.mashup.laying import LONGEST_S
    from beatforge.song.trackers import BEAT_THIS

    heard = [LEARNED_BEATS if song.beats == BEAT_THIS else HEARD_BEATS for song in spec.songs.values()]
    beats = max(song.pins.beats_per_bar or most for song, most in zip(spec.songs.values(), heard, strict=True))
    bar_s = beats * 60 / (spec.tempo_bpm or SLOWEST_BPM)
    return spec.bars * bar_s if spec.bars else max(LONGEST_S, 2 * spec.phrase_bars * bar_s)


def _most_parts(session: Session, duration: float) -> int:
    """How many parts the mix may have: voices, and of a mashup's songs as many as there are short lines."""
    from beatforge.project.vocabulary import AUDIBLE

    voices = len(session.project.voices)
    if session.project.mashup is None:
        said = session.project.mix
        is_mixed = voices or session.project.film.scratch == AUDIBLE
        return voices + 1 if is_mixed or (said.loudness_lufs, said.true_peak_dbtp) != (None, None) else 0
    return voices + round(PARTS_AT_ONCE * duration / SHORTEST_PART_S)


def _most_scenes(session: Session, duration: float) -> int:
    from beatforge.film.cut import SHORTEST_SCENE_S, Count
    from beatforge.film.planning import wish_of

    wish = wish_of(session.project, session.persona)
    by_length = max(1, int(duration / SHORTEST_SCENE_S) + 1)
    return min(wish.scenes, by_length) if isinstance(wish, Count) else by_length
