"""`type: auto`: which mashup suits these songs, who sings over whom, and why. A rule tree; the surest rule decides.

In: the choices of the project, what was heard, the stems. Out: the choices with a type, a voice and a bed in them, and
reasons in words: what was chosen, how sure that is, and what else would have done. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from beatforge.mashup.bars import best_octave
from beatforge.mashup.compatibility import Match, Weights, compatibility
from beatforge.mashup.decks import MAX_RATIO
from beatforge.mashup.profile import Profile, profile_of
from beatforge.mashup.themes import THEMES, hits
from beatforge.project.mashups import MashupSpec
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems
from beatforge.song.wheel import parse_key, places_apart

FAR = 3
"""Places on the circle of fifths from which on two keys share no more than four of seven notes."""

FEWEST_LINES = 4
"""Lines of each song that have to carry a theme, for the songs to be about it."""

OFTEN, SELDOM = 0.35, 0.1
SWAPPING = 3
Rule = tuple[float, str, str]
"""How sure a rule is, 0..1 (those of AI_Mixer, which this grew from), the type it asks for, and its reason."""


def chosen(
    spec: MashupSpec,
    heard: Mapping[str, Analysis],
    stems: Mapping[str, Stems],
    choices: Mapping[str, Collection[str]],
) -> tuple[MashupSpec, tuple[str, ...]]:
    """The choices with everything in them that `auto` leaves open, and why; `choices` are those that each type has."""
    profiles = {song: profile_of(heard[song]) for song in spec.songs}
    voice, bed, match = _best_pair(spec, profiles, stems)
    said = {choice for own in choices.values() for choice in own if choice in spec.model_fields_set}
    found = sorted(_rules(spec, heard, stems, profiles, voice, bed), key=lambda rule: -rule[0])
    rules = [rule for rule in found if said <= set(choices[rule[1]])] or found
    sure, name, reason = rules[0]
    others = ", ".join(f"{other} {how:.2f}" for how, other, _ in rules[1:4] if other != name)
    told = (
        f"auto: {name} ({sure:.2f} sure): {reason}" + (f"; else {others}" if others else ""),
        f"{voice} over {bed} scores {match.score:.2f}: {'; '.join(match.reasons[:2])}",
    )
    pair = {"voice": voice, "bed": bed}
    return spec.model_copy(update={"type": name, **{key: pair[key] for key in pair if key in choices[name]}}), told


def _best_pair(spec: MashupSpec, profiles: Mapping[str, Profile], stems: Mapping[str, Stems]) -> tuple[str, str, Match]:
    """Who sings and who carries, as chosen or as they go best together; of equals the first in the project."""
    weights = Weights(**spec.weights.model_dump())
    voices = [spec.voice] if spec.voice in spec.songs else _having("vocals", stems) or list(spec.songs)
    beds = [spec.bed] if spec.bed in spec.songs else _having("instrumental", stems) or list(spec.songs)
    pairs = [
        (a, b, compatibility(profiles[a], profiles[b], weights)) for a in voices for b in beds if a and b and a != b
    ]
    if not pairs:
        first, second = list(spec.songs)[:2]
        pairs = [(first, second, compatibility(profiles[first], profiles[second], weights))]
    return max(pairs, key=lambda pair: (pair[2].is_possible, pair[2].score))


def _having(stem: str, stems: Mapping[str, Stems]) -> list[str]:
    return [song for song, own in stems.items() if own.files_of(stem)]


def _rules(
    spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], profiles: Mapping[str, Profile],
    voice: str, bed: str,
) -> Iterator[Rule]:  # fmt: skip
    """All rules that hold."""
    said = {"stems": "stem_swap", "theme": "theme_fusion", "arc": "semantic_aligned"}
    for choice, name in said.items():
        if getattr(spec, choice):
            yield 1.0, name, f"the project says {choice}"
    keys = parse_key(heard[voice].key), parse_key(heard[bed].key)
    if keys[0] and keys[1] and (apart := places_apart(keys[0], keys[1])) >= FAR:
        yield 0.9, "adaptive_harmony", f"{keys[0]} and {keys[1]} lie {apart} places apart on the circle of fifths"
    sings = {song: [line for line in one.lyrics.lines if line.start is not None] if one.lyrics else []
             for song, one in heard.items()}  # fmt: skip
    worded = [song for song, lines in sings.items() if lines and song in _having("vocals", stems)]
    voices = {song: share for song in _having("vocals", stems) if (share := profiles[song].voice) is not None}
    if len(worded) > 1:
        asks = sum(
            line.text.rstrip().endswith("?") or " you " in f" {line.text.lower()} "
            for song in worded
            for line in sings[song]
        )
        count = sum(len(sings[song]) for song in worded)
        if asks >= OFTEN * count:
            yield 0.85, "conversational", f"{asks} of {count} lines speak to somebody"
        for theme, words in THEMES.items():
            lines = [sum(bool(hits(_plain(line.text), words)) for line in sings[song]) for song in worded]
            if min(lines) >= FEWEST_LINES:
                yield (
                    0.8 + min(0.04, sum(lines) / 1000),
                    "theme_fusion",
                    f"{sum(lines)} lines of both are about {theme}",
                )
    both = [song for song, share in voices.items() if share > OFTEN]
    if len(both) > 1:
        yield 0.75, "role_aware", f"{' and '.join(both)} are sung most of the time, and voices can take turns"
    if len(spec.songs) >= SWAPPING and len(_having("drums", stems)) >= SWAPPING:
        yield 0.72, "stem_swap", f"{len(spec.songs)} songs have stems"
    if voices and max(voices.values()) < SELDOM:
        yield 0.71, "energy_matched", "hardly anybody sings, so energy leads"
    ratio = best_octave(max(heard[voice].tempo_bpm, 1.0), max(heard[bed].tempo_bpm, 1.0))[1]
    stretch = max(ratio, 1 / ratio)
    sure = 0.7 if stretch <= 1 + (MAX_RATIO - 1) / 4 else 0.6 if stretch <= 1 + (MAX_RATIO - 1) / 2 else 0.5
    yield sure, "classic", f"a voice over an instrumental always works; tempos differ by {100 * (stretch - 1):.0f} %"


def _plain(text: str) -> list[str]:
    return [word.strip(".,!?;:\"'()").lower() for word in text.split()]
