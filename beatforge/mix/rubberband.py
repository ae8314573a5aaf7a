"""A part stretched by the Rubber Band program (its R3 engine) instead, for projects that ask for it.

In: what the step of a part has. Out: the same sound, stretched elsewhere. The program is not part of this one and its
licence (GPL) stays its own; where it is missing, the project is refused with the ways out.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from beatforge.errors import ToolError
from beatforge.mix.reel import Reel
from beatforge.mix.runs import Anchor
from beatforge.song.waves import Samples, WaveWriter

PROGRAM = "rubberband"
INSTALL = "install it (Debian and Ubuntu: apt install rubberband-cli, macOS: brew install rubberband)"
WAYS_OUT = f"{INSTALL} or write `stretch: signalsmith`"
RUN_UP_S = 0.5
LATE_S = 0.014
"""The R3 engine moves a click as the map says of so much earlier, and the rest of the way as it is: measured by
`bench_mix.py` with 3.1.2 at ratios from 0.8 to 1.2. Anchors are that much early on both sides."""

_AT_ONCE_S = 4.0


def is_rubberband_here() -> bool:
    """Whether the program can be found."""
    return shutil.which(PROGRAM) is not None


def find_rubberband() -> Path:
    """Where the program is; ToolError with the ways out where it is not."""
    found = shutil.which(PROGRAM)
    if found is None:
        raise ToolError(f"`stretch: rubberband` needs the program {PROGRAM}, which is not there; {WAYS_OUT}")
    return Path(found)


def timemap(anchors: Sequence[Anchor], first: int, lead: int, rate: int) -> str:
    """The program's map of time: a line for each anchor, sample of the source and sample of the result.

    The source begins with sample `first` of the song, the part with sample `lead` of the result.
    """
    late = round(LATE_S * rate)
    rows = [(round(song * rate) - first - late, sample + lead - late) for song, sample in anchors]
    # the start stands at 0 by itself, and the program wants sources to rise
    return "".join(f"{source} {target}\n" for source, target in rows if source > 0)


def rubberband_args(program: Path, ratio: float, semitones: int, times: Path, source: Path, found: Path) -> list[str]:
    """The command that stretches a file by a map; `ratio` is that of the whole lengths."""
    pitch = [f"--pitch={semitones}"] if semitones else []
    return [
        str(program), "--quiet", "--fine", f"--time={ratio:.12g}", f"--timemap={times}", *pitch, str(source), str(found)
    ]  # fmt: skip


def stretched_by_rubberband(
    anchors: Sequence[Anchor], reel: Reel, rate: int, semitones: int, scratch: Path
) -> Iterator[Samples]:
    """The part in blocks, exactly as long as the anchors say. Files it needs lie in `scratch` while it runs."""
    program = find_rubberband()
    total, beside = anchors[-1][1], int(RUN_UP_S * rate)
    first, last = round(anchors[0][0] * rate) - beside, round(anchors[-1][0] * rate) + beside
    length = total + 2 * beside
    source, found, times = (scratch / name for name in ("source.wav", "stretched.wav", "times.txt"))
    try:
        with WaveWriter(source, rate) as file:
            for start in range(first, last, int(_AT_ONCE_S * rate)):
                file.write(reel.read(start, min(last, start + int(_AT_ONCE_S * rate))))
        times.write_text(timemap(anchors, first, beside, rate), encoding="ascii")
        args = rubberband_args(program, length / (last - first), semitones, times, source, found)
        done = subprocess.run(args, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        if done.returncode or not found.is_file():
            said = " ".join(done.stderr.split()[-60:])
            raise ToolError(f"{PROGRAM} ended with status {done.returncode}: {said}")
        yield from _cut(found, beside, total, int(_AT_ONCE_S * rate))
    finally:
        for path in (source, found, times):
            path.unlink(missing_ok=True)


def _cut(path: Path, start: int, count: int, at_once: int) -> Iterator[Samples]:
    """So many samples of a file from `start` on, and silence where it ends before."""
    import numpy as np
    import soundfile

    with soundfile.SoundFile(path) as file:
        file.seek(min(start, file.frames))
        while count:
            block = file.read(min(at_once, count), dtype="float32", always_2d=True, fill_value=0.0)
            yield np.ascontiguousarray(block.T)
            count -= len(block)
