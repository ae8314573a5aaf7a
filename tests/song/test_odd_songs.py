"""Songs as they are found: every rate and width, many channels, encoders' delays, covers, damage."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from beatforge.errors import ToolError
from beatforge.song.damage import Damage, in_words
from beatforge.song.listen import listen
from beatforge.song.sound import stereo_blocks

RATE = 44100
SECONDS = 4


def sound(rate: int = RATE, seconds: float = SECONDS) -> np.ndarray:
    """Bursts of many partials: the same sound at every rate, and unlike itself a moment later."""
    rng = np.random.default_rng(0)
    time = np.arange(round(seconds * rate)) / rate
    partials = zip(rng.uniform(150, 3000, 40), rng.uniform(0, 6.28, 40), strict=True)
    tone = sum(np.sin(2 * np.pi * hz * time + phase) for hz, phase in partials) / 40
    return (tone * (0.3 + np.exp(-(time % 0.5) * 12))).astype(np.float32)


def encode(
    path: Path, codec: str, rate: int = RATE, cover: bool = False, bit_rate: int = 128000, **options: str
) -> Path:
    """The sound in stereo, as this codec leaves it."""
    muxer = {name: options.pop(name) for name in ("write_xing",) if name in options}
    with av.open(str(path), "w", format="mp4" if path.suffix == ".m4a" else None, options=muxer) as song:
        stream = song.add_stream(codec, rate=rate, options=options)
        stream.layout, stream.bit_rate = "stereo", bit_rate
        if cover:
            picture = song.add_stream("mjpeg", rate=1)
            picture.width = picture.height = 64
            picture.pix_fmt = "yuvj420p"
            picture.disposition = av.stream.Disposition.attached_pic
            still = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 90, np.uint8), format="rgb24")
            song.mux(picture.encode(still.reformat(format="yuvj420p")))
            song.mux(picture.encode(None))
        samples = sound(rate)
        for start in range(0, len(samples), 4410):
            part = np.ascontiguousarray(np.repeat(samples[None, start : start + 4410], 2, axis=0))
            frame = av.AudioFrame.from_ndarray(part, "fltp", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            song.mux(stream.encode(frame))
        song.mux(stream.encode(None))
    return path


def heard(path: Path, rate: int) -> np.ndarray:
    """What the film would play, both channels, through the first decoder."""
    return np.concatenate(list(stereo_blocks(path, "pyav", rate)), axis=1)


def late(played: np.ndarray, original: np.ndarray) -> int:
    """Samples by which one sound lags the other."""
    size = 1 << (len(played) + len(original)).bit_length()
    product = np.fft.irfft(np.fft.rfft(played, size) * np.conj(np.fft.rfft(original, size)))
    lag = int(product.argmax())
    return lag if lag < size // 2 else lag - size


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 48000, 88200, 96000, 192000])
def test_every_rate_is_heard_in_time_and_to_its_end(tmp_path: Path, rate: int) -> None:
    soundfile.write(tmp_path / "song.wav", sound(rate), rate)
    song = listen(tmp_path / "song.wav")
    assert (song.sample_rate, song.duration, song.decoder, song.damage) == (rate, SECONDS, "pyav", ())
    played = heard(tmp_path / "song.wav", 48000)
    assert abs(played.shape[1] - SECONDS * 48000) <= 1
    assert abs(late(played[0], sound(48000))) <= 1


@pytest.mark.parametrize(
    ("name", "subtype"),
    [("u8.wav", "PCM_U8"), ("s24.wav", "PCM_24"), ("s32.wav", "PCM_32"), ("f32.wav", "FLOAT"), ("f64.wav", "DOUBLE"),
     ("s24.flac", "PCM_24"), ("s8.flac", "PCM_S8"), ("mulaw.wav", "ULAW"), ("s16.aiff", "PCM_16")],
)  # fmt: skip
def test_every_width_is_heard_as_loud_as_it_is(tmp_path: Path, name: str, subtype: str) -> None:
    soundfile.write(tmp_path / name, sound(), RATE, subtype=subtype)
    played = heard(tmp_path / name, RATE)
    assert np.abs(played - sound()).max() < 0.03


def test_mono_is_heard_as_loud_as_the_same_in_stereo(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "mono.wav", sound(), RATE)
    soundfile.write(tmp_path / "stereo.wav", np.stack([sound()] * 2, axis=1), RATE)
    assert np.array_equal(heard(tmp_path / "mono.wav", RATE), heard(tmp_path / "stereo.wav", RATE))


@pytest.mark.parametrize(("channels", "name"), [(6, "six.wav"), (8, "eight.wav"), (8, "eight.flac"), (10, "ten.wav")])
def test_many_channels_are_mixed_down_and_never_clip(tmp_path: Path, channels: int, name: str) -> None:
    loudest = np.sign(sound()) * np.float32(0.999)
    soundfile.write(tmp_path / name, np.stack([loudest] * channels, axis=1), RATE, subtype="PCM_16")
    for decoder in ("pyav", "soundfile"):
        played = np.concatenate(list(stereo_blocks(tmp_path / name, decoder, RATE)), axis=1)
        assert 0.9 < np.abs(played).max() <= 1.0


def test_5_1_is_mixed_down_by_itu_r_bs_775(tmp_path: Path) -> None:
    """Left and right whole, centre and surrounds at -3 dB, no LFE; all scaled alike so that the sum stays below 1."""
    places = {"left": 0, "right": 1, "centre": 2, "lfe": 3, "surround left": 4, "surround right": 5}
    gains = {}
    for place, channel in places.items():
        channels = np.zeros((RATE, 6), np.float32)
        channels[:, channel] = 0.5
        soundfile.write(tmp_path / "one.wav", channels, RATE)
        gains[place] = np.concatenate(list(stereo_blocks(tmp_path / "one.wav", "pyav", RATE)), axis=1)[:, 1000] / 0.5
    whole = 1 / (1 + 2 * 0.5**0.5)
    assert gains["left"] == pytest.approx([whole, 0], abs=1e-3)
    assert gains["right"] == pytest.approx([0, whole], abs=1e-3)
    assert gains["centre"] == pytest.approx([whole * 0.5**0.5] * 2, abs=1e-3)
    assert gains["lfe"] == pytest.approx([0, 0], abs=1e-3)
    assert gains["surround left"] == pytest.approx([whole * 0.5**0.5, 0], abs=1e-3)
    assert gains["surround right"] == pytest.approx([0, whole * 0.5**0.5], abs=1e-3)


@pytest.mark.parametrize(
    ("name", "codec", "rate", "options"),
    [
        ("cbr.mp3", "libmp3lame", RATE, {}),
        ("vbr.mp3", "libmp3lame", RATE, {"flags": "+qscale", "global_quality": "472"}),
        ("edit-list.m4a", "aac", RATE, {}),
        ("preskip.opus", "libopus", 48000, {}),
        ("lossless.flac", "flac", RATE, {}),
    ],
)
def test_what_encoders_put_before_and_after_a_song_is_not_heard(
    tmp_path: Path, name: str, codec: str, rate: int, options: dict[str, str]
) -> None:
    song = encode(tmp_path / name, codec, rate, **options)
    found = listen(song)
    assert (found.duration, found.decoder, found.damage) == (SECONDS, "pyav", ())
    assert late(heard(song, rate)[0], sound(rate)) == 0


def test_a_vbr_mp3_without_a_header_is_heard_to_its_end_whatever_its_length_looks_like(tmp_path: Path) -> None:
    song = encode(tmp_path / "song.mp3", "libmp3lame", write_xing="0", flags="+qscale", global_quality="472")
    found = listen(song)
    assert SECONDS <= found.duration < SECONDS + 0.1 and found.decoder == "pyav"
    assert found.damage == ()


@pytest.mark.parametrize(("name", "codec"), [("cover.mp3", "libmp3lame"), ("cover.m4a", "aac")])
def test_a_cover_is_not_taken_for_the_song(tmp_path: Path, name: str, codec: str) -> None:
    found = listen(encode(tmp_path / name, codec, cover=True))
    assert found.duration == pytest.approx(SECONDS, abs=0.05) and found.damage == ()


def cut(song: Path) -> bytes:
    """Its first six tenths."""
    whole = song.read_bytes()
    return whole[: len(whole) * 6 // 10]


@pytest.mark.parametrize(
    ("name", "codec"), [("song.mp3", "libmp3lame"), ("song.flac", "flac"), ("song.wav", "pcm_s16le")]
)
def test_a_song_cut_short_is_heard_and_the_missing_seconds_are_named(tmp_path: Path, name: str, codec: str) -> None:
    song = encode(tmp_path / name, codec)
    song.write_bytes(cut(song))
    found = listen(song)
    (damage,) = found.damage
    assert damage == Damage("short", round(found.duration, 3), pytest.approx(SECONDS - found.duration, abs=0.06))
    assert 0.35 < damage.seconds / SECONDS < 0.5
    assert f"{damage.seconds:.1f} s before its header says" in in_words(damage)


def test_an_ogg_file_cut_short_says_that_its_end_mark_is_missing(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "song.ogg", sound(), RATE)
    assert listen(tmp_path / "song.ogg").damage == ()
    (tmp_path / "song.ogg").write_bytes(cut(tmp_path / "song.ogg"))
    assert [damage.kind for damage in listen(tmp_path / "song.ogg").damage] == ["unended"]


@pytest.mark.parametrize(
    ("name", "codec"),
    [("song.mp3", "libmp3lame"), ("song.m4a", "aac"), ("song.opus", "libopus"), ("song.flac", "flac")],
)
def test_damage_in_the_middle_is_left_out_and_named_with_its_place(tmp_path: Path, name: str, codec: str) -> None:
    song = encode(tmp_path / name, codec, 48000)
    whole = bytearray(song.read_bytes())
    middle, hurt = len(whole) // 2, len(whole) // 16
    whole[middle : middle + hurt] = np.random.default_rng(1).bytes(hurt)
    song.write_bytes(whole)
    found = listen(song)
    (damage,) = found.damage
    assert damage.kind == "unreadable" and 0.5 < damage.at / (SECONDS / 2) < 1.5
    assert found.duration + damage.seconds == pytest.approx(SECONDS, abs=0.35)
    assert heard(song, 48000).shape[1] == round(found.duration * 48000)


def test_an_m4a_cut_short_can_not_be_read_and_the_way_out_is_named(tmp_path: Path) -> None:
    song = encode(tmp_path / "song.m4a", "aac")
    song.write_bytes(cut(song))
    with pytest.raises(ToolError, match=r"cannot be decoded as sound .*was it copied whole\?"):
        listen(song)


@pytest.mark.parametrize(("kind", "says"), [("unreadable", "0.4 s of it can't be read, first at 1:06.0"),
                                            ("short", "it ends at 1:06.0, 0.4 s before its header says"),
                                            ("unended", "it ends at 1:06.0 without an end mark")])  # fmt: skip
def test_damage_is_told_in_words(kind: str, says: str) -> None:
    assert in_words(Damage(kind, 66.0, 0.4)).startswith(says)


def shapes() -> dict[str, np.ndarray]:
    """Songs in which there is little or nothing to hear."""
    silence, burst = np.zeros(12 * RATE, np.float32), sound()
    click, head = silence.copy(), silence.copy()
    click[RATE] = 0.9
    head[8 * RATE : 9 * RATE] = burst[:RATE]
    tail = np.zeros_like(silence)
    tail[:RATE] = burst[:RATE]
    return {"silence": silence, "a click": click, "direct current": silence + np.float32(0.5), "silent head": head,
            "silent tail": tail, "three seconds": burst[: 3 * RATE]}  # fmt: skip


@pytest.mark.parametrize("name", shapes())
def test_a_song_of_little_sound_still_becomes_a_film(tmp_path: Path, name: str) -> None:
    from beatforge.film.cut import Count, cut_film

    samples = shapes()[name]
    soundfile.write(tmp_path / "song.wav", samples, RATE)
    found = listen(tmp_path / "song.wav")
    assert found.duration == len(samples) / RATE
    for rate in (Fraction(24), Fraction(30000, 1001)):
        spans = cut_film(found, Count(24), rate)
        assert spans[0].start_frame == 0 and spans[-1].end_frame == -(-len(samples) * rate // RATE)
        assert len({span.scene_id for span in spans}) == len(spans)
