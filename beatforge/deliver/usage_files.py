"""The step that writes which songs a film uses: `usage.json` for programs, `usage.csv` for people and their tables.

In: the songs with their stretches, and their files, of which tags and bytes are read. Out: UTF-8 with \\n. What the
project says of a song comes before what its file says of itself; what neither knows stays empty.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

TAGS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "artist": ("artist", "album_artist", "performer"),
    "licence": ("license", "copyright"),
}
"""What is told of a song, and the tags it is read from."""

LONGEST = 500
"""Characters of a tag; some files carry whole books in them."""

COLUMNS = ("song", "title", "artist", "file", "credit", "licence", "stem", "start", "end", "seconds", "sha256")

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What tables take for the start of a formula; tags are written by strangers."""


def write_usage(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: both files; `inputs` are the songs in their order."""
    songs = []
    for index, (song, path) in enumerate(zip(value["songs"], inputs, strict=True)):
        told = tags_of(path)
        known = {name: song.get(name) or told.get(name, "") for name in TAGS}
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        songs.append({**song, **known, "sha256": digest})
        progress(index + 1, len(inputs))
    text = json.dumps({**value, "songs": songs}, indent=2, ensure_ascii=False)
    (out / "usage.json").write_bytes(f"{text}\n".encode())
    (out / "usage.csv").write_bytes(csv_text(songs).encode())


def csv_text(songs: Sequence[Mapping[str, Any]]) -> str:
    """A row for each stretch, and one with the total of each song, whose stem is `total`."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(COLUMNS)
    for song in songs:
        rows = [(stem, _clock(start), _clock(end), f"{end - start:.3f}") for start, end, stem in song["stretches"]]
        for stem, start, end, seconds in [*rows, ("total", "", "", f"{song['seconds']:.3f}")]:
            told = {**song, "song": song["id"], "stem": stem, "start": start, "end": end, "seconds": seconds}
            table.writerow([_plain(str(told[name])) for name in COLUMNS])
    return file.getvalue()


def tags_of(path: Path) -> dict[str, str]:
    """What a sound file says of itself, by our names; nothing where it says nothing or can't be read."""
    import av

    try:
        with av.open(str(path), metadata_errors="replace") as container:
            said = dict(container.metadata)
            for stream in container.streams.audio:
                said |= dict(stream.metadata)
    except av.error.FFmpegError:
        return {}
    found = {name.lower(): " ".join(text.split())[:LONGEST] for name, text in said.items()}
    return {name: text for name, keys in TAGS.items() if (text := next(filter(None, map(found.get, keys)), ""))}


def _plain(text: str) -> str:
    """A cell that no table takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes}:{rest / 1000:06.3f}"
