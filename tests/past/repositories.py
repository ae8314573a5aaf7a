"""Real git repositories for tests, and the `git` that makes them: no configuration but its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def git(folder: Path, *args: str, check: bool = True) -> str:
    """What git prints; with the user's configuration shut out, and each commit a second after the one before."""
    done = subprocess.run(["git", *args], cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise AssertionError(f"git {' '.join(args)}: {done.stdout}{done.stderr}")
    return done.stdout


def environment(**more: str) -> dict[str, str]:
    """An environment in which git knows who commits and nothing else."""
    who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER")
           for part, value in (("NAME", "Ann"), ("EMAIL", "ann@example.org"))}  # fmt: skip
    return {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **more}


def repository(folder: Path, *, commit: bool = True) -> Path:
    """A repository in this folder, with all that is in it committed on `main`."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    (folder / ".gitignore").write_text("build/\n.beatforge/\n")
    if commit:
        save(folder, "first")
    return folder


def save(folder: Path, message: str) -> str:
    """Everything committed; the commit's name."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD").strip()


def make_hostile(folder: Path, mark: Path) -> None:
    """Every way a repository's own files can name a program, each to a program that leaves a mark when it is run."""
    program = mark.with_name("evil")
    program.write_text(f"#!/bin/sh\necho $0 $@ >> '{mark}'\n")
    program.chmod(0o755)
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        (folder / ".git" / "hooks" / hook).write_bytes(program.read_bytes())
        (folder / ".git" / "hooks" / hook).chmod(0o755)
    settings = {
        "core.fsmonitor": program,
        "core.pager": program,
        "core.sshCommand": program,
        "diff.external": program,
        "diff.evil.textconv": program,
        "filter.evil.smudge": program,
        "filter.evil.clean": program,
        "gpg.program": program,
        "log.showSignature": "true",
        "remote.origin.url": mark.with_name("elsewhere"),
        "remote.origin.uploadpack": program,
        "remote.origin.promisor": "true",
        "extensions.partialClone": "origin",
        "protocol.allow": "always",
        "protocol.file.allow": "always",
        "alias.rev-parse": f"!{program}",
        "alias.rev-list": f"!{program}",
        "alias.cat-file": f"!{program}",
    }
    for key, value in settings.items():
        git(folder, "config", key, str(value))
    (folder / ".gitattributes").write_text("* filter=evil diff=evil\n")
    mark.unlink(missing_ok=True)
