"""Musical sense: songs that are played, listened to and compared; what a listener would say comes out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from beatforge.mashup.compatibility import compatibility
from beatforge.mashup.library.sound import measure_timbre
from beatforge.mashup.profile import Profile, profile_of
from beatforge.song.decode import decode
from beatforge.song.listen import analyse
from beatforge.song.spectrum import measure_spectra
from beatforge.song.wheel import are_compatible, parse_key

RATE = 22050
CHORDS = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))
"""I vi IV V of a major key."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Profile]:
    """played(tonic, bpm, is_bright, quiet_bars) plays eight bars of a song and listens to it."""
    folder = tmp_path_factory.mktemp("played")

    def play(tonic: int, bpm: float, is_bright: bool = False, quiet_bars: tuple[int, ...] = (0, 1)) -> Profile:
        import soundfile

        path = folder / f"{tonic}-{bpm}-{is_bright}-{len(quiet_bars)}.wav"
        soundfile.write(path, _sound(tonic, bpm, is_bright, quiet_bars), RATE)
        decoder, spectra = decode(path, measure_spectra)
        return profile_of(analyse(spectra, decoder), timbre=measure_timbre(spectra))

    return play


def _sound(tonic: int, bpm: float, is_bright: bool, quiet_bars: tuple[int, ...]) -> NDArray[np.float32]:
    beat = 60 / bpm
    sound = np.zeros(int(8 * 4 * beat * RATE) + RATE)
    noise = np.random.default_rng(3)
    for bar in range(8):
        gain = 0.25 if bar in quiet_bars else 1.0
        for note in CHORDS[bar % 4]:
            hz = 130.81 * 2 ** ((tonic + note) / 12)
            time = np.arange(int(4 * beat * RATE)) / RATE
            partials = range(1, 14) if is_bright else range(1, 5)
            wave = sum(np.sin(2 * np.pi * hz * k * time) / k ** (0.7 if is_bright else 1.5) for k in partials)
            _mix(sound, bar * 4 * beat, 0.1 * gain * wave * np.minimum(1, time / 0.01))
        for quarter in range(4):
            at, time = (bar * 4 + quarter) * beat, np.arange(int(0.15 * RATE)) / RATE
            _mix(sound, at, gain * (1.0 if quarter == 0 else 0.6) * np.sin(2 * np.pi * 55 * time) * np.exp(-20 * time))
            if is_bright:
                for eighth in (0, 0.5):
                    _mix(
                        sound,
                        at + eighth * beat,
                        0.5 * gain * noise.standard_normal(600) * np.exp(-np.arange(600) / 150),
                    )
    return (0.4 * sound / np.abs(sound).max()).astype(np.float32)


def _mix(sound: NDArray[np.float64], at: float, piece: NDArray[np.float64]) -> None:
    start = round(at * RATE)
    sound[start : start + len(piece)] += piece[: len(sound) - start]


def test_the_same_song_in_another_key_and_tempo_comes_first_and_the_tritone_neighbour_last(
    played: Callable[..., Profile],
) -> None:
    song = played(0, 100)
    assert parse_key(song.key) == parse_key("C major")
    library = {
        "the same a fourth up and 4 % faster": played(5, 104),
        "the same a tone up and 3 % slower": played(2, 97),
        "another, a fifth up, as fast": played(7, 101, True, ()),
        "another, a third up, faster": played(4, 111, True, ()),
        "another, a tritone away, faster": played(6, 113, True, (0, 1, 2, 3, 4)),
    }
    scores = {name: compatibility(song, other).score for name, other in library.items()}
    order = sorted(scores, key=lambda name: -scores[name])
    assert {*order[:2]} == {"the same a fourth up and 4 % faster", "the same a tone up and 3 % slower"}, scores
    assert order[-1] == "another, a tritone away, faster", scores


def test_the_transform_brings_both_to_one_tempo_and_to_keys_that_fit(played: Callable[..., Profile]) -> None:
    voice, bed = played(0, 100), played(6, 113, True, (0, 1, 2, 3, 4))
    match = compatibility(voice, bed)
    assert match.tempo_ratio * voice.tempo_bpm == pytest.approx(bed.tempo_bpm, rel=0.001)
    own, other = parse_key(voice.key), parse_key(bed.key)
    assert own and other and are_compatible(own.shifted(match.semitones), other) and 1 <= abs(match.semitones) <= 2


def test_timbre_tells_bright_songs_from_dark_ones_whatever_their_key(played: Callable[..., Profile]) -> None:
    dark, other_key, bright = played(0, 100), played(5, 104), played(7, 101, True, ())
    apart = compatibility(dark, bright).genre
    alike = compatibility(dark, other_key).genre
    assert alike is not None and apart is not None and alike > 2 * apart
