"""Scenes begin on downbeats of real sections, touch, and cover the film."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatforge.film.clock import frame_at, frame_count
from beatforge.film.cut import Count, Lengths, cut_film, on_downbeats
from beatforge.song.analysis import Section
from tests.film.songs import song

RATE = Fraction(24)


def test_scenes_touch_and_cover_the_film() -> None:
    spans = cut_film(song(), Count(12), RATE)
    assert spans[0].start_frame == 0
    assert spans[-1].end_frame == frame_count(song().duration, RATE)
    assert all(a.end_frame == b.start_frame for a, b in itertools.pairwise(spans))


def test_every_scene_starts_on_a_downbeat() -> None:
    analysis = song(bpm=93.7, start=0.31)
    downbeats = {frame_at(time, RATE) for time in analysis.downbeats}
    spans = cut_film(analysis, Count(16), RATE)
    assert {span.start_frame for span in spans[1:]} <= downbeats


def test_sections_heard_off_the_downbeat_begin_on_the_nearest_one_and_pinned_ones_where_they_were_put() -> None:
    heard = (Section(0, 7.4, "intro"), Section(7.4, 8.3, "verse"), Section(8.3, 13, "chorus"), Section(13, 20, "outro"))
    moved = on_downbeats(heard, (0.3, 2.3, 4.3, 6.3, 8.3, 10.3, 12.3, 14.3), {13})
    assert moved == (Section(0, 8.3, "intro"), Section(8.3, 13, "chorus"), Section(13, 20, "outro"))
    assert on_downbeats(heard, (), ()) == heard


def test_a_count_is_kept_where_the_bars_allow_it() -> None:
    assert len(cut_film(song(bars=32), Count(16), RATE)) == 16
    assert len(cut_film(song(bars=32), Count(500), RATE)) == 32


def test_fewer_scenes_than_sections_merge_sections() -> None:
    assert len(cut_film(song(), Count(2), RATE)) == 2


def test_lengths_bound_every_scene() -> None:
    spans = cut_film(song(bpm=120, bars=64), Lengths(4.0, 9.0), RATE)
    lengths = [(span.end_frame - span.start_frame) / 24 for span in spans]
    assert min(lengths) >= 4.0 - 0.1 and max(lengths) <= 9.0 + 2.0


def test_ids_name_section_occurrence_and_bar() -> None:
    spans = cut_film(song(kinds=("verse", "chorus", "verse", "chorus")), Count(8), RATE)
    assert [span.scene_id for span in spans] == [
        "verse-1.01", "verse-1.05", "chorus-1.01", "chorus-1.05",
        "verse-2.01", "verse-2.05", "chorus-2.01", "chorus-2.05",
    ]  # fmt: skip


def test_no_scene_is_shorter_than_a_bar_or_than_can_be_read() -> None:
    spans = cut_film(song(bpm=240, bars=64), Count(1000), RATE)
    assert min(span.end_frame - span.start_frame for span in spans) >= 1.2 * 24 - 1


@pytest.mark.parametrize("duration", [0.4, 3.0, 7.3])
def test_a_song_without_beats_is_cut_too(duration: float) -> None:
    from dataclasses import replace

    from beatforge.song.analysis import Section

    analysis = replace(
        song(),
        duration=duration,
        beats=(),
        downbeats=(),
        sections=(Section(0.0, duration, "instrumental"),),
        tempo_bpm=0.0,
    )
    spans = cut_film(analysis, Count(12), RATE)
    assert spans[0].start_frame == 0 and spans[-1].end_frame == frame_count(duration, RATE)


@settings(max_examples=60, deadline=None)
@given(
    bpm=st.floats(40, 240), bars=st.integers(4, 80), count=st.integers(1, 120), start=st.floats(0, 2),
    fps=st.sampled_from(["24", "24000/1001", "25", "30000/1001", "60"]),
)  # fmt: skip
def test_any_song_gives_ids_that_differ_and_scenes_that_touch(
    bpm: float, bars: int, count: int, start: float, fps: str
) -> None:
    spans = cut_film(song(bpm=bpm, bars=bars, start=start), Count(count), Fraction(fps))
    assert len({span.scene_id for span in spans}) == len(spans)
    assert all(a.end_frame == b.start_frame for a, b in itertools.pairwise(spans))
    assert all(span.end_frame - span.start_frame >= 3 for span in spans)
