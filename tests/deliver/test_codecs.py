"""Every codec of the language: whole segments, equal headers, equal bytes by nature, films by copied packets."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from beatforge.deliver.assemble import assemble_film
from beatforge.deliver.audio import encode_mix
from beatforge.deliver.coders import BUFFER_S, FILLED, SHARE, options_of, require_encoder
from beatforge.deliver.pixels import video_frame
from beatforge.deliver.video import check_segment, encode_segment
from beatforge.errors import ToolError
from beatforge.film.codecs import CODECS
from tests.films import extradata_of, frames_of, times_of

WIDTH, HEIGHT = 264, 130
each_codec = pytest.mark.parametrize("word", list(CODECS))


def encoder_of(word: str, **changed: Any) -> dict[str, Any]:
    """What planning says of a small output in this codec."""
    codec = CODECS[word]
    rated = {"preset": "veryfast", "crf": 18, "kbps": 5000} if codec.is_rated else {}
    level = {"level": "4.0"} if word == "h264" else {}
    usual = {"codec": codec.encoder, "fps": "24", "width": WIDTH, "height": HEIGHT, "profile": codec.profile}
    return {**usual, **rated, **level, **changed}


def moving(count: int, seed: int, width: int = WIDTH, height: int = HEIGHT) -> Iterator[np.ndarray]:
    """A texture that slides, over colours that change; widths and heights that fill no block."""
    blocks = np.random.default_rng(seed).integers(16, 235, (height // 4 + 4, width // 4 + 30))
    texture = np.kron(blocks, np.ones((4, 4))).astype(np.uint8)
    for index in range(count):
        luma = texture[index % 7 : index % 7 + height, 2 * index % 100 : 2 * index % 100 + width]
        chroma = np.full((height // 2, width), 90 + (3 * index + seed) % 70, np.uint8)
        yield np.ascontiguousarray(np.concatenate([luma, chroma]))


def segment(folder: Path, word: str, number: int, count: int) -> Path:
    path = folder / f"{number}.{CODECS[word].container}"
    encode_segment(path, moving(count, number), encoder_of(word), lambda done: None)
    check_segment(path, count)
    return path


def mix(folder: Path, song: Path, codec: str, seconds: float) -> Path:
    value = {"tracks": [{"gain_db": 0.0}], "codec": codec, "decoder": "pyav", "sample_rate": 44100,
             "num_samples": round(seconds * 44100), **({"bitrate": 192000} if codec == "aac" else {})}  # fmt: skip
    encode_mix(value, [song], folder, lambda done, total: None)
    return next(folder.glob("mix.*"))


@each_codec
def test_a_film_holds_every_frame_of_its_segments_in_time(tmp_path: Path, song_file: Path, word: str) -> None:
    counts, codec = [12, 3, 5, 26], CODECS[word]
    paths = [segment(tmp_path, word, number, count) for number, count in enumerate(counts)]
    assert len({extradata_of(path) for path in paths}) == 1
    sound = mix(tmp_path, song_file, codec.sound, sum(counts) / 24)
    value = {"fps": "24", "codec": codec.encoder, "title": "One", "artist": "", "frames": counts,
             "chapters": [[0, 12, "a"], [12, 46, "b"]]}  # fmt: skip
    assemble_film(value, [*paths, sound], tmp_path, lambda done, total: None)
    film = tmp_path / f"film.{codec.container}"
    assert frames_of(film) == [frame for path in paths for frame in frames_of(path)]
    times = times_of(film)
    assert times == [n * times[1] for n in range(sum(counts))] and abs(times[1] - Fraction(1, 24)) < Fraction(1, 10**4)
    differing = {a ^ b for a, b in zip(extradata_of(film), extradata_of(paths[0]), strict=True)} - {0}
    assert differing <= ({0x80} if word == "hevc" else set()), "hvcC's completeness flags are the muxer's"
    data = film.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "it can start while it is still loading"
    with av.open(str(film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.codec_context.format.name == codec.pixel_format
        assert video.codec_context.codec_tag == codec.tag
        assert (int(video.codec_context.color_primaries), int(video.codec_context.colorspace)) == (1, 1)
        assert int(video.codec_context.color_range) == 1
        assert audio.codec_context.name == codec.sound
        assert abs(float(audio.duration * audio.time_base) - sum(counts) / 24) < 1024 / 44100


_ENCODE = """
import hashlib, sys
from pathlib import Path
from beatforge.deliver import coders
from tests.deliver.test_codecs import CODECS, encode_segment, encoder_of, moving
for wanted in sys.argv[2:]:
    word, _, changes = wanted.partition("/")
    preset = {"preset": changes} if changes else {}
    path = Path(sys.argv[1]) / f"x.{CODECS[word].container}"
    encode_segment(path, moving(30, 5), encoder_of(word, **preset), lambda done: None)
    print(wanted, hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_bytes_hang_on_nothing_but_frames_and_settings(tmp_path: Path) -> None:
    """`MALLOC_PERTURB_` has glibc fill what it hands out: an encoder that reads it unwritten shows."""
    wanted = [*CODECS, "h264/slow", "h264/ultrafast", "av1/slow", "hevc/slow"]
    said = {
        subprocess.run(
            [sys.executable, "-c", _ENCODE, str(tmp_path), *wanted],
            env={**os.environ, "MALLOC_PERTURB_": filled}, capture_output=True, text=True, check=True,
        ).stdout
        for filled in ("0", "85", "170")
    }  # fmt: skip
    assert len(said) == 1 and said.pop().count("\n") == len(wanted)


@each_codec
def test_a_picture_may_be_painted_over_once_it_was_handed_over(tmp_path: Path, word: str) -> None:
    def reused() -> Iterator[np.ndarray]:
        out = np.empty((HEIGHT * 3 // 2, WIDTH), np.uint8)
        for picture in moving(40, 2):
            out[:] = picture
            yield out
            out[:] = 77

    paths = [tmp_path / f"{n}.{CODECS[word].container}" for n in range(2)]
    encode_segment(paths[0], list(moving(40, 2)), encoder_of(word), lambda done: None)
    encode_segment(paths[1], reused(), encoder_of(word), lambda done: None)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_ten_bits_hold_exactly_what_eight_had() -> None:
    picture = next(moving(1, 3))
    picture[HEIGHT:] = np.random.default_rng(1).integers(16, 240, (HEIGHT // 2, WIDTH), np.uint8)
    frame = video_frame(picture, "yuv422p10le")
    planes = [np.frombuffer(memoryview(p), np.uint16).reshape(p.height, -1)[:, : p.width] for p in frame.planes]
    assert (planes[0] == picture[:HEIGHT].astype(int) * 4).all()
    blue = picture[HEIGHT:].reshape(2, HEIGHT // 2, WIDTH // 2)[0].astype(int)
    assert planes[1].shape == (HEIGHT, WIDTH // 2)
    assert (planes[1][2::2] == 3 * blue[1:] + blue[:-1]).all() and (planes[1][1:-1:2] == 3 * blue[:-1] + blue[1:]).all()
    assert (planes[1][0] == 4 * blue[0]).all() and (planes[1][-1] == 4 * blue[-1]).all()


def test_pcm_holds_what_was_decoded_to_24_bits(tmp_path: Path, song_file: Path) -> None:
    import soundfile

    path = mix(tmp_path, song_file, "pcm_s24le", 2.0)
    with av.open(str(path)) as container:
        ours = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1).reshape(-1, 2)
    assert len(ours) == 2 * 44100
    theirs, rate = soundfile.read(song_file, dtype="float64", frames=88200, always_2d=True)
    if rate == 44100:
        assert np.abs(ours[:, 0] / 2**31 - theirs[: len(ours), 0]).max() < 2**-22


def test_peaks_are_capped_over_the_buffer(tmp_path: Path) -> None:
    """Noise that CRF 18 would give many times the cap: no stretch of it has more than the rate and half a buffer."""
    path, kbps = tmp_path / "noise.mp4", 500
    rng = np.random.default_rng(0)
    noise = (rng.integers(16, 235, (HEIGHT * 3 // 2, WIDTH), np.uint8) for _ in range(96))
    encode_segment(path, noise, encoder_of("h264", kbps=kbps), lambda done: None)
    with av.open(str(path)) as film:
        bits = [packet.size * 8 for packet in film.demux(video=0) if packet.size]
    assert len(bits) == 96
    assert sum(bits) <= kbps * 1000 * (4 * SHARE + BUFFER_S * FILLED) < kbps * 1000 * 4.1
    assert max(sum(bits[at : at + 24]) for at in range(73)) <= kbps * 1000 * (SHARE + BUFFER_S)


def test_a_level_is_written_and_slow_presets_keep_to_its_pictures(tmp_path: Path) -> None:
    for preset in ("ultrafast", "veryfast", "slow", "veryslow"):
        path = tmp_path / f"{preset}.mp4"
        encode_segment(path, moving(12, 1), encoder_of("h264", preset=preset, level="4.0"), lambda done: None)
        extradata = extradata_of(path)
        assert extradata[3] == 40, "avcC: level_idc"
        assert extradata[1] == (66 if preset == "ultrafast" else 100), "avcC: profile_idc"
    assert "ref=4" in options_of(encoder_of("h264", preset="veryslow"))["x264-params"]


def test_an_encoder_that_this_build_lacks_is_named_with_the_ways_out() -> None:
    with pytest.raises(ToolError, match=r"needs the encoder libwishful, which this build of PyAV .* choose another"):
        require_encoder("libwishful")
