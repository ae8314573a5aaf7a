"""A song file as mono sound at one rate, block by block, so that memory does not grow with the song.

In comes a path, out come `Block`s of float32 samples with the exact time decoded so far. Three decoders stand by (see
`frames`); which one was used is reported. All go through one resampler, so they agree on positions. More channels
than two are mixed down by the coefficients of ITU-R BS.775. A file that all refuse is an error that gives each one's
reason; one that goes on for longer than `LONGEST_S` is an error too, however long it says it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from beatforge.errors import ToolError
from beatforge.song.analysis import Loudness
from beatforge.song.damage import Damage
from beatforge.song.frames import OPENERS, Opened, RefusedError, open_song
from beatforge.song.metered import FrameMeter
from beatforge.song.protection import lock_of

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

RATE = 22050
BLOCK_S = 10
GATHERED = 1 << 15
"""Samples that are looked at in one go."""
LONGEST_S = 3 * 3600
"""Spectra grow by some megabytes a minute; what is longer is a recording to be cut first."""


Heard = TypeVar("Heard")


@dataclass(frozen=True, slots=True)
class Block:
    """Some seconds of mono sound at `RATE`, and what is known of the native stream when it ends.

    `heard_s` of the last block is the song's exact duration, its `damage` is all that was found, its `loudness` that of
    the native stream if it was asked for; `total_s` is what the header promises, 0 if nothing.
    """

    samples: NDArray[np.float32]
    heard_s: float
    total_s: float
    sample_rate: int
    channels: int
    damage: tuple[Damage, ...] = ()
    loudness: Loudness | None = None


def decode(path: Path, hear: Callable[[Iterator[Block]], Heard], measures_loudness: bool = False) -> tuple[str, Heard]:
    """What `hear` makes of the song's blocks, after the name of the decoder that read the file to its end.

    When a decoder refuses half-way, `hear` starts again with the next one's blocks.
    """
    if not path.is_file():
        raise ToolError(f"{path} is not a file")
    if not path.stat().st_size:
        raise ToolError(f"{path} is empty")
    if lock := lock_of(path):
        raise ToolError(f"{path} is locked against copying ({lock}); only a copy without that can be used")
    reasons = []
    for name, blocks in DECODERS.items():
        try:
            return name, hear(_checked(path, blocks(path, measures_loudness)))
        except RefusedError as refusal:
            reasons.append(f"{name}: {refusal}")
    raise ToolError(f"{path} cannot be decoded as sound ({'; '.join(reasons)}); was it copied whole?")


def _blocks(decoder: str, path: Path, measures_loudness: bool = False) -> Iterator[Block]:
    with open_song(path, decoder) as song:
        yield from _resampled(song, FrameMeter() if measures_loudness else None)


DECODERS: dict[str, Callable[..., Iterator[Block]]] = {name: partial(_blocks, name) for name in OPENERS}


def _resampled(song: Opened, meter: FrameMeter | None) -> Iterator[Block]:
    """Blocks of `BLOCK_S` seconds; the last one may be empty."""
    import av
    import numpy as np

    pieces: list[NDArray[np.float32]] = []
    heard: dict[int, int] = {}
    held, form, resampler = 0, None, None
    for frame in _gathered(song.frames):
        if form != (form := (frame.format.name, frame.layout.name, frame.sample_rate)):
            # Chained streams may change their form on the way; one resampler knows one form.
            pieces += _samples(resampler, None)
            resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
        heard[frame.sample_rate] = heard.get(frame.sample_rate, 0) + frame.samples
        held += frame.samples
        if meter:
            meter.hear(frame)
        pieces += _samples(resampler, frame)
        if held >= BLOCK_S * frame.sample_rate:
            heard_s = _seconds(heard)
            total_s = max(song.total_s, heard_s)
            yield Block(np.concatenate(pieces), heard_s, total_s, next(iter(heard)), song.channels)
            pieces, held = [], 0
    pieces += _samples(resampler, None)
    if heard:
        heard_s, damage = _seconds(heard), song.watch.findings()
        loudness = meter.result() if meter else None
        samples = np.concatenate([np.zeros(0, np.float32), *pieces])
        yield Block(samples, heard_s, heard_s, next(iter(heard)), song.channels, damage, loudness)


def _gathered(frames: Iterator[av.AudioFrame]) -> Iterator[av.AudioFrame]:
    """The same sound in longer frames: codecs' own are so short that each call on one costs more than its samples."""
    import av

    fifo, form = None, None
    for frame in frames:
        if form != (form := (frame.format.name, frame.layout.name, frame.sample_rate)):
            yield from _all_of(fifo)
            fifo = av.AudioFifo()
        assert fifo is not None
        frame.pts = None
        fifo.write(frame)
        if fifo.samples >= GATHERED:
            yield from _all_of(fifo)
    yield from _all_of(fifo)


def _all_of(fifo: av.AudioFifo | None) -> Iterator[av.AudioFrame]:
    frame = fifo.read() if fifo and fifo.samples else None
    if frame:
        frame.pts = None
        yield frame


def _samples(resampler: av.AudioResampler | None, frame: av.AudioFrame | None) -> list[NDArray[np.float32]]:
    """What comes out of the resampler for a frame; what it still holds when there is none."""
    return [part.to_ndarray()[0] for part in resampler.resample(frame)] if resampler else []


def _seconds(samples_by_rate: Mapping[int, int]) -> float:
    return float(sum(Fraction(samples, rate) for rate, samples in samples_by_rate.items()))


def _checked(path: Path, blocks: Iterator[Block]) -> Iterator[Block]:
    import numpy as np

    empty = True
    for block in blocks:
        if block.heard_s > LONGEST_S:
            raise ToolError(
                f"{path} goes on for more than {LONGEST_S // 3600} hours; cut out the part that is the song"
            )
        if not np.isfinite(block.samples).all():
            raise RefusedError(f"samples before {block.heard_s:.1f} s are not numbers")
        empty = empty and not len(block.samples)
        yield block
    if empty:
        raise RefusedError("no sound in it")
