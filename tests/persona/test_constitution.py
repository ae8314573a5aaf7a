"""Articles against spellings, marks and negation; where in a file a violation is shown."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatforge.persona.constitution.articles import Article, Constitution
from beatforge.persona.placed import part_of
from beatforge.project.nodes import parse_source
from tests.persona.test_corpus import CONSTITUTION, CORPUS, FORBIDDEN

PLAIN = Constitution(
    (
        Article("no drawings", "picture", {"anime": ["=anime", "japanese cartoon"]}),
        Article("no sport", "herself", {"running": ["run", "back flip"]}, ("running water",), "let her stand"),
        Article("no acrobat", "herself", {"acrobatics": ["~somersault", "acrobat"]}),
        Article("no other age", "herself", {"age": ["0yo", "0 years old"]}),
    ),
    {},
    ("she", "her", "nova", "girl"),
    ("crowd", "horse", "girls", "robots", "guitars", "acrobats"),
)


def said(text: str) -> list[str]:
    return [violation.said for violation in PLAIN.violations(text)]


@pytest.mark.parametrize(
    "text", ["ANIME", "a(n)ime anime!", "animé", "ａｎｉｍｅ", "an\u200bime", "_anime_", "(anime:1.3)"]
)
def test_spellings_change_nothing(text: str) -> None:
    assert len(said(text)) == 1


@pytest.mark.parametrize("text", ["japanese cartoon", "Japanese-cartoon", "Japanese_cartoons", "japanese\n  cartoon"])
def test_a_phrase_is_found_whatever_stands_between_its_words(text: str) -> None:
    assert said(text) == [text]


@pytest.mark.parametrize("text", ["back flips", "back-flip", "backflip", "backflips", "runnning", "she rans", "ran"])
def test_a_word_is_found_in_any_form(text: str) -> None:
    assert len(said(text)) == 1


@pytest.mark.parametrize("text", ["somersault", "somersalt", "somersualt", "sommersault", "somersauls"])
def test_a_slip_hides_no_word_that_is_looked_for_so(text: str) -> None:
    assert said(text) == [text] and said(f"{text}s") == [f"{text}s"]


@pytest.mark.parametrize("text", ["9yo", "12yo", "she is 70 years old", "as a 5-year-old"])
def test_figures_are_any_figures(text: str) -> None:
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text", ["japanese, cartoon", "animation", "animated", "prune", "running water", "back, flip", "summer salt", "yo"]
)
def test_other_words_are_other_words(text: str) -> None:
    assert not said(text)


@pytest.mark.parametrize(
    "text",
    [
        "no anime", "not an anime", "anything but anime", "no running, jumping or anime", "anime is not allowed",
        "avoid: running, anime", "negative prompt: anime", "without any anime", "nothing that looks like anime",
        "Anime is forbidden.", "rather than anime", "anime-free", "anime? no!", "she refuses to run", "nobody runs",
        "keep away from anime", "stay away from anime", "do not include: anime", "anime on the wall is not wanted",
        "anime would be wrong", "no running and no anime", "anime is not what we want",
    ],
)  # fmt: skip
def test_what_shall_not_be_is_no_violation(text: str) -> None:
    assert not said(text)


@pytest.mark.parametrize(
    "text",
    [
        "not only anime", "no doubt, anime", "no text, anime", "no text. Anime.", "why not anime", "no limits: anime",
        "she doesn't wait while running", "don't avoid anime", "no rain and she runs", "no cars but anime",
        "she never stops running", "anime is not forbidden", "she never wants to stop running",
        "you can't tell it from anime", "running free", "she doesn't wait and runs",
        "she runs in rain and is not seen", "anime! No text, no marks", "anime is no problem",
    ],
)  # fmt: skip
def test_what_only_looks_negated_is_a_violation(text: str) -> None:
    assert len(said(text)) == 1


def test_others_may_do_what_she_may_not() -> None:
    assert not said("the crowd is running") and not said("a running crowd") and not said("a fox runs by")
    assert not said("foxes run") and not said("a run of guitars") and not said("acrobats") and not said("girls run")
    assert not said("her shadow runs, her colours run") and said("her legs run") == ["run"]
    assert not said("a horse behind her runs") and not said("the crowd stops and runs")
    assert said("she sees the crowd, then she is running") == ["running"]
    assert said("past the crowd, running") == ["running"]
    assert said("she kicks the crowd and runs") == ["runs"], "her second deed"
    assert said("a running girl") == ["running"], "girls are others, a girl is she"
    assert said("light on Nova running") == ["running"] and said("a run by Nova") == ["run"]
    assert said("Nova and the crowd run") == ["run"], "together"
    assert said("she runs robots down") == ["runs"], "what is done to others"
    assert said("the crowd reads anime") == ["anime"], "what the whole picture looks like binds everybody"


def test_each_place_is_told_once_and_in_order() -> None:
    assert said("she ran, an anime, she ran") == ["ran", "anime", "ran"]


MARKS = ("{}", "({})", "[{}]", "**{}**", '"{}"', "{}!", "({}:1.2)", "{}.")


@given(st.sampled_from(FORBIDDEN), st.randoms(use_true_random=False))
def test_no_disguise_hides_what_is_forbidden(case: tuple[str, str], chance: random.Random) -> None:
    name, text = case
    assert name in {violation.forbidden for violation in CONSTITUTION.violations(disguised(text, chance))}


@given(st.sampled_from(CORPUS["innocent"]), st.randoms(use_true_random=False))
def test_no_disguise_makes_the_innocent_guilty(text: str, chance: random.Random) -> None:
    assert bool(CONSTITUTION.violations(disguised(text, chance))) == bool(CONSTITUTION.violations(text))


@given(st.text(max_size=200))
def test_any_text_can_be_judged(text: str) -> None:
    for violation in CONSTITUTION.violations(text):
        assert text[violation.start : violation.end] == violation.said


def disguised(text: str, chance: random.Random) -> str:
    """The same words in other letters: capitals, accents, wide forms, other blanks, marks around the whole."""
    letters = []
    for letter in text:
        roll = chance.random()
        if letter == " " and roll < 0.2:
            letter = chance.choice(["  ", "\n", "\u00a0", "\t"])
        elif letter.isascii() and letter.isalpha() and roll < 0.3:
            letter = chance.choice([letter.upper(), letter + "\u0301", chr(ord(letter) + 0xFEE0), letter + "\u200d"])
        letters.append(letter)
    return chance.choice(MARKS).format(unicodedata.normalize(chance.choice(["NFC", "NFD"]), "".join(letters)))


@pytest.mark.parametrize(
    "written",
    [
        "plain words and anime at the end",
        '"quoted \\" words and anime here"',
        "'it''s anime'",
        "|\n    a line\n    and anime\n    more",
        ">-\n    a line that goes\n    on to anime\n",
        "words that go on\n    in a second line of anime",
    ],
)
def test_a_word_is_found_where_the_file_has_it(written: str) -> None:
    source = parse_source(f"film:\n  concept: {written}\n".encode(), "project.yaml")
    _, node, _ = source.find(["film", "concept"])
    (violation,) = PLAIN.violations(node.text or "")
    at = part_of(source, node, violation.start, violation.end)
    assert source.lines[at.line][at.column : at.end_column] == "anime"


def test_a_phrase_over_two_lines_is_shown_on_its_first() -> None:
    source = parse_source(b"concept: the Japanese\n  cartoon of a day\n", "project.yaml")
    _, node, _ = source.find(["concept"])
    (violation,) = PLAIN.violations(node.text or "")
    at = part_of(source, node, violation.start, violation.end)
    assert source.lines[at.line][at.column : at.end_column] == "Japanese"
