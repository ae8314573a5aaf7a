"""Every motif in every medium: the same bytes at vector widths 4, 8 and 16, over repeated runs, and from numpy.

    python -m tests.bench.bench_widths [--full] [--json FILE]

Paints a small frame of each pair in a process per width, and with numpy; `--full` all pairs, else `FEW`. Prints the
pairs that differ; exits with 1 if one does.
"""

from __future__ import annotations

import hashlib
import os
import sys
from functools import partial
from itertools import product

from tests.bench.measuring import Bench, run_bench, spent

FEW = 12
WIDTHS = (4, 8, 16)
SIZE = (96, 54)
AT_ONCE = 44
ORACLE = "oracle"
WAYS = (*(str(width) for width in WIDTHS), f"{WIDTHS[-1]} again", ORACLE)
"""Widths, the last one a second time, and numpy."""


def digest(motif: str, medium: str, composition: int, how: str) -> str:
    """Of two frames, painted by kernels (`how` says in which width, set before) or by numpy."""
    import numpy as np

    from beatforge.picture.oracle import OracleCanvas
    from beatforge.picture.render import ShotPicture
    from beatforge.picture.still import plain_shot

    shot = plain_shot(motif, medium, width=SIZE[0], height=SIZE[1], composition=composition)
    picture = ShotPicture(shot, canvas=OracleCanvas(*SIZE) if how == ORACLE else None)
    told, out = hashlib.sha256(), np.zeros((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    for index in (9, 10):
        picture.frame(index, out)
        told.update(out.tobytes())
    return told.hexdigest()


def measure(bench: Bench) -> None:
    """All pairs by all ways, some at a time."""
    from tests.bench.style_shots import LIBRARY, MOTIFS

    pairs = list(enumerate(product(MOTIFS, LIBRARY.names["medium"])))
    pairs = pairs if bench.full else pairs[:: len(pairs) // FEW]
    differing = 0
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        told = [bench.figure(f"{way} from {some[0][0]} by {len(some)}", partial(_digests, way, some)) for way in WAYS]
        for (_, pair), *digests in zip(some, *told, strict=True):
            if len(set(digests)) > 1:
                differing += 1
                print(f"     {'-'.join(pair)} differs: {dict(zip(WAYS, digests, strict=True))}")
        print(f"     {start + len(some)} of {len(pairs)} pairs, {differing} differ", flush=True)
    bench.goal("pairs that differ", differing, 0)


def _digests(way: str, pairs: list[tuple[int, tuple[str, str]]]) -> list[str]:
    """Of these pairs by one way, in a process of its own."""
    os.environ["BEATFORGE_LANES"] = way.partition(" ")[0] if way != ORACLE else ""
    told = [f"{motif}:{medium}:{number}" for number, (motif, medium) in pairs]
    return spent([sys.executable, "-m", "tests.bench.bench_widths", "--digests", way, *told]).said.split()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--digests"]:
        for pair in sys.argv[3:]:
            motif, medium, number = pair.split(":")
            print(digest(motif, medium, int(number), sys.argv[2]), flush=True)
    else:
        run_bench(measure, __doc__)
