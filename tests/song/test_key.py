"""Keys of rendered music in all 24 of them, and how sure they are."""

import numpy as np
import pytest

from beatforge.song.chroma import BASS_SEMITONES, KEYS, folded, measure_chroma, measure_semitones
from beatforge.song.decode import RATE, Block
from beatforge.song.key import find_key
from beatforge.song.spectrum import measure_spectra
from tests.song.conftest import add, tone

CHORDS = {"major": ((0, 4), (7, 4), (9, 3), (5, 4)), "minor": ((0, 3), (8, 4), (5, 3), (7, 4))}
"""I V vi IV and i VI iv V: semitones above the tonic, and the third of each chord."""


def chroma_of(sound):
    return measure_chroma(measure_spectra(iter([Block(sound, len(sound) / RATE, len(sound) / RATE, RATE, 1)])))


def music(key, cents=0):
    tonic = 48 + KEYS.index(key) % 12 + cents / 100
    sound = np.zeros(8 * RATE, np.float32)
    for bar, (root, third) in enumerate(2 * CHORDS[key.partition(" ")[2]]):
        for interval in (-12, 0, third, 7):
            add(sound, bar, 0.1 * tone(tonic + root + interval, 1.0, 6))
    return sound


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_heard_in_its_chords(key):
    heard = find_key(chroma_of(music(key)))
    assert heard.name == key
    assert heard.other in KEYS and heard.other != key


def test_music_a_third_of_a_semitone_off_keeps_its_key():
    assert find_key(chroma_of(music("Eb minor", cents=33))).name == "Eb minor"


def test_the_bass_tells_modes_apart_that_share_their_notes():
    sound = np.zeros(8 * RATE, np.float32)
    for bar, root in enumerate(2 * (0, 10, 5, 0)):  # I bVII IV I: all notes are those of the subdominant's scale
        for interval in (-12, 0, 4, 7):
            add(sound, bar, 0.1 * tone(50 + root + interval, 1.0, 6))
    semitones = measure_semitones(measure_spectra(iter([Block(sound, 8.0, 8.0, RATE, 1)])))
    chroma = folded(semitones)
    assert find_key(chroma, folded(semitones[:, :BASS_SEMITONES])).name == "D major"
    bass_on_g = np.zeros((1, 12), np.float32)
    bass_on_g[0, 7] = 1.0
    assert find_key(chroma, bass_on_g).name == "G major"


def test_music_is_surer_than_noise():
    noise = 0.1 * np.random.default_rng(4).standard_normal(8 * RATE).astype(np.float32)
    assert find_key(chroma_of(music("D major"))).confidence > 0.4
    assert find_key(chroma_of(noise)).confidence < 0.2


def test_silence_has_no_key():
    heard = find_key(chroma_of(np.zeros(4 * RATE, np.float32)))
    assert (heard.name, heard.other, heard.confidence) == ("", "", 0.0)
