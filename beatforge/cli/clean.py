"""`beatforge clean`: results leave the project folder; the store keeps them, so that nothing is lost."""

from __future__ import annotations

import argparse
import shutil

from beatforge.cli.opening import split_names


def clean(args: argparse.Namespace) -> int:
    """Remove what builds put into the project: `build/` and what it remembers, not the store."""
    import sys

    from beatforge.graph.lock import project_lock

    file, _ = split_names(args.project, args.names)
    with project_lock(file.parent, "beatforge clean", lambda owner: print(f"waiting for {owner}", file=sys.stderr)):
        for folder in (file.parent / "build", file.parent / ".beatforge" / "fresh"):
            if folder.is_dir():
                shutil.rmtree(folder)
                print(f"removed {folder}")
    print("the store still has all of it: `beatforge build` copies it back")
    return 0
