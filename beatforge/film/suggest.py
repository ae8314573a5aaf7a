"""Which styles suit a song and a concept, and why: three to five, best first.

In: what was heard, the concept's words and the library, whose lexicon says which words suit what. Out: styles with
reasons in words. A style gets points for what its `best_for` shares with the song's tempo, loudness and mood, and for
showing what the concept names. Pure; nothing is chosen here, people do that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beatforge.film.words import Words
from beatforge.project.library import Library
from beatforge.project.recipes import Style
from beatforge.song.analysis import Analysis

FEWEST, MOST = 3, 5

SLOW_BPM, FAST_BPM = 92, 132

CALM, LOUD = 0.42, 0.6
"""Mean energies (0..1) below and above which a song is calm or energetic."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A style, why it suits, and how well (higher is better)."""

    style: Style
    reasons: tuple[str, ...]
    points: int


def suggest_styles(analysis: Analysis, words: Words, library: Library) -> tuple[Suggestion, ...]:
    """Three to five styles, best first; equals in the order of their names."""
    suits, moods = library.lexicon["suits"], library.lexicon["moods"]
    asked = [(said, suits[name]["tags"], 2) for said, name in _heard(analysis) if name in suits]
    asked += [(f"mood: {mood}", moods[mood]["suits"], 4) for mood in words.moods]
    found = [_judged(style, asked, words) for style in library.styles.values()]
    found.sort(key=lambda suggestion: (-suggestion.points, suggestion.style.id))
    best = found[0].points if found else 0
    good = [suggestion for suggestion in found[:MOST] if suggestion.points * 2 >= best and suggestion.reasons]
    return tuple(good if len(good) >= FEWEST else found[:FEWEST])


def _heard(analysis: Analysis) -> list[tuple[str, str]]:
    """Properties of the song: in words, and the lexicon's name for each."""
    pace = "slow" if analysis.tempo_bpm < SLOW_BPM else "fast" if analysis.tempo_bpm > FAST_BPM else "medium"
    curve = analysis.envelopes["energy"]
    energy = sum(curve) / (255 * max(1, len(curve)))
    level = "calm" if energy < CALM else "energetic" if energy > LOUD else ""
    told = f"{level} (energy {energy:.2f})"
    return [(f"{analysis.tempo_bpm:.0f} bpm", pace), (told, level), (analysis.key, analysis.key.rpartition(" ")[2])]


def _judged(style: Style, asked: Sequence[tuple[str, tuple[str, ...], int]], words: Words) -> Suggestion:
    points, reasons = 0, []
    for name, tags, weight in asked:
        if shared := [tag for tag in style.advice.best_for if tag in tags]:
            points += weight + min(len(shared), 3)
            reasons.append(f"{name} suits {', '.join(shared)}")
    if shown := [motif for motif in words.motifs if motif in style.motifs]:
        points += sum(4 if motif == style.motifs[0] else 2 for motif in shown)
        reasons.append(f"shows {', '.join(shown)}")
    return Suggestion(style, tuple(reasons), points)
