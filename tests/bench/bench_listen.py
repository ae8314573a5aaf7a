"""What listening costs: CPU seconds for a 4-minute song after imports, beside a bare decode of the same file in turns.

Also what imports cost, the peak memory for 4 and for 20 minutes, basic depth beside standard, and how long an analysis
takes that was made before. The song is made of numbers, and encoded as Vorbis, which costs most to decode; give files
to measure those as well.

python -m tests.bench.bench_listen [SONG ...]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile

from tests.projects import environment
from tests.sounds import write_song

GOAL_CPU_S, GOAL_RERUN_MS, GOAL_MB_A_MINUTE = 3.0, 50.0, 10.0
RATE = 44100

MEASURE = """
import sys, time
from pathlib import Path
began = time.process_time()
import av, numpy, scipy.ndimage, scipy.signal, soundfile
from beatforge.song import listen as ear
from beatforge.song.listen import Asked, listen
imports = time.process_time() - began
path, rounds = Path(sys.argv[1]), int(sys.argv[2])

def decoded():
    with av.open(str(path)) as file:
        return sum(frame.samples for frame in file.decode(audio=0))

def cost(step):
    began = time.process_time()
    step()
    return time.process_time() - began

steps = (decoded, lambda: listen(path), lambda: listen(path, asked=Asked("basic")))
first = cost(steps[1])
rows = [[cost(step) for step in steps] for _ in range(rounds)]
best = [min(column) for column in zip(*rows)]
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(imports, first, *best, int(status["VmHWM"].split()[0]) / 1024)
"""

RERUN = """
import time
from beatforge.cli.session import Session
walls = []
for _ in range(5):
    with Session.open("project.yaml") as session:
        began = time.perf_counter()
        assert session.require_analysis().beats
        walls.append(time.perf_counter() - began)
print(1000 * min(walls))
"""


def measure(song: Path, rounds: int) -> tuple[float, ...]:
    """CPU seconds of imports, the first listening, and the best of so many: decode, standard, basic; peak in MB."""
    env = environment() | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", MEASURE, str(song), str(rounds)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return tuple(map(float, done.stdout.split()))


def rerun_ms(song: Path, folder: Path) -> float:
    """Milliseconds, in a project that is open, until the analysis that was made before is known to hold and read."""
    (folder / "project.yaml").write_text(f"version: 1\nname: cached\nsong: {{file: {song.name}}}\n", encoding="utf-8")
    env = environment() | {"BEATFORGE_STORE": str(folder / "store")}
    for command in (["-m", "beatforge", "build", "analysis"], ["-c", RERUN]):
        done = subprocess.run(
            [sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True, check=True
        )
    return float(done.stdout)


def encoded(folder: Path, minutes: int) -> Path:
    """A stereo song of so many minutes as Ogg Vorbis."""
    some, _ = soundfile.read(write_song(folder / "some.wav", 60, 124, RATE), dtype="float32", always_2d=True)
    path = folder / f"{minutes}.ogg"
    stereo = np.concatenate([some, np.roll(some, 300, axis=0)], axis=1)[:, :2]
    with soundfile.SoundFile(path, "w", RATE, 2, format="OGG", subtype="VORBIS") as file:
        for _ in range(minutes):
            for start in range(0, len(stereo), 1 << 14):
                file.write(stereo[start : start + (1 << 14)])
    return path


def main() -> None:
    """Print each figure beside its goal."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        peaks = {}
        for song in [*map(Path, sys.argv[1:]), encoded(folder, 4)]:
            imports, first, decode, standard, basic, peaks[4] = measure(song, 3)
            per_4_minutes = 240 / soundfile.info(song).duration
            print(
                f"{song.name}: {standard * per_4_minutes:.2f} CPU s for 4 minutes (goal {GOAL_CPU_S:g}),"
                f" basic {basic * per_4_minutes:.2f}, {standard / decode:.1f} times a bare decode; imports"
                f" {imports:.2f}, first listening {first * per_4_minutes:.2f}; peak {peaks[4]:.0f} MB",
                flush=True,
            )
        peaks[20] = measure(encoded(folder, 20), 1)[-1]
        growth = (peaks[20] - peaks[4]) / 16
        print(f"peak of 20 minutes {peaks[20]:.0f} MB: {growth:.1f} MB a minute more (goal {GOAL_MB_A_MINUTE:g})")
        print(f"rerun {rerun_ms(folder / '4.ogg', folder):.0f} ms in an open project (goal {GOAL_RERUN_MS:g})")


if __name__ == "__main__":
    main()
