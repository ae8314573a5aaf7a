"""How long `beatforge --help` takes beside a Python that does nothing.

python -m tests.bench.bench_start [--full] [--json FILE]
"""

from __future__ import annotations

import sys

from tests.bench.measuring import Bench, run_bench, side_by_side, spent
from tests.projects import command

MORE_S = 0.15


def measure(bench: Bench) -> None:
    """Both in turns; the medians."""
    both = bench.figure(
        "start",
        lambda: side_by_side(
            41 if bench.full else 11,
            python=lambda: spent([sys.executable, "-c", "pass"]),
            help=lambda: spent(command("--help")),
        ),
    )
    python, ours = both["python"], both["help"]
    print(f"     python -c pass {python['wall_s']:.3f} s, beatforge --help {ours['wall_s']:.3f} s")
    bench.goal("--help, wall", ours["wall_s"], python["wall_s"] + MORE_S, " s", f"(python -c pass + {MORE_S} s)")
    bench.goal("--help, CPU", ours["cpu_s"], python["cpu_s"] + MORE_S, " s")


if __name__ == "__main__":
    run_bench(measure, __doc__)
