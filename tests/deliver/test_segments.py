"""Segments are whole or refused, and join into one film by copying packets."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from beatforge.deliver.assemble import assemble_film
from beatforge.deliver.audio import encode_mix
from beatforge.deliver.video import check_segment, encode_segment
from beatforge.errors import ToolError

ENCODER = {"codec": "libx264", "preset": "veryfast", "crf": 18, "fps": "24000/1001", "width": 96, "height": 54}


def moving(count: int, seed: int) -> Iterator[np.ndarray]:
    """Frames of a moving gradient that differ from segment to segment."""
    base = np.add.outer(np.arange(54) * 2, np.arange(96))
    for index in range(count):
        out = np.full((81, 96), 128, np.uint8)
        out[:54] = (base + index * 5 + seed * 31) % 200 + 16
        yield out


def segment(path: Path, count: int, seed: int = 0, **changed: Any) -> Path:
    """A segment of `count` frames."""
    encode_segment(path, moving(count, seed), {**ENCODER, **changed}, lambda done: None)
    return path


def mix(folder: Path, song: Path, seconds: float) -> Path:
    """The song's first seconds as the film's sound."""
    value = {
        "tracks": [{"gain_db": 0.0}], "codec": "aac", "bitrate": 128000, "decoder": "pyav", "sample_rate": 44100,
        "num_samples": round(seconds * 44100),
    }  # fmt: skip
    encode_mix(value, [song], folder, lambda done, total: None)
    return folder / "mix.m4a"


def film(folder: Path, segments: list[Path], frames: list[int], sound: Path) -> Path:
    """The assembled film."""
    chapters = [[0, frames[0], "intro 1"], [frames[0], sum(frames), "verse 1"]]
    about = {"fps": ENCODER["fps"], "codec": "libx264", "title": "A title", "artist": ""}
    assemble_film(
        {**about, "frames": frames, "chapters": chapters}, [*segments, sound], folder, lambda done, total: None
    )
    return folder / "film.mp4"


def test_every_frame_of_every_segment_is_shown_once_and_in_time(tmp_path: Path, song_file: Path) -> None:
    frames = [24, 3, 50, 4, 31]
    segments = [segment(tmp_path / f"{n}.mp4", count, n) for n, count in enumerate(frames)]
    path = film(tmp_path, segments, frames, mix(tmp_path, song_file, sum(frames) * 1001 / 24000))
    alone = [hash_ for one in segments for hash_ in hashes(one)]
    assert hashes(path) == alone
    with av.open(str(path)) as container:
        times = [frame.pts * frame.time_base for frame in container.decode(video=0)]
    assert times[0] == 0
    assert {round(float((b - a) * 24000 / 1001), 6) for a, b in itertools.pairwise(times)} == {1.0}


def test_the_film_carries_title_and_chapters_and_can_start_while_loading(tmp_path: Path, song_file: Path) -> None:
    frames = [24, 24]
    segments = [segment(tmp_path / f"{n}.mp4", count, n) for n, count in enumerate(frames)]
    path = film(tmp_path, segments, frames, mix(tmp_path, song_file, 2))
    with av.open(str(path)) as container:
        assert container.metadata["title"] == "A title"
        assert [chapter["metadata"]["title"] for chapter in container.chapters()] == ["intro 1", "verse 1"]
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


_ENCODE = """
import hashlib, sys
import numpy as np
from beatforge.deliver import coders, video
coders.X264_PARAMS += sys.argv[1]
rng = np.random.default_rng(5)
texture = np.kron(rng.integers(16, 235, (48, 40)), np.ones((4, 4))).astype(np.uint8)
frames = (np.concatenate([texture[i % 7 : i % 7 + 64, 2 * i : 2 * i + 64], np.full((32, 64), 128)]) for i in range(48))
encoder = {"codec": "libx264", "preset": "veryfast", "crf": 18, "fps": "24", "width": 64, "height": 64, "kbps": 400}
video.encode_segment(sys.argv[2], (np.ascontiguousarray(f, np.uint8) for f in frames), encoder, lambda done: None)
print(hashlib.sha256(open(sys.argv[2], "rb").read()).hexdigest())
"""


def test_bytes_hang_neither_on_the_processor_nor_on_what_memory_held(tmp_path: Path) -> None:
    """`MALLOC_PERTURB_` has glibc fill what it hands out; `asm` has x264 do without that much of the processor."""
    found = {
        subprocess.run(
            [sys.executable, "-c", _ENCODE, asm, str(tmp_path / "segment.mp4")],
            env={**os.environ, "MALLOC_PERTURB_": filled}, capture_output=True, text=True, check=True,
        ).stdout
        for asm in ("", ":asm=avx2", ":asm=0")
        for filled in ("0", "85", "170")
    }  # fmt: skip
    assert len(found) == 1


def test_segments_of_other_settings_are_refused(tmp_path: Path, song_file: Path) -> None:
    segments = [segment(tmp_path / "a.mp4", 24), segment(tmp_path / "b.mp4", 24, crf=30, preset="ultrafast")]
    with pytest.raises(ToolError, match="other settings"):
        film(tmp_path, segments, [24, 24], mix(tmp_path, song_file, 2))


def test_a_segment_of_another_length_is_refused(tmp_path: Path, song_file: Path) -> None:
    with pytest.raises(ToolError, match="24 frames where 25 were planned"):
        film(tmp_path, [segment(tmp_path / "a.mp4", 24)], [25], mix(tmp_path, song_file, 1))


def test_a_damaged_segment_does_not_pass(tmp_path: Path) -> None:
    path = segment(tmp_path / "a.mp4", 24)
    check_segment(path, 24)
    with pytest.raises(ToolError):
        check_segment(path, 25)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ToolError):
        check_segment(path, 24)


def test_sound_starts_at_sample_0_and_ends_within_a_codec_frame(tmp_path: Path, song_file: Path) -> None:
    import soundfile

    path = mix(tmp_path, song_file, 5.0)
    with av.open(str(path)) as container:
        blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
    ours = np.concatenate(blocks, axis=1)[0]
    theirs, rate = soundfile.read(song_file, dtype="float32")
    at_44100 = np.interp(np.arange(5 * 44100) / 44100, np.arange(len(theirs)) / rate, theirs)
    scores = {lag: float(np.dot(ours[20000 + lag : 60000 + lag], at_44100[20000:60000])) for lag in range(-400, 401)}
    assert max(scores, key=lambda lag: scores[lag]) in (-1, 0, 1)
    assert 0 <= len(ours) - 5 * 44100 < 1024


def hashes(path: Path) -> list[int]:
    """One hash per decoded frame."""
    with av.open(str(path)) as container:
        return [hash(frame.to_ndarray().tobytes()) for frame in container.decode(video=0)]


@pytest.mark.parametrize("height", [88, 90])
def test_colours_stay_where_they_are_at_every_height(tmp_path: Path, height: int) -> None:
    out = np.full((height * 3 // 2, 96), 128, np.uint8)
    blue, red = out[height:].reshape(2, height // 2, 48)
    blue[: height // 4], red[height // 4 :] = 60, 200
    settings = {**ENCODER, "height": height, "fps": "24"}
    encode_segment(tmp_path / "segment.mp4", [out] * 4, settings, lambda done: None)
    with av.open(str(tmp_path / "segment.mp4")) as container:
        shown = next(container.decode(video=0)).to_ndarray()
    apart = np.abs(shown.astype(int) - out)[height:].reshape(2, height // 2, 48)
    assert np.delete(apart, [height // 4 - 1, height // 4], axis=1).max() < 12
