"""What a plan tells of the words: how they were understood, and what is shown where nothing was said.

In: the plan and its project. Out: lines of text. Nothing is decided here; the director has done that.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.film.plan import Plan
    from beatforge.project.models import Project


def understood_lines(film: Plan, project: Project) -> list[str]:
    """Each word that was understood with what it says; and where nothing was said, what was chosen instead."""
    from beatforge.film.words import found_in, meanings_of, read_words

    meanings = meanings_of(project.library.lexicon)
    words = sorted({word for scene in film.scenes for word in scene.understood})
    said = {word: [pair for pair in found_in(meanings, word) if _has_say(*pair, word, film)] for word in words}
    told = [f"{word} ({', '.join(_meant(*pair) for pair in pairs)})" for word, pairs in said.items() if pairs]
    lines = [f"words understood: {'; '.join(told)}"] if told else []
    lines += _shown_lines(film, read_words(project.film.concept, meanings).motifs)
    guessed = sorted({scene.light for scene in film.scenes if scene.guessed})
    if guessed:
        lines.append(
            f"no words for the light everywhere: a touch of {', '.join(guessed)}, by mood and part of the song"
        )
    motifs = {"motifs", "hints"}
    has_motifs = any(scene.shot.performance is None for scene in film.scenes)
    if has_motifs and not any(group in motifs for word in words for group, _ in found_in(meanings, word)):
        lines.append("no words for what is seen: motifs of the style, by mood and energy")
    return lines


def _has_say(group: str, name: str, word: str, film: Plan) -> bool:
    """Whether a meaning counted: what only hints at a motif does not where another is named."""
    return group != "hints" or any(name == s.shot.look.motif for s in film.scenes if word in s.understood)


def _shown_lines(film: Plan, named: tuple[str, ...]) -> list[str]:
    """How much of the film shows what its concept names, and what else it shows."""
    if not named:
        return []
    counts = Counter(scene.shot.look.motif for scene in film.scenes)
    about = ", ".join(f"{motif} {counts.pop(motif, 0)}" for motif in named)
    beside = ", ".join(f"{motif} {count}" for motif, count in sorted(counts.items()))
    return [f"scenes that show what the concept names: {about}" + (f"; beside them: {beside}" if beside else "")]


def _meant(group: str, name: str) -> str:
    """What a meaning is, for people: the name, and of which kind where that is not plain."""
    kinds = {"light": "light", "views": "view", "colours": "colour", "speed": "pace", "moods": "mood"}
    return f"{name} {kinds[group]}" if group in kinds else name
