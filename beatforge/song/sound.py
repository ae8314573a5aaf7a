"""A song's own sound in stereo, for what is heard in the film; listening has its own mono path in `decode`.

The decoder is the one that listening reported, so that picture and sound count the same samples. Mono is heard equally
loud on both sides. More channels are mixed down by the coefficients of ITU-R BS.775 (centre and surrounds at -3 dB,
no LFE), scaled by their sum so that nothing can clip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import ToolError
from beatforge.song.frames import RefusedError, open_song
from beatforge.song.program import ProgramError, program_seconds

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

_NO_CLIPPING = {"rematrix_maxval": "1.0"}


def stereo_blocks(path: Path, decoder: str, rate: int) -> Iterator[NDArray[np.float32]]:
    """The song as float32 blocks (2, samples) at `rate`, from its first decoded sample on.

    `decoder` is "pyav", "soundfile" or "ffmpeg"; ToolError if it can't read the file to its end.
    """
    try:
        with open_song(path, decoder) as song:
            yield from _resampled(song.frames, rate)
    except RefusedError as error:
        raise ToolError(f"{path.name}: {decoder} can't decode it to its end: {error}") from error


def _resampled(frames: Iterable[av.AudioFrame], rate: int) -> Iterator[NDArray[np.float32]]:
    import av

    resampler: av.AudioResampler | None = None
    form = None
    for frame in frames:
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if now != form:
            # chained streams may change their form on the way; one resampler knows one form
            yield from _rest(resampler)
            # swresample would make both sides of mono 3 dB quieter
            layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            resampler, form = av.AudioResampler(format="fltp", layout=layout, rate=rate, options=_NO_CLIPPING), now
        frame.pts = None
        assert resampler is not None
        yield from (_samples(part) for part in resampler.resample(frame))
    yield from _rest(resampler)


def _rest(resampler: av.AudioResampler | None) -> Iterator[NDArray[np.float32]]:
    """What a resampler still holds."""
    yield from (_samples(part) for part in (resampler.resample(None) if resampler else ()))


def _samples(frame: av.AudioFrame) -> NDArray[np.float32]:
    """(2, samples), whether the frame is mono or stereo."""
    import numpy as np

    return np.broadcast_to(frame.to_ndarray(), (2, frame.samples))


def promised_seconds(path: Path) -> float:
    """Length in seconds that the file's header promises; a bound for estimates, not for cutting."""
    import av
    import soundfile

    try:
        with av.open(str(path.resolve()), options={"protocol_whitelist": "file"}) as container:
            if container.duration:
                return float(container.duration / av.time_base)
    except (av.FFmpegError, ValueError):
        pass
    try:
        return float(soundfile.info(path).duration)
    except soundfile.LibsndfileError as error:
        try:
            return program_seconds(path)
        except ProgramError:
            raise ToolError(f"{path.name} can't be read as sound: {error.error_string}") from error
