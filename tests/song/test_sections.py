"""Parts, key and energy of songs whose form is known."""

import pytest

from beatforge.song.analysis import SECTION_KINDS, Drop
from beatforge.song.listen import analyse, listen
from beatforge.song.naming import Part, name_parts
from tests.formed import render_form
from tests.rendered import spectra_of


@pytest.fixture(scope="module")
def song(make_song):
    truth = make_song("IVCVCBC", tempo_bpm=128.37, offset_s=0.2, tonic_midi=57)
    return truth, listen(truth.path)


def test_sections_begin_where_the_song_changes(song):
    truth, heard = song
    starts = [section.start for section in heard.sections]
    assert starts[1:] == pytest.approx(truth.starts[1:], abs=0.01)


def test_sections_cover_the_song_and_begin_on_downbeats(song):
    _, heard = song
    assert heard.sections[0].start == 0
    assert heard.sections[-1].end == heard.duration
    for before, after in zip(heard.sections, heard.sections[1:], strict=False):
        assert before.end == after.start
        assert after.start in heard.downbeats
        assert before.end - before.start >= 6
    assert {section.kind for section in heard.sections} <= set(SECTION_KINDS)


def test_what_comes_back_is_verse_and_the_strongest_of_it_chorus(song):
    _, heard = song
    assert [section.kind for section in heard.sections] == [
        "intro", "verse", "chorus", "verse", "chorus", "bridge", "chorus",
    ]  # fmt: skip


def test_energy_jumps_into_the_chorus_after_the_bridge(song):
    truth, heard = song
    strongest = max(heard.drops, key=lambda drop: drop.strength)
    assert strongest.at == pytest.approx(truth.starts[-1], abs=0.01)
    assert all(0 < drop.strength <= 1 and drop.at in heard.downbeats for drop in heard.drops)


def test_the_chorus_has_more_energy_than_the_intro(song):
    truth, heard = song
    energy = heard.envelopes["energy"]
    intro, chorus = (
        energy[int(start * 100) + 100 : int(start * 100) + 600] for start in (truth.starts[0], truth.starts[2])
    )
    assert min(chorus) > max(intro) + 50


@pytest.mark.parametrize(("tonic_midi", "key"), [(57, "A major"), (60, "C major"), (65, "F major")])
def test_the_key_is_that_of_the_chords(make_song, tonic_midi, key):
    assert listen(make_song("VC", 120, 0, tonic_midi).path).key == key


def test_a_song_a_quarter_tone_off_keeps_its_key(make_song):
    assert listen(make_song("VC", 120, 0, 60.35).path).key == "C major"


def parts(*members):
    return [Part(20.0 * index, 20.0 * (index + 1), group, energy) for index, (group, energy) in enumerate(members)]


def test_what_leads_from_each_verse_to_each_chorus_is_the_prechorus():
    song = parts((0, 0.5), (1, 0.6), (2, 0.9), (0, 0.5), (1, 0.6), (2, 0.9), (3, 0.4), (2, 0.9))
    assert name_parts(song, ()) == (
        "verse", "prechorus", "chorus", "verse", "prechorus", "chorus", "bridge", "chorus",
    )  # fmt: skip


def test_a_chorus_that_energy_leaps_into_is_a_drop():
    song = parts((0, 0.2), (1, 0.4), (2, 1.0), (1, 0.4), (2, 1.0), (3, 0.3))
    leaps = (Drop(40.0, 0.6), Drop(80.0, 0.7))
    assert name_parts(song, leaps) == ("intro", "verse", "drop", "verse", "drop", "outro")


def sung_parts(*members):
    return [
        Part(20.0 * index, 20.0 * (index + 1), group, energy, sung)
        for index, (group, energy, sung) in enumerate(members)
    ]


def test_what_nobody_sings_is_instrumental_and_a_solo_where_it_is_strong_and_comes_once():
    song = sung_parts(
        (0, 0.3, 0.1), (1, 0.5, 0.6), (2, 0.9, 0.7), (3, 0.4, 0.1), (1, 0.5, 0.6), (2, 0.9, 0.7), (4, 0.9, 0.1),
        (2, 0.9, 0.7), (5, 0.4, 0.1),
    )  # fmt: skip
    assert name_parts(song, (), has_voice=True) == (
        "intro", "verse", "chorus", "instrumental", "verse", "chorus", "solo", "chorus", "outro",
    )  # fmt: skip


def test_where_nobody_sings_singing_names_nothing():
    song = sung_parts((1, 0.5, 0.6), (2, 0.9, 0.1), (1, 0.5, 0.6), (2, 0.9, 0.1), (1, 0.5, 0.6))
    assert name_parts(song, ()) == ("verse", "chorus", "verse", "chorus", "verse")


def test_where_nothing_returns_strong_parts_are_told_from_weak_ones():
    kinds = name_parts(parts((0, 0.5), (1, 0.6), (2, 0.9), (3, 0.5), (4, 0.95), (5, 0.6)), ())
    assert [index for index, kind in enumerate(kinds) if kind == "chorus"] == [2, 4]


def test_what_most_of_a_song_consists_of_is_not_its_chorus():
    kinds = name_parts(parts((0, 0.8), (0, 0.8), (1, 0.7), (0, 0.8), (0, 0.8), (2, 0.79), (0, 0.8)), ())
    assert kinds[0] == "verse" and kinds.count("verse") > 3


@pytest.mark.parametrize(("name", "chorus"), [("raised", 3), ("build and drop", 2), ("AABA", 2)])
def test_the_high_parts_of_a_form_are_found(name, chorus):
    song = render_form(name, 1)
    heard = analyse(spectra_of(song), "none")
    high = [part for part in song.sections if part.kind in ("chorus", "drop")]
    assert len(high) == chorus
    for part in song.sections:
        middle = (part.start + part.end) / 2
        kind = next(other.kind for other in heard.sections if other.start <= middle < other.end)
        assert (kind in ("chorus", "drop")) == (part in high)
    assert heard.has_voice == song.has_voice


def test_a_song_of_one_part_is_a_verse():
    assert name_parts(parts((0, 0.5)), ()) == ("verse",)
