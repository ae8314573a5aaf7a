"""Agree on how styles look now: `python -m tests.golden [STYLE ...]` writes digests and the sheet anew.

Look at `styles.png` before the change is committed; that is what it is for.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from pathlib import Path

from PIL import Image

from beatforge.deliver.sheet import paste_sheet
from beatforge.picture.render import png
from tests.bench.style_shots import LIBRARY
from tests.golden.frames import DIGESTS, MOTIFS, SHEET, SHOWN, digests, golden_frames, known


def main(styles: list[str]) -> None:
    """Digests of the styles named (or all), the sheet of all."""
    agreed = known() if DIGESTS.is_file() else {}
    kept = {name: agreed[name] for name in LIBRARY.styles if name in agreed and styles and name not in styles}
    kept |= {name: digests(name) for name in styles or LIBRARY.styles}
    DIGESTS.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n")
    stills, labels = [], []
    for name, style in LIBRARY.styles.items():
        frames = golden_frames(name, (2 * SHOWN[0], 2 * SHOWN[1]))
        stills += [Image.open(io.BytesIO(png(frame, 2 * SHOWN[0], 2 * SHOWN[1]))).resize(SHOWN) for frame in frames]
        labels += [f"{name}: {motif}" for motif in style.motifs[:MOTIFS]]
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "sheet.png"
        paste_sheet(stills, labels, 2 * MOTIFS, whole)
        Image.open(whole).quantize(224, dither=Image.Dither.NONE).save(SHEET, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
