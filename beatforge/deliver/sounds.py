"""Sound files for people: wav, flac, mp3, m4a (AAC) and opus, with title and artist; the name's ending says which.

In: blocks of samples. Out: a finished file that is exactly as long as the sound. Nothing is made louder or softer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from beatforge.errors import UsageError
from beatforge.song.waves import Samples

TITLE, ARTIST = "title", "artist"


@dataclass(frozen=True, slots=True)
class Format:
    """How one kind of file is written. `bitrate` is missing where nothing is lost; `rates` where any will do."""

    container: str
    encoder: str
    samples: str
    bitrate: int | None = None
    rates: tuple[int, ...] = ()


FORMATS: Mapping[str, Format] = {
    ".wav": Format("wav", "pcm_s24le", "s32"),
    ".flac": Format("flac", "flac", "s32"),
    ".mp3": Format("mp3", "libmp3lame", "fltp", 320_000, (44100, 48000, 32000)),
    ".m4a": Format("mp4", "aac", "fltp", 256_000, (44100, 48000, 32000)),
    ".opus": Format("ogg", "libopus", "flt", 192_000, (48000,)),
}


def format_of(path: Path) -> Format:
    """How a file of this name is written; UsageError naming the endings there are."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise UsageError(f'"{path.name}" is no sound file by its name; one of {" ".join(FORMATS)}')
    return found


def write_sound(path: Path, form: Format, blocks: Iterable[Samples], rate: int, tags: Mapping[str, str]) -> None:
    """The whole file; what is over full scale is clipped where samples are whole numbers."""
    out_rate = rate if not form.rates or rate in form.rates else 48000
    # in the usual milliseconds, the header of an MP4 would cut or add up to half of one
    exact = {"movie_timescale": str(out_rate)} if form.container == "mp4" else {}
    with av.open(str(path), "w", format=form.container, options={"fflags": "+bitexact", **exact}) as container:
        container.metadata.update({name: text for name, text in tags.items() if text})
        stream: Any = container.add_stream(form.encoder, rate=out_rate)
        stream.layout = "stereo"
        stream.codec_context.format = form.samples
        if form.bitrate:
            stream.bit_rate = form.bitrate
        else:
            stream.codec_context.options = {"bits_per_raw_sample": "24"}
        turned = av.AudioResampler(format=form.samples, layout="stereo", rate=out_rate)
        done = 0
        for block in blocks:
            if not block.shape[1]:
                continue
            frame = _frame(block, form)
            frame.sample_rate, frame.pts = rate, done
            done += block.shape[1]
            for part in [frame] if out_rate == rate else turned.resample(frame):
                container.mux(stream.encode(part))
        for part in [] if out_rate == rate else turned.resample(None):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))


def _frame(block: Samples, form: Format) -> av.AudioFrame:
    """Samples as the encoder takes them; whole numbers of 24 bits stand in the upper ones of 32."""
    if form.samples == "fltp":
        return av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", "stereo")
    turned = np.ascontiguousarray(block.T).reshape(1, -1)
    if form.samples == "flt":
        return av.AudioFrame.from_ndarray(turned, "flt", "stereo")
    whole = np.clip(np.rint(turned.astype(np.float64) * 2**23), -(2**23), 2**23 - 1).astype(np.int32) * 256
    return av.AudioFrame.from_ndarray(whole, "s32", "stereo")
