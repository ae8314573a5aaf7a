"""What build engines do with touched, reverted, damaged and half-written files, beside beatforge.

python -m tests.bench.engines [--json FILE] [--work DIR] [--install DIR] [--only ENGINE ...]

Seven actions: song -> analysis -> plan (always the same) -> s0..s3 -> film. Every engine runs the same action
(`engine_action.py`), which notes that it ran, writes its output in two halves, and stands still between them while a
file tells it to. `--install` makes a venv with the Python engines; an engine that is not found is said to be absent.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.engine_action import BETWEEN, RUNS, STANDS, body
from tests.bench.engine_files import COMMANDS, FILES, TASKS, write_files

PACKAGES = ("doit", "snakemake", "dvc", "pytask", "ninja")
LONG_S, PATIENCE_S = 120.0, 4.0


class Engine:
    """One engine at work in a folder of its own."""

    def __init__(self, name: str, folder: Path, path: str) -> None:
        self.name, self.folder, self.steps = name, folder, 20
        self.env = {**os.environ, "PATH": path, "DVC_NO_ANALYTICS": "1", "BEATFORGE_STORE": str(folder / "store")}
        self.env["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        self.command = COMMANDS[name]
        shutil.rmtree(folder, ignore_errors=True)
        for part in ("scenes", "build"):
            (folder / part).mkdir(parents=True)
        (folder / "song.txt").write_text("song\n")
        for scene in range(4):
            (folder / f"scenes/s{scene}.txt").write_text(f"A{scene}\n")
        shutil.copy(Path(__file__).with_name("engine_action.py"), folder / "act.py")
        self.configure(20)
        if name == "dvc":
            for words in (["init", "--no-scm", "-q"], ["config", "core.analytics", "false"]):
                subprocess.run(["dvc", *words], cwd=folder, env=self.env, check=True, capture_output=True)

    def configure(self, steps: int) -> None:
        """Write the engine's own files; `steps` is part of the command of s1."""
        self.steps = steps
        write_files(self.name, self.folder, steps)

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def build(self) -> tuple[int, list[str]]:
        """Exit status, and the actions that ran."""
        (self.folder / RUNS).write_text("")
        status = self.start().wait(timeout=LONG_S)
        return status, self.ran

    @property
    def ran(self) -> list[str]:
        return (self.folder / RUNS).read_text().split()

    def edit(self, name: str, text: str) -> None:
        time.sleep(0.05)  # past the clock's grain, which is not what is measured
        (self.folder / name).write_text(text)

    def hold(self, name: str) -> None:
        """This action stands still between its halves from now on."""
        (self.folder / f"{BETWEEN}.{name}").touch()

    def wait_held(self, name: str, process: subprocess.Popen[bytes], seconds: float = LONG_S) -> bool:
        """Until it does; False if the engine ended instead."""
        deadline = time.monotonic() + seconds
        while not (self.folder / f"{STANDS}.{name}").exists():
            if process.poll() is not None or time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def release(self, name: str) -> None:
        for kind in (BETWEEN, STANDS):
            (self.folder / f"{kind}.{name}").unlink(missing_ok=True)

    def killed_in(self, name: str) -> bool:
        """Build until this action has written half its output, then kill -9 engine and action."""
        self.hold(name)
        (self.folder / RUNS).write_text("")
        process = self.start()
        held = self.wait_held(name, process)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):  # an action may have a group of its own
            os.kill(int((self.folder / f"{STANDS}.{name}").read_text()), signal.SIGKILL)
        self.release(name)
        return held

    def wrong(self) -> str:
        """What is missing, half-written or not made of the present inputs; empty when all is right."""
        found = []
        for name, inputs, output in TASKS:
            path = self.folder / output
            if not path.exists():
                found.append(f"{name} missing")
                continue
            made = path.read_bytes()
            given = [self.folder / one for one in inputs]
            if not made.endswith(b"END"):
                found.append(f"{name} half-written")
            elif all(one.exists() for one in given):
                steps = str(self.steps if name == "s1" else 20) if name[0] == "s" else ""
                if made != body(name, steps, [one.read_bytes() for one in given]):
                    found.append(f"{name} stale")
        return ", ".join(found)


def touch_song(e: Engine) -> str:
    e.build()
    time.sleep(1.1)
    os.utime(e.folder / "song.txt")
    return _count(e)


def same_plan(e: Engine) -> str:
    e.build()
    e.edit("song.txt", "song 2\n")
    return _count(e)


def revert(e: Engine) -> str:
    e.build()
    e.edit("scenes/s1.txt", "B1\n")
    e.build()
    e.edit("scenes/s1.txt", "A1\n")
    return _count(e)


def delete_target(e: Engine) -> str:
    e.build()
    (e.folder / "build/s1.bin").unlink()
    return _count(e)


def damage_target(e: Engine) -> str:
    e.build()
    path = e.folder / "build/s1.bin"
    half = path.read_bytes()[:1000]
    time.sleep(0.05)
    path.unlink()
    path.write_bytes(half)
    return _count(e)


