"""What a song file says of itself: title, artist and genre, read by PyAV from any container.

A file that says nothing, or that PyAV can't open, has its own name as title: "01 - Artist - Song.mp3" is "Artist -
Song", because no rule about dashes is right often enough.
"""

from __future__ import annotations

import re
from pathlib import Path

from beatforge.mashup.profile import Tags

LONGEST = 200


def read_tags(path: Path, name: str) -> Tags:
    """The song's tags; `name` is its file's name without the ending, which stands in for a title."""
    import av

    found: dict[str, str] = {}
    try:
        with av.open(str(path.resolve()), options={"protocol_whitelist": "file"}, metadata_errors="replace") as song:
            # Ogg keeps tags with the stream, the others with the file.
            for tags in (song.metadata, *(stream.metadata for stream in song.streams.audio)):
                found |= {key.lower(): _clean(text) for key, text in tags.items() if _clean(text)}
    except (av.FFmpegError, ValueError):
        pass  # soundfile may still read it; it was listened to
    artist = found.get("artist") or found.get("album_artist", "")
    return Tags(found.get("title") or _title(name), artist, found.get("genre", ""))


def _title(name: str) -> str:
    """A file's name as words: without a track's number, underscores as spaces."""
    words = re.sub(r"[_\s]+", " ", re.sub(r"^\d{1,3}[\s._-]+(?=\D)", "", name)).strip()
    return _clean(words) or name


def _clean(text: str) -> str:
    """One line of printable characters."""
    return "".join(char if char.isprintable() else " " for char in text).strip()[:LONGEST]
