"""How steadily each style moves: growth of the frame difference from one drawing to the next and the one after.

    python -m tests.bench.bench_growth [--full]

Independent noise gives 1.0, steady motion 2.0; strokes and grain that stick to things, or boil on purpose, stay near
the latter. Figures are means over moving motifs (three, with `--full` all of them) at 640x360. Exits with 1 where a
style's mean is below `LEAST`.
"""

from __future__ import annotations

import argparse
import statistics
import sys

from beatforge.picture.still import growth
from tests.bench.style_shots import LIBRARY, MOTIFS, style_shot

LEAST = 1.4
MOVING = ("road", "sea", "city")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="over every motif")
    args = parser.parse_args()
    failed = False
    for name, style in LIBRARY.styles.items():
        figures = {motif: growth(style_shot(style, motif, (640, 360))) for motif in (MOTIFS if args.full else MOVING)}
        mean = statistics.mean(figures.values())
        failed = failed or mean < LEAST
        shown = " ".join(f"{motif} {figure:.2f}" for motif, figure in figures.items())
        print(f"{name:20} {style.medium:10} {mean:.2f}{'  UNSTEADY' if mean < LEAST else ''}   {shown}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
