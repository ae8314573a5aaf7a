"""The ffmpeg program as a decoder: where it is, and a song's samples through a pipe. The last resort of `frames`.

It may know formats that FFmpeg's libraries in PyAV were built without. Looked for in BEATFORGE_FFMPEG, on PATH, and in
the package imageio-ffmpeg; it is never fetched. It reads the one file it is given and nothing else.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VARIABLE = "BEATFORGE_FFMPEG"
_AU_MAGIC, _AU_HEAD = b".snd", 24
_FLOAT_BYTES = 4


class ProgramError(Exception):
    """Why the program gave no sound, or not all of it."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What the program decodes: interleaved samples (count, channels), about a second at a time."""

    sample_rate: int
    channels: int
    blocks: Iterator[NDArray[np.float32]]


def ffmpeg_program() -> str:
    """The program's path; ProgramError with the ways out where there is none."""
    if named := os.environ.get(VARIABLE):
        if found := shutil.which(named):
            return found
        raise ProgramError(f"{VARIABLE} names {named}, which is no program")
    if found := shutil.which("ffmpeg"):
        return found
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        raise ProgramError(f"no such program; put ffmpeg on PATH, or name it in {VARIABLE}") from None


def arguments(program: str, path: Path) -> list[str]:
    """The command that writes a file's first sound stream to standard output, as it is, in an AU stream of floats."""
    quiet = ["-nostdin", "-hide_banner", "-loglevel", "error"]
    source = ["-protocol_whitelist", "file,pipe", "-i", f"file:{path.resolve()}", "-map", "0:a:0"]
    return [program, *quiet, *source, "-c:a", "pcm_f32be", "-f", "au", "-"]


@contextmanager
def program_stream(path: Path) -> Iterator[Stream]:
    """The song's samples; ProgramError here or from its blocks."""
    with tempfile.TemporaryFile() as said:
        command = arguments(ffmpeg_program(), path)
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said)
        except OSError as error:
            raise ProgramError(f"{command[0]} can't be run: {error.strerror}") from error
        assert process.stdout
        try:
            yield _opened(process, process.stdout, said)
        finally:
            process.stdout.close()
            process.kill()
            process.wait()


def _opened(process: subprocess.Popen[bytes], sound: IO[bytes], said: IO[bytes]) -> Stream:
    head = sound.read(_AU_HEAD)
    if len(head) < _AU_HEAD or head[:4] != _AU_MAGIC:
        raise ProgramError(_last_words(process, said) or "no sound in it")
    start, _, _, rate, channels = struct.unpack(">5I", head[4:])
    sound.read(start - _AU_HEAD)
    return Stream(rate, channels, _blocks(process, sound, said, rate, channels))


def _blocks(
    process: subprocess.Popen[bytes], sound: IO[bytes], said: IO[bytes], rate: int, channels: int
) -> Iterator[NDArray[np.float32]]:
    import numpy as np

    width = _FLOAT_BYTES * channels
    while data := sound.read(rate * width):
        samples = np.frombuffer(data[: len(data) // width * width], ">f4").astype(np.float32)
        yield samples.reshape(-1, channels)
    if words := _last_words(process, said):
        raise ProgramError(words)


def _last_words(process: subprocess.Popen[bytes], said: IO[bytes]) -> str:
    """The last line of what a program that failed said, "" for one that did not fail."""
    if process.wait() == 0:
        return ""
    said.seek(0)
    lines = [line for line in said.read().decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].rpartition("] ")[2].strip() if lines else f"it ended with status {process.returncode}"


def program_seconds(path: Path) -> float:
    """The length in seconds that the file's header promises, 0 if none; ProgramError if the program can't read it."""
    command = [ffmpeg_program(), "-nostdin", "-hide_banner", "-protocol_whitelist", "file,pipe"]
    command += ["-i", f"file:{path.resolve()}", "-map", "0:a:0", "-t", "0", "-f", "null", "-"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    said = done.stderr.decode(errors="replace")
    if done.returncode:
        raise ProgramError(said.strip().splitlines()[-1] if said.strip() else f"status {done.returncode}")
    found = re.search(r"Duration: (\d+):(\d\d):(\d\d\.\d+)", said)
    return sum(float(part) * unit for part, unit in zip(found.groups(), (3600, 60, 1), strict=True)) if found else 0.0
