"""Words are understood by the lexicon, in the order they are said; the rest only shifts details."""

from __future__ import annotations

from beatforge.film.words import base_forms, meanings_of, read_words

LEXICON: dict[str, dict[str, dict[str, object]]] = {
    "motifs": {"road": {"words": ["road", "driver"]}, "sea": {"words": ["sea", "open water"]}},
    "light": {"night": {"words": ["night", "midnight"], "dark": "night", "light": "mist"}},
    "conditions": {"rain": {"words": ["rain", "rainy"]}},
    "speed": {"slow": {"words": ["slow"]}},
}
MEANINGS = meanings_of(LEXICON)


def test_motifs_come_in_the_order_they_are_said() -> None:
    assert read_words("From the SEA, a driver takes the road", MEANINGS).motifs == ("sea", "road")


def test_the_longest_phrase_wins() -> None:
    words = read_words("open water at midnight", MEANINGS)
    assert words.motifs == ("sea",) and words.lights == ("night",) and words.unknown == ()


def test_weather_belongs_to_the_light_it_is_said_with() -> None:
    lexicon = {**LEXICON, "light": {**LEXICON["light"], "dusk": {"words": ["dusk"], "dark": "dusk", "light": "rose"}}}
    words = read_words("a quiet night on the road, then home in the rain at dusk", meanings_of(lexicon))
    assert words.lights == ("night", "dusk") and words.conditions == ("rain",) and words.times == (1,)


def test_negated_weather_is_taken_away() -> None:
    words = read_words("a road without rain", MEANINGS)
    assert words.conditions == () and words.absent == ("rain",)


def test_unknown_words_are_named_and_shift_details() -> None:
    words = read_words("zebras on the road", MEANINGS)
    assert words.unknown == ("zebras",)
    assert 1 <= words.detail <= 999
    assert words.detail != read_words("giraffes on the road", MEANINGS).detail
    assert read_words("the road", MEANINGS).detail == 0


def test_inflected_words_are_found_in_their_base_form() -> None:
    for text in ("roads", "the driver's", "DRIVERS"):
        assert read_words(text, MEANINGS).motifs == ("road",), text
    assert read_words("raining", MEANINGS).conditions == ("rain",)
    assert {"city", "run", "burn", "wolf", "glide", "church"} <= {
        form for word in ("cities", "running", "burning", "wolves", "gliding", "churches") for form in base_forms(word)
    }


def test_hints_count_only_where_nothing_else_is_named() -> None:
    meanings = meanings_of({**LEXICON, "hints": {"city": {"words": ["walk"]}}})
    assert read_words("she walks", meanings).motifs == ("city",)
    assert read_words("she walks to the sea", meanings).motifs == ("sea",)


def test_a_season_says_several_things_at_once() -> None:
    winter = {"winter": {"words": ["winter"], "conditions": ["snow"], "colours": ["pale"]}}
    words = read_words("a winter road", meanings_of({**LEXICON, "seasons": winter}))
    assert (words.conditions, words.colours) == (("snow",), ("pale",))
