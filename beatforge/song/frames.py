"""A song file as decoded frames from its first sample on: the one way in, for listening and for what is heard.

Three decoders stand by: PyAV (FFmpeg), soundfile (libsndfile) for what FFmpeg refuses, and the ffmpeg program for what
both refuse and it was built with. What can't be decoded is left
out and noted as `Damage`; time counts the samples that are there, never container timestamps, so that picture and
sound agree whatever is missing. A file of which more is damaged than whole is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.song.damage import Watch
from beatforge.song.program import ProgramError, Stream, program_stream
from beatforge.song.promise import has_no_end_mark, promised_seconds

if TYPE_CHECKING:
    import av
    import numpy as np
    import soundfile
    from numpy.typing import NDArray

_LAYOUTS = {1: "mono", 2: "stereo", 3: "2.1", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}


class RefusedError(Exception):
    """One decoder's reason for not reading a file to its end."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened song: its frames, the length its header suggests (0 if none) and what turns out to be damaged."""

    frames: Iterator[av.AudioFrame]
    total_s: float
    channels: int
    watch: Watch


def open_song(path: Path, decoder: str) -> AbstractContextManager[Opened]:
    """The song read by this decoder ("pyav", "soundfile" or "ffmpeg"); RefusedError here or from its frames."""
    return OPENERS[decoder](path)


@contextmanager
def _open_pyav(path: Path) -> Iterator[Opened]:
    import av

    try:
        # A playlist posing as a song must not reach the network.
        with av.open(str(path.resolve()), options={"protocol_whitelist": "file"}) as container:
            if not container.streams.audio:
                raise RefusedError("no audio stream")
            stream = container.streams.audio[0]
            base, length = stream.time_base, stream.duration
            total_s = float(length * base) if length and base else (container.duration or 0) / av.time_base
            form = container.format.name
            watch = Watch(promised_seconds(path, form, total_s), has_no_end_mark(path, form))
            frames = _pyav_frames(container, stream, watch)
            if form.startswith("mov"):
                frames = _without_padding(frames, total_s)
            yield Opened(frames, total_s, stream.channels, watch)
    except (av.FFmpegError, ValueError) as error:
        raise RefusedError(getattr(error, "strerror", None) or str(error)) from error


def _pyav_frames(
    container: av.container.InputContainer, stream: av.AudioStream, watch: Watch
) -> Iterator[av.AudioFrame]:
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                break
            frames = packet.decode()
        except av.InvalidDataError:
            watch.unreadable()
            continue
        for frame in frames:
            watch.heard(frame.samples, frame.sample_rate, _seconds(frame))
            yield frame
    if watch.is_mostly_damaged:
        raise RefusedError("most of it can't be decoded")


def _seconds(frame: av.AudioFrame) -> float | None:
    base = frame.time_base
    return frame.pts * base.numerator / base.denominator if frame.pts is not None and base else None


def _without_padding(frames: Iterator[av.AudioFrame], total_s: float) -> Iterator[av.AudioFrame]:
    """The frames without what the encoder added to fill its last one: FFmpeg applies an edit list to whole frames."""
    samples, last = 0, None
    for frame in frames:
        if last is not None:
            yield last
        samples, last = samples + frame.samples, frame
    if last is None:
        return
    surplus = samples - round(total_s * last.sample_rate)
    if total_s and 0 < surplus < last.samples:
        last = _first_samples(last, last.samples - surplus)
    yield last


def _first_samples(frame: av.AudioFrame, count: int) -> av.AudioFrame:
    import av
    import numpy as np

    samples: Any = frame.to_ndarray()
    width = count if frame.format.is_planar else count * frame.layout.nb_channels
    kept = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[:, :width]), frame.format.name, frame.layout.name)
    kept.sample_rate = frame.sample_rate
    return kept


@contextmanager
def _open_soundfile(path: Path) -> Iterator[Opened]:
    import soundfile

    try:
        with soundfile.SoundFile(path) as song:
            total_s = song.frames / song.samplerate
            watch = Watch(total_s, False)
            yield Opened(_soundfile_frames(song, watch), total_s, song.channels, watch)
    except soundfile.LibsndfileError as error:
        raise RefusedError(error.error_string) from error


def _soundfile_frames(song: soundfile.SoundFile, watch: Watch) -> Iterator[av.AudioFrame]:
    for samples in song.blocks(blocksize=song.samplerate, dtype="float32", always_2d=True):
        frame = _frame_of(samples, song.samplerate)
        watch.heard(frame.samples, frame.sample_rate, None)
        yield frame


def _frame_of(samples: NDArray[np.float32], rate: int) -> av.AudioFrame:
    """(count, channels) samples as a frame; channels of which nobody knows where they are meant to be as their mean."""
    import av
    import numpy as np

    if samples.shape[1] not in _LAYOUTS:
        samples = samples.mean(axis=1, keepdims=True)
    # Interleaved, because PyAV makes no planar frames of 8 channels.
    packed, layout = np.ascontiguousarray(samples).reshape(1, -1), _LAYOUTS[samples.shape[1]]
    frame = av.AudioFrame.from_ndarray(packed, format="flt", layout=layout)
    frame.sample_rate = rate
    return frame


@contextmanager
def _open_program(path: Path) -> Iterator[Opened]:
    try:
        with program_stream(path) as stream:
            watch = Watch(None, False)
            yield Opened(_program_frames(stream, watch), 0.0, stream.channels, watch)
    except ProgramError as error:
        raise RefusedError(str(error)) from error


def _program_frames(stream: Stream, watch: Watch) -> Iterator[av.AudioFrame]:
    for samples in stream.blocks:
        frame = _frame_of(samples, stream.sample_rate)
        watch.heard(frame.samples, frame.sample_rate, None)
        yield frame


OPENERS: dict[str, Callable[[Path], AbstractContextManager[Opened]]] = {
    "pyav": _open_pyav,
    "soundfile": _open_soundfile,
    "ffmpeg": _open_program,
}