def change_command(e: Engine) -> str:
    e.build()
    time.sleep(0.05)
    e.configure(30)
    return _count(e)


def kill_first(e: Engine) -> str:
    held = e.killed_in("s1")
    before = [name for name in e.ran if name != "s1"]
    status, ran = e.build()
    told = f"{len(set(before) & set(ran))} finished ones reran" if held else "not hit"
    return _said(e, told + (f", exit {status}" if status else ""))


def kill_after_delete(e: Engine) -> str:
    e.build()
    (e.folder / "build/s1.bin").unlink()
    held = e.killed_in("s1")
    return _count(e) + ("" if held else "; nothing ran to kill")


def kill_then_revert(e: Engine) -> str:
    e.build()
    e.edit("scenes/s1.txt", "B1\n")
    held = e.killed_in("s1")
    e.edit("scenes/s1.txt", "A1\n")
    return _count(e) + ("" if held else "; not hit")


def two_at_once(e: Engine) -> str:
    (e.folder / RUNS).write_text("")
    e.hold("s0")
    first = e.start()
    e.wait_held("s0", first)
    second = e.start()
    deadline = time.monotonic() + PATIENCE_S  # no engine tells that it waits
    while second.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    e.release("s0")
    status = [process.wait(timeout=LONG_S) for process in (first, second)]
    twice = len(e.ran) - len(set(e.ran))
    told = f"{twice} ran twice" if twice else "each once"
    return _said(e, told + ("" if status == [0, 0] else f", exits {status[0]} and {status[1]}"))


def edit_meanwhile(e: Engine) -> str:
    e.hold("s1")
    process = e.start()
    held = e.wait_held("s1", process)
    e.edit("scenes/s1.txt", "B1\n")
    e.release("s1")
    process.wait(timeout=LONG_S)
    e.build()
    return _said(e, "noticed" if held and not e.wrong() else "not noticed")


ROWS: dict[str, tuple[str, Callable[[Engine], str]]] = {
    "touch song": ("0", touch_song),
    "song edited, same plan": ("2", same_plan),
    "edit, then revert s1": ("0", revert),
    "delete target": ("0", delete_target),
    "target damaged by hand": ("0", damage_target),
    "command changed": ("2", change_command),
    "kill -9 in first build, mid-write": ("0 finished ones reran", kill_first),
    "target deleted, rebuild killed": ("0; nothing ran to kill", kill_after_delete),
    "edit, rebuild killed, edit reverted": ("0", kill_then_revert),
    "two builds at once": ("each once", two_at_once),
    "input edited during the run": ("noticed", edit_meanwhile),
}
"""Row -> the best answer, and what asks for it. Numbers are actions that ran in the last build."""


def main() -> int:
    """Asks every engine everything and prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the answers here, and go on from those it has")
    parser.add_argument("--work", type=Path, metavar="DIR")
    parser.add_argument("--install", type=Path, metavar="DIR", help="a venv to install the Python engines into")
    parser.add_argument("--only", nargs="+", choices=sorted(COMMANDS), default=list(COMMANDS))
    args = parser.parse_args()
    path = os.environ["PATH"]
    if args.install:
        _install(args.install)
        path = f"{args.install.resolve() / 'bin'}{os.pathsep}{path}"
    known = json.loads(args.json.read_text()) if args.json and args.json.exists() else {}
    with tempfile.TemporaryDirectory(prefix="beatforge-engines-") as scratch:
        work = (args.work or Path(scratch)).resolve()
        for name in args.only:
            if not shutil.which(COMMANDS[name][0], path=path):
                known[name] = dict.fromkeys(ROWS, "absent")
                continue
            for row, (_, ask) in ROWS.items():
                if known.setdefault(name, {}).get(row, "absent") == "absent":
                    known[name][row] = _asked(ask, name, work / name, path)
                    if args.json:
                        args.json.write_text(json.dumps(known, indent=1) + "\n")
    print(table(known))
    return 0


def table(known: dict[str, dict[str, str]]) -> str:
    """The answers as Markdown; the best are bold."""
    lines = ["| | best | " + " | ".join(known) + " |", "|---" * (len(known) + 2) + "|"]
    for row, (best, _) in ROWS.items():
        cells = [f"**{said}**" if said == best else said for said in (known[name].get(row, "") for name in known)]
        lines.append(f"| {row} | {best} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _asked(ask: Callable[[Engine], str], name: str, folder: Path, path: str) -> str:
    try:
        return ask(Engine(name, folder, path))
    except subprocess.TimeoutExpired:
        return f"hangs for {LONG_S:.0f} s"


def _count(e: Engine) -> str:
    status, ran = e.build()
    return _said(e, str(len(ran)) + (f", exit {status}" if status else ""))


def _said(e: Engine, text: str) -> str:
    return text + (f" ({wrong})" if (wrong := e.wrong()) else "")


def _install(folder: Path) -> None:
    if not (folder / "bin").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", *PACKAGES], check=True)


if __name__ == "__main__":
    assert FILES.keys() == COMMANDS.keys()
    sys.exit(main())
