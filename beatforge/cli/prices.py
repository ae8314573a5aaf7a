"""What each output costs: its own steps, and the ones it shares with an output before it, counted once.

In: the survey that `build` obeys. Out: rows for `plan`, as JSON values and as lines for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from beatforge.cli.wording import in_bytes, in_words

if TYPE_CHECKING:
    from beatforge.cli.session import Session
    from beatforge.film.plan import Delivery
    from beatforge.graph.staleness import Entry


def output_rows(session: Session, wanted: set[str]) -> list[dict[str, Any]]:
    """One row for each output whose film is wanted, in order; their seconds and bytes add up to the whole."""
    from beatforge.graph.target import closure

    plan = session.plan()
    counted: dict[str, str] = {}  # target -> the output that pays for it
    rows = []
    for delivery in plan.deliveries if plan else ():
        name = f"film/{delivery.platform}"
        if name in wanted:
            needed = {target.name for target in closure(session.targets(), (name,))}
            stale = {key: entry for key, entry in session.survey.entries.items() if key in needed and _costs(entry)}
            rows.append(_row(name, delivery, stale, counted))
            counted |= {key: delivery.platform for key in stale if key not in counted}
    return rows


def output_lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The rows as text; nothing where there is one output and so nothing to tell apart."""
    if len(rows) < 2:
        return
    for row in rows:
        what = f"{row['size']} {row['codec']}" + (f" up to {row['kbps'] / 1000:g} Mbit/s" if row["kbps"] else "")
        price = f"{row['make']} to make, about {in_words(row['seconds'])}, {in_bytes(row['bytes'])}, ${row['usd']:.2f}"
        shared = row["shared"]
        rest = f"; {shared['count']} shared, counted with {' and '.join(shared['with'])}" if shared["count"] else ""
        yield f"{row['target']:14} {what}: {price if row['make'] else 'nothing of its own to make'}{rest}"


def _row(name: str, delivery: Delivery, stale: Mapping[str, Entry], counted: Mapping[str, str]) -> dict[str, Any]:
    own = [entry for key, entry in stale.items() if key not in counted]
    shared = [key for key in stale if key in counted]
    encoder = delivery.encoder
    return {
        "target": name,
        "platform": delivery.platform,
        "place": delivery.place,
        "size": f"{encoder.width}x{encoder.height}",
        "codec": delivery.codec,
        "kbps": encoder.kbps,
        "make": sum(entry.state == "stale" for entry in own),
        "seconds": round(sum(entry.seconds for entry in own), 2),
        "bytes": sum(entry.bytes for entry in own),
        "usd": 0.0,
        "shared": {"count": len(shared), "with": list(dict.fromkeys(counted[key] for key in shared))},
    }


def _costs(entry: Entry) -> bool:
    return entry.state == "stale" or bool(entry.bytes)
