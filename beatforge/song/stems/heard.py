"""A song's own sound in stereo for whoever parts it, at its own rate: once through to know it, then as often as needed.

Two decoders stand by, as for listening; the first that reads the file to its end is the one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import ToolError
from beatforge.song.frames import OPENERS, RefusedError, open_song
from beatforge.song.sound import stereo_blocks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Block = NDArray[np.float32]
    """Samples, (2, count)."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A file that was heard to its end: by whom, at which rate, and how many samples there are."""

    path: Path
    decoder: str
    sample_rate: int
    num_samples: int

    @property
    def seconds(self) -> float:
        return self.num_samples / self.sample_rate

    def blocks(self, sample_rate: int = 0) -> Iterator[Block]:
        """All of it, in stereo, at its own rate or another."""
        return stereo_blocks(self.path, self.decoder, sample_rate or self.sample_rate)


def hear(path: Path, listener: Callable[[], Callable[[Block], object]] | None = None) -> Sound:
    """The sound of a file, read to its end; a new `listener` for each try is told every block at the file's own rate.

    ToolError with every decoder's reason where none can read it.
    """
    reasons = []
    for decoder in OPENERS:
        tell = listener() if listener else None
        try:
            rate, count = _rate(path, decoder), 0
            for block in _numbers(stereo_blocks(path, decoder, rate), path):
                count += block.shape[1]
                if tell:
                    tell(block)
            if count:
                return Sound(path, decoder, rate, count)
            reasons.append(f"{decoder}: no sound in it")
        except (ToolError, RefusedError) as error:
            why = error.__cause__ if isinstance(error, ToolError) and error.__cause__ else error
            reasons.append(f"{decoder}: {why}")
    raise ToolError(f"{path.name} can't be decoded as sound ({'; '.join(reasons)})")


def even_blocks(blocks: Iterable[Block], size: int, count: int = 0) -> Iterator[Block]:
    """The same samples in blocks of `size`, the last one shorter; with `count`, cut there or filled up with silence."""
    import numpy as np

    held: list[Block] = []
    have = sent = 0
    for block in blocks:
        held.append(block)
        have += block.shape[1]
        while have >= size and not 0 < count - sent < size:
            whole = np.concatenate(held, axis=1)
            yield whole[:, :size]
            sent, have, held = sent + size, have - size, [whole[:, size:]]
            if count and sent >= count:
                return
        if count and have >= count - sent:
            break
    rest = np.concatenate(held, axis=1) if held else np.zeros((2, 0), np.float32)
    if count:
        rest = np.pad(rest[:, : count - sent], ((0, 0), (0, max(0, count - sent - rest.shape[1]))))
    for start in range(0, rest.shape[1], size):
        yield rest[:, start : start + size]


def _rate(path: Path, decoder: str) -> int:
    with open_song(path, decoder) as song:
        frame = next(iter(song.frames), None)
    if frame is None:
        raise RefusedError("no sound in it")
    return int(frame.sample_rate)


def _numbers(blocks: Iterator[Block], path: Path) -> Iterator[Block]:
    import numpy as np

    for block in blocks:
        if not np.isfinite(block).all():
            raise ToolError(f"{path.name} has samples that are not numbers")
        yield block
