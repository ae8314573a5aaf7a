"""`type: auto`: which mashup suits these songs, who sings over whom, and why. A rule tree; the surest rule decides.

In: the choices of the project, what was heard, the stems. Out: the choices with a type, a voice and a bed in them, and
reasons in words: what was chosen, how sure that is, and what else would have done. Pure.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping

from beatforge.mashup.bars import best_octave
from beatforge.mashup.compatibility import Match, Weights, compatibility
from beatforge.mashup.decks import MAX_RATIO
from beatforge.mashup.profile import Profile, profile_of
from beatforge.mashup.themes import WordLists, hits, tokens
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
    lists: WordLists,
) -> list[tuple[MashupSpec, float, str]]:
    """The choices with everything in them that `auto` leaves open, how sure that is and why: the surest first, others
    where its ingredients turn out to be missing. `choices` are those that each type has."""
    profiles = {song: profile_of(heard[song]) for song in spec.songs}
    voice, bed, match = _best_pair(spec, profiles, stems)
    said = {choice for own in choices.values() for choice in own if choice in spec.model_fields_set}
    found = sorted(_rules(spec, heard, stems, profiles, voice, bed, lists), key=lambda rule: -rule[0])
    rules = [rule for rule in found if said <= set(choices[rule[1]])] or found
    pair = {"voice": spec.voice or voice, "bed": spec.bed or bed}
    told = f"{voice} over {bed} scores {match.score:.2f}: {'; '.join(match.reasons[:2])}"
    found_ones: dict[str, tuple[MashupSpec, float, str]] = {}
    for sure, name, reason in rules:
        own = {"type": name, **{key: pair[key] for key in pair if key in choices[name]}}
        found_ones.setdefault(name, (spec.model_copy(update=own), sure, f"{reason}; {told}"))
    return list(found_ones.values())


def pair_scores(spec: MashupSpec, heard: Mapping[str, Analysis]) -> tuple[str, ...]:
    """How well each song sings over each other one, taken apart; the best first."""
    profiles, weights = {song: profile_of(heard[song]) for song in spec.songs}, Weights(**spec.weights.model_dump())
    found = []
    for voice, bed in itertools.permutations(spec.songs, 2):
        match = compatibility(profiles[voice], profiles[bed], weights)
        parts = {"bpm": match.bpm, "key": match.key, "energy": match.energy, "words": match.semantic}
        known = [f"{name} {score:.2f}" for name, score in parts.items() if score is not None]
        turn = [f"direction {match.direction:.2f}"] if match.direction != 1 else []
        far = [] if match.is_possible else ["its tempo alone can't reach the other"]
        found.append((-match.score, f"{voice} over {bed} {match.score:.2f}: {', '.join([*known, *turn, *far])}"))
    return tuple(told for _, told in sorted(found))


def _best_pair(spec: MashupSpec, profiles: Mapping[str, Profile], stems: Mapping[str, Stems]) -> tuple[str, str, Match]:
    """Who sings and who carries, as chosen or as they go best together; of equals the first in the project."""
    weights = Weights(**spec.weights.model_dump())
    voices = _able(spec, spec.voice, spec.bed, "vocals", stems)
    beds = _able(spec, spec.bed, spec.voice, "instrumental", stems)
    pairs = [(a, b, compatibility(profiles[a], profiles[b], weights)) for a in voices for b in beds if a != b]
    if not pairs:
        first, second = list(spec.songs)[:2]
        pairs = [(first, second, compatibility(profiles[first], profiles[second], weights))]
    return max(pairs, key=lambda pair: (pair[2].is_possible, pair[2].score))


def _able(spec: MashupSpec, chosen: str | None, other: str | None, stem: str, stems: Mapping[str, Stems]) -> list[str]:
    """The songs that may take a part: the one that was chosen for it, else those with its stem, else all; never the one
    that was chosen for the other part."""
    if chosen in spec.songs:
        return [song for song in spec.songs if song == chosen]
    free = [song for song in spec.songs if song != other]
    return [song for song in _having(stem, stems) if song in free] or free


def _having(stem: str, stems: Mapping[str, Stems]) -> list[str]:
    return [song for song, own in stems.items() if own.files_of(stem)]


def _rules(
    spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], profiles: Mapping[str, Profile],
    voice: str, bed: str, lists: WordLists,
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
        read = all(lists.is_read(heard[song], lists.themes) for song in worded)
        for theme in lists.themes if read else sorted(lists.own_themes):
            words = lists.themes[theme]
            lines = [sum(bool(hits(tokens(line.text), words)) for line in sings[song]) for song in worded]
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
