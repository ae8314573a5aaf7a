"""What a song file's first and last bytes promise about its length, where a promise can be believed.

An MP3 without an encoder's header, a stream or raw AAC only suggest a length; FFmpeg guesses one from the bitrate.
"""

from __future__ import annotations

from pathlib import Path

_MP3_HEADERS = (b"Xing", b"Info", b"VBRI")
_NEAR_START, _NEAR_END = 1 << 12, 1 << 16
_UNKNOWN_SIZES = (0, 0xFFFFFFFF)


def promised_seconds(path: Path, form: str, total_s: float) -> float | None:
    """The length in seconds that the file promises for certain; `form` is FFmpeg's name of the container."""
    if form == "wav":
        return _wav_seconds(path)
    if form == "mp3":
        return total_s if _has_mp3_header(path) else None
    return total_s if total_s and form in ("flac", "mov,mp4,m4a,3gp,3g2,mj2") else None


def has_no_end_mark(path: Path, form: str) -> bool:
    """Whether an Ogg file's last page is not marked as the last."""
    if form != "ogg":
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _NEAR_END))
        _, found, page = file.read().rpartition(b"OggS")
    return bool(found) and not (len(page) > 1 and page[1] & 4)


def _has_mp3_header(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(10)
        tag = 10 + sum(byte << 7 * (3 - place) for place, byte in enumerate(head[6:10])) if head[:3] == b"ID3" else 0
        file.seek(tag)
        near = file.read(_NEAR_START)
    return any(name in near for name in _MP3_HEADERS)


def _wav_seconds(path: Path) -> float | None:
    """Data size by byte rate, as the RIFF header has them; None for streams, whose size was not known when written."""
    with path.open("rb") as file:
        if file.read(4) != b"RIFF" or len(file.read(8)) < 8:
            return None
        byte_rate = 0
        while len(chunk := file.read(8)) == 8:
            name, size = chunk[:4], int.from_bytes(chunk[4:], "little")
            if name == b"data":
                return size / byte_rate if byte_rate and size not in _UNKNOWN_SIZES else None
            start = file.tell()
            if name == b"fmt ":
                byte_rate = int.from_bytes(file.read(12)[8:12], "little")
            file.seek(start + size + size % 2)
    return None
