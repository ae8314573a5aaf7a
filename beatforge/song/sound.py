"""A song's own sound in stereo, for what is heard in the film; listening has its own mono path in `decode`.

The decoder is the one that listening reported, so that picture and sound count the same samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import ToolError

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

_LAYOUTS = {1: "mono", 2: "stereo", 3: "2.1", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}


def stereo_blocks(path: Path, decoder: str, rate: int) -> Iterator[NDArray[np.float32]]:
    """The song as float32 blocks (2, samples) at `rate`, from its first decoded sample on.

    `decoder` is "pyav" or "soundfile"; ToolError if it can't read the file to its end.
    """
    import av
    import soundfile

    frames = {"pyav": _pyav_frames, "soundfile": _soundfile_frames}[decoder](path)
    try:
        yield from _resampled(frames, rate)
    except (av.FFmpegError, soundfile.LibsndfileError) as error:
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
            resampler, form = av.AudioResampler(format="fltp", layout="stereo", rate=rate), now
        frame.pts = None
        assert resampler is not None
        yield from (_samples(part) for part in resampler.resample(frame))
    yield from _rest(resampler)


def _rest(resampler: av.AudioResampler | None) -> Iterator[NDArray[np.float32]]:
    """What a resampler still holds."""
    yield from (_samples(part) for part in (resampler.resample(None) if resampler else ()))


def _samples(frame: av.AudioFrame) -> NDArray[np.float32]:
    samples: NDArray[np.float32] = frame.to_ndarray()  # type: ignore[assignment]  # the resampler's format is float
    return samples


def _pyav_frames(path: Path) -> Iterator[av.AudioFrame]:
    import av

    with av.open(str(path.resolve()), options={"protocol_whitelist": "file"}) as container:
        yield from container.decode(container.streams.audio[0])


def _soundfile_frames(path: Path) -> Iterator[av.AudioFrame]:
    import av
    import numpy as np
    import soundfile

    with soundfile.SoundFile(path) as song:
        layout = _LAYOUTS.get(song.channels)
        if layout is None:
            raise ToolError(f"{path.name}: {song.channels} channels; up to 8 can be mixed down")
        for samples in song.blocks(blocksize=song.samplerate, dtype="float32", always_2d=True):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout=layout)
            frame.sample_rate = song.samplerate
            yield frame


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
        raise ToolError(f"{path.name} can't be read as sound: {error.error_string}") from error
