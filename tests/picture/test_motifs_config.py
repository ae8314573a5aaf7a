"""Laws of palettes, lexicon and styles: every name leads somewhere; every palette tells a subject from its ground."""

from __future__ import annotations

from itertools import chain

import pytest

from beatforge.film.words import meanings_of, read_words
from beatforge.picture.colour import rgb
from beatforge.project.library import load_library

LIBRARY = load_library()
LEXICON = LIBRARY.lexicon
PALETTES = LIBRARY.palettes


def light_of(code: str) -> float:
    red, green, blue = rgb(code)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def apart(one: str, other: str) -> float:
    return max(abs(a - b) for a, b in zip(rgb(one), rgb(other), strict=True))


@pytest.mark.parametrize("name", PALETTES)
def test_a_palette_tells_near_from_far_and_the_subject_from_both(name: str) -> None:
    sky_top, sky_low, sun, far, mid, near, accent, accent2, paper, ink = PALETTES[name].colours
    assert light_of(sky_low) - light_of(near) > 0.12
    assert apart(sun, mid) > 0.2
    assert light_of(far) > light_of(mid) > light_of(near) > light_of(ink)
    assert min(apart(accent, ground) for ground in (sky_low, mid, near, accent2)) > 0.15
    assert apart(sky_top, sky_low) > 0.15
    assert light_of(paper) > 0.85


def test_every_light_has_a_palette_for_each_tone() -> None:
    for light, entry in LEXICON["light"].items():
        assert set(entry) == {"words", "dark", "light"}, light
        for tone in ("dark", "light"):
            assert PALETTES[entry[tone]].tone == tone, (light, tone)


def test_every_motif_has_words_and_every_style_shows_motifs_that_exist() -> None:
    assert set(LEXICON["motifs"]) == set(LIBRARY.names["motif"])
    for style in LIBRARY.styles.values():
        assert set(style.motifs) <= set(LEXICON["motifs"])


def test_no_word_means_two_motifs_or_two_lights() -> None:
    for group in ("motifs", "light"):
        entries = [entry["words"] if group == "light" else entry for entry in LEXICON[group].values()]
        words = list(chain.from_iterable(entries))
        assert len(words) == len(set(words)), group


@pytest.mark.parametrize(
    ("text", "motifs", "lights", "conditions"),
    [
        ("A lone driver crosses the desert at night", ("road", "desert"), ("night",), ()),
        ("Fishermen wait for sunrise off the foggy coast", ("sea",), ("dawn", "mist"), ("mist",)),
        ("She walks home through crowded alleys, umbrella up", ("city",), (), ("crowd", "rain")),
        ("An eagle over frozen peaks in the evening", ("mountains",), ("dusk",), ("birds",)),
        ("A taxi under falling leaves, gusts and no rain", ("road",), (), ("wind",)),
    ],
)
def test_everyday_sentences_are_understood(
    text: str, motifs: tuple[str, ...], lights: tuple[str, ...], conditions: tuple[str, ...]
) -> None:
    words = read_words(text, meanings_of(LEXICON))
    assert (words.motifs, words.lights, words.conditions) == (motifs, lights, conditions)
