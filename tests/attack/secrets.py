"""Law 16: secrets of the environment leave no trace; a project reads inside its folder; opening it runs no code.

Marker values go into variables named like secrets and are looked for in every file that builds leave, and in what they
say. An audit hook in builder and workers tells every file that Python opens, every process and every connection.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs

import beatforge
from tests.attack.arena import Arena, Outcome
from tests.attack.running import HOOK
from tests.projects import CROSSFADE, FILM, edit
from tests.undisturbed import Undisturbed

MARK = "s3cr3t-marker-"
NAMES = ("ANTHROPIC_API_KEY", "HF_TOKEN", "OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY", "GITHUB_PAT", "MY_PASSWORD",
         "VENDOR_KEY", "VENDOR_TOKEN", "VENDOR_SECRET")  # fmt: skip
TRAPS = ("sitecustomize.py", "usercustomize.py", "__init__.py", "beatforge.py", "numpy.py", "styles/__init__.py",
         "styles/own.py", "conftest.py", "dodo.py", "av/__init__.py", "json/__init__.py")  # fmt: skip


def kept_secret(folder: Path, base: Undisturbed) -> Outcome:
    """A build that succeeds, one that fails in a step, one whose project is wrong, and all that tells about them."""
    arena, outcome = _arena(folder, base)
    env = {name: f"{MARK}{name}" for name in NAMES}
    for words in (("build",), ("plan",), ("status",), ("why", FILM)):
        arena.run(words[0], "-C", str(arena.folder), *words[1:], env=env)
    _expect_reduced(arena, outcome)
    (arena.folder / "song.wav").write_bytes(b"no song at all")
    status, _ = arena.run(env=env)
    outcome.fault(status in (3, 4, 5), f"a song that is none: {status}")
    edit(arena.file, "fps: 24", "fps: $HF_TOKEN")
    outcome.fault(arena.run(env=env)[0] == 3, "a project that is none")
    for path in folder.rglob("*"):
        if path.is_file() and path.parent != arena.notes:
            outcome.fault(MARK.encode() not in path.read_bytes(), f"a secret in {path}")
    outcome.fault(all(MARK not in running.said for running in arena.runs), "a secret was said")
    return _ended(arena, outcome)


def reads_inside(folder: Path, base: Undisturbed) -> Outcome:
    """What Python opens while a project is loaded, planned and built; modules in its folder are never run."""
    arena, outcome = _arena(folder, base)
    for trap in TRAPS:
        path = arena.folder / trap
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"open({str(folder / 'sprung')!r}, 'w').close()\n")
    env = {"BEATFORGE_NOTES": "opened"}
    for words in (("check",), ("plan",), ("build",)):
        status, running = arena.run(words[0], cwd=arena.folder, env=env)
        outcome.fault(status == 0, f"{words}: {status} {running.said[-300:]}")
        strange = [note for note in running.opened if not _is_ours(arena, note)]
        outcome.fault(not strange, f"{words}: {sorted(set(strange))[:10]}")
        outcome.fault(len(running.opened) > 5, "nothing was audited")
    outcome.fault(not (folder / "sprung").exists(), "code in the project folder was run")
    return _ended(arena, outcome)


def without_network(folder: Path, base: Undisturbed) -> Outcome:
    """A build in a network namespace without any network, where one may be made."""
    arena, outcome = _arena(folder, base)
    status, running = arena.run(prefix=["unshare", "-rn"])
    if "unshare failed" in running.said or "unshare:" in running.said:
        outcome.runs -= 1  # not allowed here
    else:
        outcome.fault(status == 0, f"without a network: {status} {running.said[-300:]}")
    return _ended(arena, outcome)


def few(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Outcome]]:
    """All of it is quick."""
    yield "secrets", kept_secret(folder, base)
    yield "reading inside", reads_inside(folder, base)


def many(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Callable[[], Outcome]]]:
    """And without a network."""
    yield "secrets of the environment", lambda: kept_secret(folder, base)
    yield "files opened, code run", lambda: reads_inside(folder, base)
    yield "no network", lambda: without_network(folder, base)


def _arena(folder: Path, base: Undisturbed) -> tuple[Arena, Outcome]:
    shutil.rmtree(folder, ignore_errors=True)
    return Arena(folder, base, (CROSSFADE, FILM)), Outcome()


def _expect_reduced(arena: Arena, outcome: Outcome) -> None:
    """Workers are not given what no step needs: the hook in them told the names they had."""
    told = [note for running in arena.runs for note in running.variables]
    outcome.fault(bool(told), "no worker told its environment")
    for names in told:
        outcome.fault(not set(names) & set(NAMES), f"a worker was given {set(names) & set(NAMES)}")


def _is_ours(arena: Arena, note: str) -> bool:
    """Whether a file may be opened: the project, the store, the program, Python, its libraries, the user's caches."""
    verb, _, path = note.partition(" ")
    if verb != "open":
        return False
    program = Path(beatforge.__file__).parent.parent
    roots = [arena.folder, arena.store, arena.notes, HOOK, program, Path(sys.prefix), Path(sys.base_prefix)]
    roots += [Path(sysconfig.get_paths()["stdlib"]), platformdirs.user_cache_path("beatforge", appauthor=False)]
    roots += [platformdirs.user_config_path("beatforge", appauthor=False), Path(os.devnull)]
    roots += [Path(root) for root in ("/proc", "/sys", "/lib", "/usr/lib", "/usr/share", "/etc/localtime")]
    return not os.path.isabs(path) or any(Path(path).is_relative_to(root) for root in roots)  # noqa: PTH117


def _ended(arena: Arena, outcome: Outcome) -> Outcome:
    arena.settle(outcome, renders_allowed=9)
    if not outcome.faults:
        arena.end()
    return outcome
