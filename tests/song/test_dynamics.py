"""Builds and breaks of a song in which they were put at known places; the voice; moods."""

import numpy as np
import pytest

from beatforge.song.analysis import BASIC, Analysis
from beatforge.song.boundaries import SectionCount
from beatforge.song.decode import RATE
from beatforge.song.listen import Asked, listen
from tests.song.conftest import add, hiss, thump, tone, write_wav

BAR_S = 2.0
ARC = "GGGGGGGGGGGG" + "----" + "RRRRRRRR" + "GGGGGGGGGGGG"
"""A letter a bar at 120 BPM: groove, a break without the beat, a riser, the groove again."""


@pytest.fixture(scope="module")
def arc(tmp_path_factory):
    path = tmp_path_factory.mktemp("arcs") / "arc.wav"
    noise = np.random.default_rng(3)
    sound = np.zeros(int(len(ARC) * BAR_S * RATE), np.float32)
    first_of_rise = ARC.index("R")
    for bar, letter in enumerate(ARC):
        at = bar * BAR_S
        for interval in (0, 4, 7):
            add(sound, at, 0.1 * tone(60 + (0, 5, 9, 7)[bar % 4] + interval, BAR_S, 5))
        for beat in range(4):
            now = at + beat / 2
            if letter == "G":
                add(sound, now, thump() if beat % 2 == 0 else hiss(noise, 0.12, 0.5))
                add(sound, now, 0.3 * tone(36 + (0, 5, 9, 7)[bar % 4], 0.45, 4))
            if letter == "R":
                done = (4 * (bar - first_of_rise) + beat) / 32
                hits = 1 if done < 0.35 else 2 if done < 0.7 else 4
                for hit in range(hits):
                    add(sound, now + hit / 2 / hits, (0.1 + 0.5 * done) * hiss(noise, 0.1, 1.0, bright=True))
                add(sound, now, done * hiss(noise, 0.5, 0.5, bright=True))
            if letter == "-" and beat == 0:
                add(sound, now, hiss(noise, 0.03, 0.2, bright=True))
    write_wav(path, sound, RATE)
    return listen(path, tempo_bpm=120)


def test_a_break_is_where_the_beat_stays_away(arc):
    start = ARC.index("-") * BAR_S
    assert len(arc.breaks) == 1
    assert arc.breaks[0].start == pytest.approx(start, abs=BAR_S)
    assert arc.breaks[0].end == pytest.approx(24 * BAR_S, abs=BAR_S)


def test_a_build_leads_to_where_the_beat_returns(arc):
    assert any(build.end == pytest.approx(24 * BAR_S, abs=BAR_S) for build in arc.builds)
    assert all(build.end - build.start >= 4 for build in arc.builds)


def test_a_song_that_goes_on_alike_has_neither(make_song):
    heard = listen(make_song("CCC").path)
    assert (heard.builds, heard.breaks) == ((), ())


def test_the_voice_has_a_value_for_each_moment(arc):
    assert len(arc.voice) == len(arc.envelopes["energy"])
    assert all(isinstance(value, int) and 0 <= value <= 255 for value in arc.voice)


def test_what_glides_is_more_like_a_voice_than_what_stands(tmp_path):
    time = np.arange(12 * RATE) / RATE
    chord = sum(0.05 * np.sin(2 * np.pi * 440 * 2 ** ((midi - 69) / 12) * time) for midi in (48, 52, 55))
    sung = (time > 4) & (time < 8)
    turns = np.cumsum(330 * 2 ** (0.12 * np.sin(2 * np.pi * 1.3 * time))) / RATE
    melody = sum(np.sin(2 * np.pi * k * turns) / k for k in range(1, 8))
    write_wav(tmp_path / "sung.wav", (chord + 0.15 * melody * sung).astype(np.float32), RATE)
    voice = np.array(listen(tmp_path / "sung.wav").voice)
    assert voice[450:750].mean() > voice[50:350].mean() + 60 and voice[450:750].mean() > voice[850:1150].mean() + 60


def test_loud_and_busy_is_more_energetic_than_soft_and_sparse(make_song):
    soft, loud = listen(make_song("II").path).mood, listen(make_song("CC").path).mood
    assert loud.energy > soft.energy + 0.1
    assert loud.tags and -1 <= soft.valence <= 1


def test_the_arc_follows_the_sections(arc):
    assert [point.at for point in arc.arc] == [round(section.start, 3) for section in arc.sections]


def test_basic_listening_leaves_out_what_it_does_not_need(make_song):
    path = make_song("IVCVCBC").path
    basic, standard = listen(path, asked=Asked(BASIC)), listen(path)
    assert (basic.tempo_bpm, basic.beats, basic.key, basic.mood, basic.envelopes) == (
        standard.tempo_bpm, standard.beats, standard.key, standard.mood, standard.envelopes,
    )  # fmt: skip
    assert (basic.loudness, basic.voice, basic.arc, basic.drops, basic.builds, basic.depth) == (
        None, (), (), (), (), "basic",
    )  # fmt: skip
    assert standard.loudness and standard.voice and standard.arc
    assert {section.kind for section in basic.sections} == {"verse"}
    assert all(section.start in (0.0, *basic.downbeats) for section in basic.sections)


@pytest.mark.parametrize(("least", "most"), [(None, 3), (9, None), (2, 4), (1, 1)])
def test_there_are_as_many_sections_as_asked_for(make_song, least, most):
    heard = listen(make_song("IVCVCBC").path, asked=Asked(section_count=SectionCount(least, most)))
    assert (least or 1) <= len(heard.sections) <= (most or 64)


def test_an_analysis_is_the_same_after_it_was_written(arc):
    assert Analysis.from_value(arc.to_value()) == arc
