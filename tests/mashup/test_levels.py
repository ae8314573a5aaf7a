"""Levels: voices stand over what carries them by what both measure, and unknown ones are left near their song's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beatforge.mashup.feelings import composed_arc, composed_mood, composed_voice
from beatforge.mashup.heard import analysis_of
from beatforge.mashup.levels import DUCK_DB, MOST_VOICE_DB, OVER_DB, VOICE_DB, voice_balance_of
from beatforge.mix.parts import Mix, Part
from beatforge.song.analysis import ENVELOPE_HZ, Feeling, Section
from beatforge.song.stems.stems import Stems
from tests.mashup.bands import SUNG, made, stems_of


def stems(**loudness_lufs: float) -> Stems:
    names = ("vocals", "drums", "bass", "other")
    return Stems(names, 44100, 44100, False, "folder", dict.fromkeys(names, (0,)), None, loudness_lufs)


@pytest.mark.parametrize("voice_lufs", [-24.0, -18.0, -12.0])
def test_a_voice_stands_over_the_ducked_band_however_loud_it_was(voice_lufs: float) -> None:
    band = stems(vocals=-20, drums=-19.0, bass=-19.0, other=-19.0)
    gain_db = voice_balance_of(stems(vocals=voice_lufs), band, 0.0)
    band_lufs = -19.0 + 4.77  # three alike
    assert voice_lufs + gain_db - (band_lufs - DUCK_DB) == pytest.approx(OVER_DB, abs=0.06)


def test_a_voice_is_brought_no_further_than_a_bound_and_an_unknown_one_follows_its_song() -> None:
    band = stems(vocals=-20, drums=-12, bass=-12, other=-12)
    assert voice_balance_of(stems(vocals=-50.0), band, 0.0) == MOST_VOICE_DB
    assert voice_balance_of(stems(vocals=-70.0), band, 3.0) == 3.0 + VOICE_DB
    assert voice_balance_of(None, band, 3.0) == voice_balance_of(stems(), None, 3.0) == 3.0 + VOICE_DB


def song(*arc: Feeling, voice: int = 0, duration: float = 60.0):  # type: ignore[no-untyped-def]  # an Analysis
    return replace(SUNG["a"], duration=duration, arc=arc, voice=(voice,) * int(duration * ENVELOPE_HZ))


def test_the_arc_is_that_of_what_is_heard_in_each_section() -> None:
    songs = {
        "a": song(Feeling(0.0, 1.0, 0.9), Feeling(30.0, 0.0, 0.5), voice=200),
        "b": song(Feeling(0.0, -1.0, 0.1), voice=10),
    }
    sections = (Section(0.0, 10.0, "intro"), Section(10.0, 20.0, "verse"))
    parts = (
        Part("b", "b", "instrumental", ((0.0, 0.0), (20.0, 20.0))),
        Part("a", "a", "vocals", ((30.0, 10.0), (39.0, 20.0)), role="lead"),
    )
    arc = composed_arc(parts, sections, songs)
    assert arc[0] == Feeling(0.0, -1.0, 0.1)
    assert arc[1].at == 10.0 and -1 < arc[1].valence < 0 and 0.1 < arc[1].energy < 0.5
    mood = composed_mood(arc, 20.0)
    assert mood and mood.valence == pytest.approx((arc[0].valence + arc[1].valence) / 2, abs=0.001)
    voice = composed_voice(Mix(parts, 20.0), parts, songs)
    assert set(voice[: 10 * ENVELOPE_HZ]) == {0} and set(voice[10 * ENVELOPE_HZ + 1 :]) == {200}


def test_a_mashup_knows_its_arc_its_voice_and_what_it_is_brought_to() -> None:
    songs = {
        name: replace(one, arc=(Feeling(0.0, 0.1, 0.4),), voice=(90,) * int(one.duration * ENVELOPE_HZ))
        for name, one in SUNG.items()
    }
    found, mix = made("classic", heard=songs)
    whole = analysis_of(found, mix, {name: stems_of(one) for name, one in SUNG.items()})
    assert [point.at for point in whole.arc] == [section.start for section in whole.sections]
    assert whole.mood and whole.mood.tags and len(whole.voice) == int(whole.duration * ENVELOPE_HZ)
    assert whole.loudness and whole.loudness.integrated_lufs == mix.loudness_lufs == -14.0
