"""Three versions of a file as one text: the chunks of both sides in one order, each with its lines and comments.

In: chunks of the ancestor, ours and theirs, and the merged values, which say what must be there. Out: a text that is as
near to those values as whole lines can bring it; what both sides wrote into one line is left to `merge`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from beatforge.past.chunks import Chunk
from beatforge.past.values import ITEMS, Merged, Path, Side, merged_order, value_at


@dataclass(slots=True)
class Splice:
    """Chunks of three versions as one; where both sides changed the same lines, those of `prefer`."""

    wanted: Merged
    prefer: Side
    added: list[Chunk] = field(default_factory=list)

    def text(self, base: Chunk, ours: Chunk, theirs: Chunk) -> str:
        """The lines of the merged file."""
        whole = self._merged(base, ours, theirs, ()) or ours
        most = Counter(ours.text()) | Counter(theirs.text())
        spare = Counter(whole.text()) - most
        for chunk in self.added:  # comments at the end of a list go above whatever is added there, on both sides
            for line in [line for line in chunk.above if line.strip()]:
                if spare[line] > 0:
                    spare[line] -= 1
                    chunk.above.remove(line)
        return "".join(f"{line}\n" for line in whole.text())

    def _merged(self, base: Chunk | None, ours: Chunk | None, theirs: Chunk | None, path: Path) -> Chunk | None:
        if path in self.wanted.conflicts:
            return self._preferred(base, ours, theirs)
        if ours is None or theirs is None:
            if base is None and theirs is not None:
                self.added.append(theirs)
            return ours or theirs
        if base is not None:
            above = _either(base.above, ours.above, theirs.above)
        else:
            above = ours.above + [line for line in theirs.above if line.strip() and line not in ours.above]
        if ours.below is not None and theirs.below is not None:
            lines = _either(base.lines if base else [], ours.lines, theirs.lines)
            chunk = Chunk(ours.key, above, lines, self._below(base, ours, theirs, path))
        elif any(conflict[: len(path)] == path for conflict in self.wanted.conflicts):
            return self._preferred(base, ours, theirs)
        else:
            kept = theirs if base is not None and base.own == ours.own else ours
            chunk = Chunk(ours.key, above, kept.lines, kept.below)
        if base is None:
            self.added.append(chunk)
        return chunk

    def _preferred(self, base: Chunk | None, ours: Chunk | None, theirs: Chunk | None) -> Chunk | None:
        return {"base": base, "ours": ours, "theirs": theirs}[self.prefer]

    def _below(self, base: Chunk | None, ours: Chunk, theirs: Chunk, path: Path) -> list[Chunk]:
        """The chunks below a key, those that the merged values have."""
        b, o, t = ({chunk.key: chunk for chunk in (side.below if side and side.below else ())}
                   for side in (base, ours, theirs))  # fmt: skip
        wanted = value_at(self.wanted.value, path)
        if path in ITEMS:
            order = [ITEMS[path](item) for item in wanted]
        else:
            order = merged_order([*b], [*o], [*t]) or [*o, *(key for key in t if key not in o)]
            order = [key for key in order if not key or key in wanted]
        chunks = (self._merged(b.get(key), o.get(key), t.get(key), (*path, key)) for key in order)
        return [chunk for chunk in chunks if chunk is not None]


def _either(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Lines of which only comments matter: those of the side that changed them, ours where both did."""
    return theirs if ours == base else ours
