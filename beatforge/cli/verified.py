"""What `beatforge verify` found, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from beatforge.cli.wording import exact_bytes

if TYPE_CHECKING:
    from beatforge.graph.remake import Remade
    from beatforge.graph.verify import Checked


@dataclass(slots=True)
class Found:
    """All that a run of verify found."""

    checked: Sequence[Checked] = ()
    whose: Mapping[str, Sequence[str]] = field(default_factory=dict)  # digest -> targets
    records: Sequence[str] = ()  # keys of damaged records, removed
    copies: Sequence[str] = ()  # the project's files that lost bytes without being written
    remade: Sequence[Remade] = ()

    @property
    def wrong(self) -> list[Checked]:
        return [checked for checked in self.checked if checked.state != "intact"]

    @property
    def is_well(self) -> bool:
        """Everything is as it was, or is again."""
        lost = any(checked.state in ("damaged", "absent") for checked in self.checked)
        return not lost and all(row.verdict in ("equal", "alike") for row in self.remade)


def lines(found: Found, seed: int | None) -> Iterable[str]:
    """A line for each thing found, and one that sums up; `seed` is that of the sample, if one was asked for."""
    for checked in found.wrong:
        names = ", ".join(dict.fromkeys(found.whose.get(checked.blob.digest, ("nobody's result",))))
        bytes_there = f" (holds {checked.found[:16]})" if checked.found else ""
        yield f"{checked.state} {names}: {checked.blob.digest[:16]}{bytes_there}; {_next(checked)}"
    yield from (
        f"damaged record {key[:16]}: removed, the next build that wants it makes it again" for key in found.records
    )
    yield from (f"damaged {place}: the next build copies it from the store again" for place in found.copies)
    for row in found.remade:
        yield _remade_line(row)
    size = exact_bytes(sum(checked.blob.size for checked in found.checked))
    counts = [f"{len(found.checked)} files of {size} read", f"{len(found.wrong)} of them not as they were"]
    if seed is not None:
        bad = sum(row.verdict not in ("equal", "alike") for row in found.remade)
        counts.append(f"{len(found.remade)} outputs made again with seed {seed}, {bad} of them unlike")
    yield ", ".join(counts)


def _next(checked: Checked) -> str:
    if checked.state == "healed":
        return "taken back from the project's copy"
    return "the next build makes it again" if checked.state == "absent" else "dropped, the next build makes it again"


def _remade_line(row: Remade) -> str:
    head = f"{row.verdict} {row.target} {row.output} ({row.repeats})"
    if row.verdict == "equal":
        return f"{head}: {row.kept[:16]}"
    if row.verdict == "failed":
        return f"{head}: {row.note}"
    return f"{head}: was {row.kept}, is {row.again}{'; ' + row.note if row.note else ''}"


def as_json(found: Found, seed: int | None) -> dict[str, Any]:
    """The same for machines: docs/output.md says what the keys mean."""
    value: dict[str, Any] = {
        "ok": found.is_well,
        "files": len(found.checked),
        "bytes": sum(checked.blob.size for checked in found.checked),
        "damaged": [
            {"digest": c.blob.digest, "state": c.state, "found": c.found,
             "targets": list(found.whose.get(c.blob.digest, ()))}
            for c in found.wrong
        ],
        "records": list(found.records),
        "copies": list(found.copies),
    }  # fmt: skip
    if seed is not None:
        value["sample"] = {"seed": seed, "outputs": [asdict(row) for row in found.remade]}
    return value
