"""A song file as mono sound at one rate, block by block, so that memory does not grow with the song.

In comes a path, out come `Block`s of float32 samples with the exact time decoded so far. Time counts samples from the
first decoded one, never container timestamps. Two decoders stand by: PyAV (FFmpeg), and soundfile (libsndfile) for
what FFmpeg refuses; which one was used is reported. Both go through one resampler, so they agree on positions.
Where a decoder reports damage it has lost; a file that both refuse is an error that gives both reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from beatforge.errors import ToolError

if TYPE_CHECKING:
    import av
    import numpy as np
    import soundfile
    from numpy.typing import NDArray

RATE = 22050
BLOCK_S = 10

Heard = TypeVar("Heard")


@dataclass(frozen=True, slots=True)
class Block:
    """Some seconds of mono sound at `RATE`, and what is known of the native stream when it ends.

    `heard_s` of the last block is the song's exact duration; `total_s` is what the header promises, 0 if nothing.
    """

    samples: NDArray[np.float32]
    heard_s: float
    total_s: float
    sample_rate: int
    channels: int


def decode(path: Path, hear: Callable[[Iterator[Block]], Heard]) -> tuple[str, Heard]:
    """What `hear` makes of the song's blocks, after the name of the decoder that read the file to its end.

    When a decoder refuses half-way, `hear` starts again with the next one's blocks.
    """
    if not path.is_file():
        raise ToolError(f"{path} is not a file")
    if not path.stat().st_size:
        raise ToolError(f"{path} is empty")
    reasons = []
    for name, blocks in DECODERS.items():
        try:
            return name, hear(_checked(blocks(path)))
        except _Refused as refusal:
            reasons.append(f"{name}: {refusal}")
    raise ToolError(f"{path} cannot be decoded as sound ({'; '.join(reasons)})")


class _Refused(Exception):
    """One decoder's reason for not reading a file to its end."""


def _pyav_blocks(path: Path) -> Iterator[Block]:
    import av

    # A playlist posing as a song must not reach the network.
    options = {"protocol_whitelist": "file"}
    try:
        with av.open(str(path.resolve()), options=options) as container:
            if not container.streams.audio:
                raise _Refused("no audio stream")
            stream = container.streams.audio[0]
            base, length = stream.time_base, stream.duration
            total_s = float(length * base) if length and base else (container.duration or 0) / av.time_base
            yield from _resampled(container.decode(stream), total_s)
    except (av.FFmpegError, ValueError) as error:
        raise _Refused(getattr(error, "strerror", None) or str(error)) from error


def _soundfile_blocks(path: Path) -> Iterator[Block]:
    import soundfile

    try:
        with soundfile.SoundFile(path) as song:
            yield from _resampled(_soundfile_frames(song), song.frames / song.samplerate, song.channels)
    except soundfile.LibsndfileError as error:
        raise _Refused(error.error_string) from error


def _soundfile_frames(song: soundfile.SoundFile) -> Iterator[av.AudioFrame]:
    import av

    for samples in song.blocks(blocksize=song.samplerate, dtype="float32", always_2d=True):
        frame = av.AudioFrame.from_ndarray(samples.mean(axis=1)[None, :], format="fltp", layout="mono")
        frame.sample_rate = song.samplerate
        yield frame


DECODERS: dict[str, Callable[[Path], Iterator[Block]]] = {"pyav": _pyav_blocks, "soundfile": _soundfile_blocks}


def _resampled(frames: Iterable[av.AudioFrame], total_s: float, channels: int = 0) -> Iterator[Block]:
    """Blocks of `BLOCK_S` seconds; `channels` is that of the file where the frames are already mixed down."""
    import av
    import numpy as np

    pieces: list[NDArray[np.float32]] = []
    heard: dict[int, int] = {}
    held, form, resampler = 0, None, None
    for frame in frames:
        if form != (form := (frame.format.name, frame.layout.name, frame.sample_rate)):
            # Chained streams may change their form on the way; one resampler knows one form.
            pieces += _samples(resampler, None)
            resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
            channels = channels or frame.layout.nb_channels
        frame.pts = None
        heard[frame.sample_rate] = heard.get(frame.sample_rate, 0) + frame.samples
        held += frame.samples
        pieces += _samples(resampler, frame)
        if held >= BLOCK_S * frame.sample_rate:
            heard_s = _seconds(heard)
            yield Block(np.concatenate(pieces), heard_s, max(total_s, heard_s), next(iter(heard)), channels)
            pieces, held = [], 0
    pieces += _samples(resampler, None)
    if heard:
        heard_s = _seconds(heard)
        yield Block(np.concatenate([np.zeros(0, np.float32), *pieces]), heard_s, heard_s, next(iter(heard)), channels)


def _samples(resampler: av.AudioResampler | None, frame: av.AudioFrame | None) -> list[NDArray[np.float32]]:
    """What comes out of the resampler for a frame; what it still holds when there is none."""
    return [part.to_ndarray()[0] for part in resampler.resample(frame)] if resampler else []


def _seconds(samples_by_rate: Mapping[int, int]) -> float:
    return float(sum(Fraction(samples, rate) for rate, samples in samples_by_rate.items()))


def _checked(blocks: Iterator[Block]) -> Iterator[Block]:
    import numpy as np

    empty = True
    for block in blocks:
        if not np.isfinite(block.samples).all():
            raise _Refused(f"samples before {block.heard_s:.1f} s are not numbers")
        empty = empty and not len(block.samples)
        yield block
    if empty:
        raise _Refused("no sound in it")
