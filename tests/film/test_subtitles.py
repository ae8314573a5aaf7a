"""What is seen of the words when: pages that fit, a little before they are sung, one at a time."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatforge.film.subtitles import HOLD_MS, LEAD_MS, Cue, cues_of, fast_cues, letters_of, lines_between
from beatforge.project.colour import contrast
from beatforge.project.library import load_library
from beatforge.project.shown import LEAST_CONTRAST, ShownLyrics, behind
from beatforge.song.lyrics.lines import Line, Lyrics, Word

RATE = Fraction(24000, 1001)
ENOUGH = 40


def line(text: str, start: float, each: float = 0.5, row: int = 1, is_estimate: bool = False) -> Line:
    """A line whose words are sung one by one, `each` seconds long."""
    texts = [token for token in text.split() if any(char.isalnum() for char in token)]
    at = [start + each * index for index in range(len(texts) + 1)]
    words = tuple(Word(word, at[index], at[index + 1], is_estimate) for index, word in enumerate(texts))
    return Line(text, start, at[-1], words, row)


def cues(*lines: Line, row_chars: int = ENOUGH, duration: float = 100) -> tuple[Cue, ...]:
    return cues_of(Lyrics("lrc", lines), row_chars, duration)


def test_a_line_is_seen_a_little_before_its_first_word_and_a_little_after_its_last() -> None:
    (cue,) = cues(line("over the water", 5.0))
    assert (cue.start, cue.end) == (5000 - LEAD_MS, 6500 + HOLD_MS)
    assert cue.words == (("over ", 5000, 5500), ("the ", 5500, 6000), ("water ", 6000, 6500))


def test_the_first_words_of_a_song_and_its_last_stay_inside_it() -> None:
    (cue,) = cues(line("at once", 0.2, each=2.0), duration=4.3)
    assert (cue.start, cue.end) == (0, 4300)


def test_lines_follow_each_other_without_two_at_a_time() -> None:
    one, two, three = cues(line("over the", 5.0), line("water we", 6.0), line("sing", 6.6))
    assert one.end == two.start == 6000, "while the first is sung, the second waits"
    assert two.end == three.start == 6600, "the second is still sung when the third begins"


def test_voices_that_begin_together_are_seen_together() -> None:
    (cue,) = cues(line("over", 5.0, row=1), line("(water)", 5.1, row=2))
    assert cue.text == "over (water)"


def test_letters_written_in_two_parts_are_shown_as_the_one_they_are() -> None:
    (cue,) = cues(line(unicodedata.normalize("NFD", "café 가나"), 5.0))
    assert cue.text == "café 가나"


def test_signs_that_are_no_words_stay_where_they_are() -> None:
    (cue,) = cues(line("♪ over & water ♪", 5.0))
    assert cue.text == "♪ over & water ♪" and cue.words[1] == ("over ", 5000, 5500)


def test_a_long_line_is_seen_in_pages_that_fit_each_when_it_is_sung() -> None:
    text = "over the wide and silent water, we sing of those who never came back home again"
    pages = cues(line(text, 10.0), row_chars=16)
    assert " ".join(page.text for page in pages) == text
    assert all(len(page.text) <= 2 * 16 + 6 for page in pages)
    assert pages[0].text.endswith("water,"), "broken where the phrase ends"
    assert [page.start for page in pages[1:]] == [page.words[0][1] for page in pages[1:]]


def test_signs_of_a_script_without_spaces_can_be_broken_anywhere() -> None:
    pages = cues(line("雨の夜に車で海まで走る朝が来る", 5.0, each=6.0), row_chars=6)
    assert len(pages) > 1 and "".join(page.text for page in pages) == "雨の夜に車で海まで走る朝が来る"


def test_words_whose_times_are_estimated_are_sung_with_their_line() -> None:
    (cue,) = cues(line("over the water", 5.0, is_estimate=True))
    assert {(start, end) for _, start, end in cue.words} == {(5000, 5000)}


def test_lines_without_any_time_are_not_seen() -> None:
    assert cues(Line("over", None, None, (Word("over", None, None),), 1)) == ()


@given(st.lists(st.tuples(st.floats(0.05, 9), st.integers(1, 12), st.floats(0.05, 2)), max_size=9), st.integers(6, 42))
def test_one_thing_is_seen_at_a_time_and_no_word_is_lost(sung: list[tuple[float, int, float]], row_chars: int) -> None:
    lines, at = [], 0.0
    for row, (pause, count, each) in enumerate(sung, start=1):
        lines.append(line(" ".join(["water"] * count), at + pause, each, row))
        at += pause + count * each
    seen = cues(*lines, row_chars=row_chars, duration=400)
    assert all(one.end <= other.start for one, other in pairwise(seen))
    assert all(cue.start <= cue.words[0][1] and cue.start < cue.end for cue in seen)
    assert sum(cue.text.count("water") for cue in seen) == sum(count for _, count, _ in sung)


def test_frames_are_those_of_the_films_clock_counted_from_the_segments_first() -> None:
    seen = cues(line("over water", 5.0))
    (here,) = lines_between(seen, 100, 200, RATE)
    assert here["first"] == round(4.3 * RATE) - 100
    assert here["words"][0] == ["over ", round(5 * RATE) - 100, round(Fraction("5.5") * RATE) - 100]
    (later,) = lines_between(seen, 120, 130, RATE)
    assert later["first"] == here["first"] - 20, "a line that began before the segment"
    assert lines_between(seen, 0, here["first"] + 100, RATE) == [] == lines_between(seen, 200, 300, RATE)


def test_a_segment_knows_nothing_of_its_place_in_the_song() -> None:
    early = lines_between(cues(line("over water", 5.0)), 96, 192, Fraction(24))
    late = lines_between(cues(line("over water", 65.0)), 96 + 60 * 24, 192 + 60 * 24, Fraction(24))
    assert early == late


def test_what_is_sung_faster_than_it_can_be_read_is_found() -> None:
    slow, fast = cues(line("over the water", 5.0), line("unbelievably overcomplicated sentences", 20.0, each=0.1))
    assert fast.speed > 20 > slow.speed and fast_cues((slow, fast)) == (fast,)


@pytest.mark.parametrize("name", sorted(load_library().platforms))
def test_letters_stay_clear_of_what_the_platform_writes_over_the_picture(name: str) -> None:
    platform = load_library().platforms[name]
    width, height = platform.size or platform.usual_size or (0, 0)
    letters = letters_of(ShownLyrics(), platform, width, height)
    left, top, right, bottom = letters.area
    assert (
        left >= 0.05 * width - 1 and width - right == left and bottom <= 0.95 * height + 1 and top >= 0.05 * height - 1
    )
    assert letters.row_chars >= 12 and letters.size >= 0.07 * min(width, height) - 1
    if height > width:
        assert height - bottom >= 0.2 * height, "names and buttons of apps"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("ffffff", "000000") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("ffffff", "777777") == contrast("777777", "ffffff")


@pytest.mark.parametrize("box", ["outline", "panel"])
def test_usual_colours_can_be_read_whatever_is_behind_them(box: str) -> None:
    shown = ShownLyrics(box=box)
    assert min(contrast(code, behind(box)) for code in (shown.colour, shown.sung_colour)) > LEAST_CONTRAST


def test_letters_that_nobody_could_read_are_refused() -> None:
    with pytest.raises(ValueError, match=r"sung_colour #701010 against its dark edge has a contrast of 1\.\d:1"):
        ShownLyrics(sung_colour="#701010")
    assert ShownLyrics(show="soft", colour="#701010").colour == "701010", "players choose their own"
