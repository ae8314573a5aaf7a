"""The wheel elsewhere: a new venv, its files read-only, no network, a new HOME: `new --song x.ogg && build` works.

    python -m tests.bench.wheel [--song FILE | --short] [--keep FOLDER] [--json FILE]

Building the wheel and installing its dependencies use the package index; from then on every command runs in a network
namespace without interfaces and, where the system lets it, with the venv mounted read-only. Ends with 0 if the film
is right. Linux with `unshare` (util-linux) only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SONG = next((ROOT / "examples" / "quickstart").rglob("*.ogg"))

READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && ! touch "$0/x" 2>/dev/null && exec "$@"'
"""Run in namespaces of its own: the venv mounted over itself without leave to write, then the command."""

LOOK = """
import json, sys
import av
with av.open(sys.argv[1]) as film:
    picture, sound = film.streams.video[0], film.streams.audio[0]
    frames = sum(1 for _ in film.decode(picture))
    print(json.dumps({"frames": frames, "promised": picture.frames, "width": picture.width, "height": picture.height,
                      "video": picture.codec_context.name, "audio": sound.codec_context.name,
                      "seconds": film.duration / 1e6}))
"""

OUTSIDE = """
import socket
try:
    socket.create_connection(("192.0.2.1", 80), 2)
except OSError as error:
    print(error.strerror)
else:
    raise SystemExit("there is a network")
"""


class Elsewhere:
    """A venv with the wheel, a HOME and a working folder, all new."""

    def __init__(self, folder: Path) -> None:
        self.venv, self.home, self.work = folder / "venv", folder / "home", folder / "work"
        for path in (self.home, self.work):
            path.mkdir(parents=True)
        self.environment = {
            "HOME": str(self.home), "PATH": f"{self.venv / 'bin'}:/usr/bin:/bin", "LANG": "C", "OMP_NUM_THREADS": "1",
        }  # fmt: skip

    def install(self, wheel: Path) -> None:
        """A new venv with the wheel and what it declares, nothing else."""
        subprocess.run([sys.executable, "-m", "venv", str(self.venv)], check=True)
        subprocess.run([str(self.venv / "bin" / "pip"), "install", "-q", str(wheel)], check=True)

    def run(self, *command: str) -> str:
        """What a command prints, run offline and without leave to write to the venv; ends the script if it fails."""
        done = subprocess.run(
            ["unshare", "-rnm", "sh", "-c", READ_ONLY, str(self.venv), *command],
            cwd=self.work, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--song", type=Path, default=SONG, help="what the film is made from (default: the quickstart's)"
    )
    parser.add_argument("--short", action="store_true", help="eight seconds made of numbers instead, a film in seconds")
    parser.add_argument("--keep", type=Path, help="work in this new folder and leave it there")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    args = parser.parse_args(argv)
    folder = args.keep or Path(tempfile.mkdtemp(prefix="beatforge-wheel-"))
    try:
        found = prove(folder, short_song(folder) if args.short else args.song)
    finally:
        if not args.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(found, indent=1))
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0 if found["is_right"] else 1


def prove(folder: Path, song: Path) -> dict[str, Any]:
    """The figures of one film made elsewhere."""
    there = Elsewhere(folder)
    there.install(built_wheel(folder / "wheel"))
    started = time.monotonic()
    shutil.copy(song, there.work / f"x{song.suffix}")
    found: dict[str, Any] = {"network": there.run("python", "-c", OUTSIDE).strip()}
    there.run("beatforge", "new", "film", "--song", f"x{song.suffix}")
    said = there.run("beatforge", "build", "film")
    found["build_s"] = round(time.monotonic() - started, 1)
    film = there.work / "film" / "build" / "film.mp4"
    found |= json.loads(there.run("python", "-c", LOOK, str(film)))
    found["doctor"] = there.run("beatforge", "doctor").splitlines()[-1]
    found["graph"] = there.run("beatforge", "graph", "film", "-o", "film.html").strip()
    found["again"] = there.run("beatforge", "build", "film").strip()
    found["home"] = sorted(
        {"/".join(p.relative_to(there.home).parts[:3]) for p in there.home.rglob("*") if p.is_file()}
    )
    found["is_right"] = (
        said.splitlines()[-1].endswith("film.mp4")
        and found["frames"] == found["promised"] > 0
        and (found["video"], found["audio"]) == ("h264", "aac")
        and "nothing to make" in found["again"]
        and found["doctor"].startswith("ready")
        and (there.work / "film.html").stat().st_size > 5000
    )
    return found


def short_song(folder: Path) -> Path:
    """Eight seconds, as Ogg Vorbis."""
    import soundfile

    from tests.sounds import write_song

    folder.mkdir(parents=True, exist_ok=True)
    samples, rate = soundfile.read(write_song(folder / "x.wav", 8))
    soundfile.write(folder / "x.ogg", samples, rate, format="OGG", subtype="VORBIS")
    return folder / "x.ogg"


def built_wheel(folder: Path) -> Path:
    """The wheel of this checkout, built from a copy, so that the checkout stays as it is."""
    copy = shutil.copytree(
        ROOT, folder / "source",
        ignore=shutil.ignore_patterns(".git", ".venv", "build", "dist", "__pycache__", ".beatforge", ".*_cache"),
    )  # fmt: skip
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(copy)], check=True)
    return next(folder.glob("*.whl"))


if __name__ == "__main__":
    sys.exit(main())
