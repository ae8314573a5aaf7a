"""The frame clock over hours: every rate exact, nothing drifts, what is too short is refused kindly."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatforge.errors import ProjectError
from beatforge.film.clock import frame_at, frame_count, seconds_at
from beatforge.film.cut import Lengths, cut_film
from beatforge.film.planning import make_plan
from beatforge.film.slices import score_of
from beatforge.project.load import load_project
from beatforge.project.scalars import FRAME_RATES
from beatforge.song.grid import lay_grid
from tests.film.songs import song

HOUR_S = 3600
RATES = {text: Fraction(rate) for text, rate in FRAME_RATES.items()}


def test_rates_are_the_rational_numbers_that_people_mean() -> None:
    wanted = {"23.976": (24000, 1001), "24": (24, 1), "25": (25, 1), "29.97": (30000, 1001), "30": (30, 1),
              "47.952": (48000, 1001), "50": (50, 1), "59.94": (60000, 1001), "60": (60, 1)}  # fmt: skip
    assert {text: RATES[text].as_integer_ratio() for text in wanted} == wanted


@settings(max_examples=300, deadline=None)
@given(ticks=st.integers(0, 4 * HOUR_S * 10_000), rate=st.sampled_from(sorted(RATES.values())))
def test_a_boundary_is_the_exact_rounding_of_its_time(ticks: int, rate: Fraction) -> None:
    """Analyses hold times in steps of 0.1 ms; some of them fall right between two frames."""
    assert frame_at(ticks / 10_000, rate) == math.floor(Fraction(ticks, 10_000) * rate + Fraction(1, 2))


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES)
@pytest.mark.parametrize(("more", "sample_rate"), [(0, 44100), (1, 44100), (-1, 192000), (3, 8000)])
def test_an_hour_has_ceil_of_duration_times_rate_frames(rate: Fraction, more: int, sample_rate: int) -> None:
    samples = HOUR_S * sample_rate + more
    assert frame_count(samples / sample_rate, rate) == math.ceil(Fraction(samples, sample_rate) * rate)


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES)
@pytest.mark.parametrize("tempo_bpm", [63.1, 117.3, 174.0])
def test_beats_still_hit_after_an_hour(rate: Fraction, tempo_bpm: float) -> None:
    """Each beat's frame is nearer than half a frame to where it sounds, at the end as at the start."""
    off = [
        abs(Fraction(frame_at(beat, rate)) / rate - Fraction(1, 3) - number * 60 / Fraction(str(tempo_bpm)))
        for number, beat in enumerate(lay_grid(1 / 3, tempo_bpm, HOUR_S))
    ]
    half = Fraction(1, 2) / rate + Fraction(1, 10_000)  # beats are kept to 0.1 ms
    assert max(off[:200]) <= half and max(off[-200:]) <= half


def test_an_hour_is_cut_on_downbeats_to_its_end_and_ids_stay_unique() -> None:
    rate = RATES["29.97"]
    analysis = song(bpm=120, bars=1800, kinds=("intro", *("verse", "chorus") * 30, "outro"))
    assert analysis.duration == HOUR_S
    spans = cut_film(analysis, Lengths(4, 8), rate)
    assert spans[-1].end_frame == frame_count(HOUR_S, rate) and len({span.scene_id for span in spans}) == len(spans)
    assert 450 <= len(spans) <= 900
    for span in spans[-20:]:
        nearest = round(seconds_at(span.start_frame, rate) / 2) * 2
        assert abs(seconds_at(span.start_frame, rate) - nearest) <= 0.5 / float(rate) + 1e-4
    score = score_of(analysis, frame_count(HOUR_S, rate), rate)
    assert {len(curve) for curve in score.curves.values()} == {spans[-1].end_frame}


def test_a_song_under_three_seconds_is_refused_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "song.wav").touch()
    (tmp_path / "project.yaml").write_text("version: 1\nname: short\nsong:\n  file: song.wav\n")
    project = load_project(tmp_path / "project.yaml")
    short, enough = song(bpm=120, bars=1, kinds=("verse",)), song(bpm=80, bars=1, kinds=("verse",))
    with pytest.raises(ProjectError, match=r"project\.yaml:4:9: BF061 the song is 2\.00 s long, and a film needs 3 s"):
        make_plan(project, short, project.library.profiles["standard"])
    assert enough.duration == 3.0
    assert make_plan(project, enough, project.library.profiles["standard"]).num_frames == 72
