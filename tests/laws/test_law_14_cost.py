"""Law 14: cost grows with the change. Here: memory, which grows by at most 10 MB per minute of song.

Each measure runs in a process of its own and is the peak of that process; two lengths of song, the difference counts.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.projects import environment
from tests.sounds import write_song

MINUTES = (2, 10) if os.environ.get("BEATFORGE_FULL") else (1, 3)
MB_PER_MINUTE = 10.0

MEASURE = """
import resource, sys
from pathlib import Path
minutes, song, out = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
out.mkdir(exist_ok=True)
CODE
status = Path("/proc/self/status")  # getrusage counts what the parent held when it forked
if status.exists():
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    print(int(line.split()[1]) * 1024 / 1e6)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6)
"""

LISTEN = """
from beatforge.song.listen import listen_step
listen_step({"tempo_bpm": None}, [song], out, lambda done, total: None)
"""

# PCM is written many times faster than AAC; what holds memory is the same.
MIX = """
from beatforge.deliver.audio import encode_mix
value = {"tracks": [{"gain_db": 0.0}], "codec": "pcm_s24le", "decoder": "pyav", "sample_rate": 44100,
         "num_samples": minutes * 60 * 44100}
encode_mix(value, [song], out, lambda done, total: None)
"""

PLAN = """
from beatforge.film.compile import compile_plan
from beatforge.film.planning import make_plan
from beatforge.graph.keys import key_of
from beatforge.graph.target import Origin
from beatforge.project.load import load_project
from tests.film.songs import song as steady
(out / "song.wav").touch()
(out / "project.yaml").write_text(
    f"version: 1\\nname: long\\nsong: {{file: song.wav}}\\nfilm: {{scene_count: {12 * minutes}, fps: 60}}\\n"
)
project = load_project(out / "project.yaml")
analysis = steady(bars=30 * minutes)
plan = make_plan(project, analysis, project.library.profiles["standard"])
targets = compile_plan(plan, analysis, lambda path: Origin("project.yaml:1:1", "seed: 1"))
assert len(plan.scenes) == 12 * minutes and len({key_of({"value": target.value}) for target in targets}) > 12 * minutes
"""

ASSEMBLE = """
from beatforge.deliver.assemble import assemble_film
inputs, count = [out.parent / "segment.mp4"] * (12 * minutes), 120
value = {"fps": "24", "codec": "libx264", "title": "", "artist": "", "frames": [count] * len(inputs), "chapters": []}
assemble_film(value, [*inputs, out.parent / "long.m4a"], out, lambda done, total: None)
"""

# What was joined just now as the only segment of another film.
ASSEMBLE_ONE = """
from beatforge.deliver.assemble import assemble_film
count = 12 * minutes * 120
value = {"fps": "24", "codec": "libx264", "title": "", "artist": "", "frames": [count], "chapters": []}
(out / "whole").mkdir()
joined = (out / "film.mp4").rename(out / "joined.mp4")
assemble_film(value, [joined, out.parent / "long.m4a"], out / "whole", lambda done, total: None)
joined.rename(out / "film.mp4")
(out / "whole" / "film.mp4").unlink()
(out / "whole").rmdir()
"""


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """A song of so many minutes, written once: half a minute over and over, each time a little different."""
    import soundfile

    folder = tmp_path_factory.mktemp("long")
    half, rate = soundfile.read(write_song(folder / "half.wav", seconds=30), dtype="float32")

    def song(minutes: int) -> Path:
        path = folder / f"{minutes}.wav"
        if not path.exists():
            with soundfile.SoundFile(path, "w", rate, 1) as file:
                for part in range(2 * minutes):
                    file.write(half * np.float32(0.6 + 0.4 * (part % 3 == 1)))
        return path

    return song


def peak_mb(code: str, minutes: int, song: Path, out: Path) -> float:
    """Peak memory of a process that runs this code."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.replace("CODE", code), str(minutes), str(song), str(out)],
        capture_output=True, text=True, env=environment(), timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return float(done.stdout.split()[-1])


def growth(code: str, songs: Callable[[int], Path], out: Path) -> float:
    """MB that each further minute of song takes."""
    low, high = (peak_mb(code, minutes, songs(minutes), out) for minutes in MINUTES)
    return (high - low) / (MINUTES[1] - MINUTES[0])


@pytest.mark.parametrize("code", [LISTEN, MIX, PLAN], ids=["listening", "the mix", "planning"])
def test_memory_grows_slowly_with_the_song(songs: Callable[[int], Path], tmp_path: Path, code: str) -> None:
    assert growth(code, songs, tmp_path / "out") <= MB_PER_MINUTE


def test_memory_of_assembly_does_not_grow_with_the_film(songs: Callable[[int], Path], tmp_path: Path) -> None:
    """Noise at CRF 18 is so many bytes that a film held in memory would show."""
    from beatforge.deliver.audio import encode_mix
    from tests.laws.test_law_13_encoded_once import ENCODER, encode_segment

    rng = np.random.default_rng(0)
    frames = (rng.integers(16, 235, (288, 192), np.uint8) for _ in range(120))
    encode_segment(tmp_path / "segment.mp4", frames, {**ENCODER, "width": 192, "height": 192}, lambda done: None)
    minutes = MINUTES[1]
    value = {
        "tracks": [{"gain_db": 0.0}], "codec": "aac", "bitrate": 24000, "decoder": "pyav", "sample_rate": 8000,
        "num_samples": minutes * 60 * 8000,
    }  # fmt: skip
    encode_mix(value, [songs(minutes)], tmp_path, lambda done, total: None)
    (tmp_path / "mix.m4a").rename(tmp_path / "long.m4a")
    peaks = []
    for count in MINUTES:
        at_once = peak_mb(ASSEMBLE, count, songs(count), tmp_path / "out")
        peaks.append((at_once, peak_mb(ASSEMBLE_ONE, count, songs(count), tmp_path / "out")))
    for low, high in zip(*peaks, strict=True):  # many segments, and one long one
        assert (high - low) / (MINUTES[1] - MINUTES[0]) <= MB_PER_MINUTE
    assert (tmp_path / "out" / "film.mp4").stat().st_size > minutes * 2e6 * MB_PER_MINUTE


def test_an_edit_of_one_scene_plans_one_scene_s_seconds(film: Path) -> None:
    """Of a film of four equal scenes one is about a quarter, its transitions and the film included."""
    from beatforge.cli.session import Session
    from tests.projects import edit

    with Session.open(film) as session:
        work = {target.name: target.work for target in session.targets() if target.kind in ("scene", "transition")}
    edit(film, "seed: 41", "seed: 42")
    with Session.open(film) as session:
        stale = [entry.target.name for entry in session.survey.stale]
    share = sum(work.get(name, 0) for name in stale) / sum(work.values())
    assert share < 0.5
