"""Styles that are suggested suit what is heard and said, and say why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beatforge.film.suggest import suggest_styles
from beatforge.film.words import meanings_of, read_words
from beatforge.project.library import load_library
from tests.film.songs import song

LIBRARY = load_library()
MEANINGS = meanings_of(LIBRARY.lexicon)


def suggested(concept: str, bpm: float, key: str, level: int) -> tuple[str, ...]:
    analysis = song(bpm=bpm)
    analysis = replace(analysis, key=key, envelopes={**analysis.envelopes, "energy": (level,) * 6400})
    found = suggest_styles(analysis, read_words(concept, MEANINGS), LIBRARY)
    assert 3 <= len(found) <= 5 and all(each.reasons for each in found)
    return tuple(each.style.id for each in found)


@pytest.mark.parametrize(
    ("concept", "bpm", "key", "level", "expected"),
    [
        ("a calm sea, memories", 70, "A minor", 60, {"watercolor", "lofi", "ink_wash", "impressionist"}),
        ("rage and riot in the city", 160, "E minor", 220, {"graffiti", "comic_book"}),
        ("robots", 128, "C major", 200, {"motion_graphics", "isometric", "pixel_art"}),
    ],
)
def test_suggestions_follow_tempo_energy_and_mood(
    concept: str, bpm: float, key: str, level: int, expected: set[str]
) -> None:
    assert expected & set(suggested(concept, bpm, key, level))


def test_every_word_that_suits_a_song_suits_a_style_too() -> None:
    known = {tag for style in LIBRARY.styles.values() for tag in style.advice.best_for}
    for name, entry in LIBRARY.lexicon["suits"].items():
        assert known & set(entry["tags"]), name
    for name, mood in LIBRARY.lexicon["moods"].items():
        assert known & set(mood["suits"]), name
