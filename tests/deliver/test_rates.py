"""Films at every rate, made by the real steps: what the container says is the rational number, not its neighbour."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest

from beatforge.deliver.assemble import assemble_film
from beatforge.project.scalars import FRAME_RATES
from tests.deliver.test_segments import mix, segment

LENGTHS = [7, 3, 24]


@pytest.mark.parametrize("fps", FRAME_RATES.values(), ids=FRAME_RATES)
def test_the_container_says_the_exact_rate_and_frames_lie_on_it(tmp_path: Path, song_file: Path, fps: str) -> None:
    rate = Fraction(fps)
    seconds = float(sum(LENGTHS) / rate)
    pieces = [segment(tmp_path / f"{n}.mp4", length, n, fps=fps) for n, length in enumerate(LENGTHS)]
    about = {"fps": fps, "codec": "libx264", "title": "", "artist": "", "frames": LENGTHS, "chapters": []}
    assemble_film(about, [*pieces, mix(tmp_path, song_file, seconds)], tmp_path, lambda done, total: None)
    with av.open(str(tmp_path / "film.mp4")) as film:
        pictures, sounds = film.streams.video[0], film.streams.audio[0]
        assert pictures.average_rate == pictures.base_rate == rate and pictures.frames == sum(LENGTHS)
        assert pictures.time_base.denominator % rate.numerator == 0  # so that no frame is between two ticks
        assert pictures.start_time == 0 and sounds.start_time == 0
        assert pictures.duration * pictures.time_base == sum(LENGTHS) / rate
        assert abs(float(sounds.duration * sounds.time_base) - seconds) <= 1024 / sounds.rate
        shown = [frame.pts * frame.time_base for frame in film.decode(video=0)]
    assert shown == [number / rate for number in range(sum(LENGTHS))]
