"""The content store: what was made, by what made it.

In: finished files and the key they were made under. Out: records found by key, blobs placed as the user's files.
`ac/` holds one small record per key, written last; `blob/` holds bytes by sha256. Files get their final name only
after fsync, so what has it is whole. Shared by all projects of a user; it never decides what is stale. Looking up
needs no right to write; what a session relies on is pinned, so that gc running beside it leaves that alone.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from beatforge.errors import ToolError
from beatforge.graph import gate, ledger, sessions, sharing
from beatforge.graph.files import CHUNK, sha256_of

_ADVICE = {
    errno.ENOSPC: "; `beatforge gc --max SIZE` makes room, or set BEATFORGE_STORE to a folder on another disk",
    errno.EDQUOT: "; `beatforge gc --max SIZE` makes room, or set BEATFORGE_STORE to a folder on another disk",
    errno.EACCES: "; set BEATFORGE_STORE to a folder you may write to",
    errno.EROFS: "; set BEATFORGE_STORE to a folder you may write to",
}
_DIGEST = re.compile("[0-9a-f]{64}")
_FICLONE = 0x40049409  # Linux: make a file share another's blocks until one of them is written


class Blob(NamedTuple):
    """Bytes in the store."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Record:
    """What a key gave."""

    key: str
    target: str  # who made it first; another project may know it by another name
    parts: Mapping[str, Any]
    outputs: Mapping[str, Blob]
    seconds: float
    cpu_seconds: float
    work: int = 0  # units that took so long, counted under the name `rated`; 0 in records of the first release
    rated: str = ""


class StoreGoneError(ToolError):
    """Somebody removed the store, or this session's part of it, while it was used. A new session makes it anew."""


class DamagedBlobError(Exception):
    """A blob whose bytes are not what its name says. It has been dropped."""


def default_root() -> Path:
    """`BEATFORGE_STORE`, or the user's cache folder."""
    if root := os.environ.get("BEATFORGE_STORE"):
        return Path(root).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_cache_dir("beatforge", appauthor=False)) / "store"


class Store:
    """Records and blobs under one folder."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = Path(root).absolute() if root is not None else default_root()

    def blob_path(self, digest: str) -> Path:
        """Where these bytes are, if they are."""
        return Path(f"{self.root}/blob/{digest[:2]}/{digest}")  # not joined: asked 10,000 times a survey

    def record_path(self, key: str) -> Path:
        """Where this key's record is, if it is."""
        return self.root / "ac" / key[:2] / f"{key}.json"

    def holds(self, blob: Blob) -> bool:
        """Whether a blob of this size is there; its bytes are verified when they are used."""
        try:
            return self.blob_path(blob.digest).stat().st_size == blob.size
        except OSError:
            return False

    def find(self, key: str) -> Record | None:
        """The record of a key, or None. Blobs may be missing: ask `holds`."""
        try:
            return _record(key, json.loads(self.record_path(key).read_bytes()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None  # absent, or damaged and then made again

    def put(self, record: Record, files: Mapping[str, Path], scratch: Path) -> None:
        """Take these finished files (moved, not copied) as the record's blobs, then write the record.

        `scratch` is the session's folder.
        """
        with self._writing():
            self.pin(scratch, (record.key, *(record.outputs[name].digest for name in files)))
            for name, path in files.items():
                self._put_blob(record.outputs[name], path)
            self._write(record, scratch / f"{uuid.uuid4().hex}.part")

    def place(self, blob: Blob, path: Path) -> None:
        """Copy a blob to where the user finds it, verified; raises DamagedBlobError."""
        part = part_of(path)
        with self._writing(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                if _copy(self.blob_path(blob.digest), part) != blob.digest:
                    self.drop(blob)
                    raise DamagedBlobError(blob.digest)
                part.replace(path)
            except FileNotFoundError as error:
                raise DamagedBlobError(blob.digest) from error
            finally:
                part.unlink(missing_ok=True)

    def heal(self, blob: Blob, intact: Path, scratch: Path) -> None:
        """Take back a lost or damaged blob from the user's copy of it."""
        part = scratch / f"{uuid.uuid4().hex}.part"
        with self._writing():
            self.pin(scratch, (blob.digest,))
            try:
                if _copy(intact, part) == blob.digest:
                    self._put_blob(blob, part)
            finally:
                part.unlink(missing_ok=True)

    def drop(self, blob: Blob) -> None:
        """Forget bytes that are not what they should be."""
        path = self.blob_path(blob.digest)
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            remove_file(path)
            ledger.add(self.root, -size)

    def touch(self, record: Record) -> None:
        """Mark as used, for whoever removes what is not. Blobs keep their stat, which others rely on."""
        with contextlib.suppress(OSError):
            os.utime(self.record_path(record.key))

    def adopt(self, key: str, scratch: Path) -> Record | None:
        """The record of a key, kept with its blobs until the session ends, and marked as used."""
        self.pin(scratch, (key,))
        record = self.find(key)
        if record is not None:
            self.touch(record)
        return record

    def pin(self, scratch: Path, words: Iterable[str]) -> None:
        """Rely on these keys and digests until the session ends; look only afterwards whether they are there."""
        with self._writing():
            sessions.pin(self.root, scratch, words)

    def removals(self) -> object:
        """What gc left when it last took something; while this stays the same, nothing was taken."""
        with self._writing(), gate.shared(self.root):  # never in the middle of a turn
            try:
                return (self.root / "removed").read_bytes()
            except FileNotFoundError:
                return None

    def note_removal(self) -> None:
        """gc is about to take something. Hold the gate alone. Raises OSError."""
        (self.root / "removed").write_bytes(uuid.uuid4().bytes)

    @contextlib.contextmanager
    def session(self) -> Iterator[Path]:
        """A folder for unfinished files, removed at the end; folders of dead sessions are removed now."""
        with contextlib.ExitStack() as stack:
            with self._writing():
                self.make_folders()
                folder = stack.enter_context(sessions.session(self.root))
            yield folder

    def make_folders(self) -> None:
        """The store's folders, where they are missing. Raises OSError."""
        is_new = not (self.root / "ac").is_dir()
        for part in ("ac", "blob", "tmp", "claim", "film"):
            sharing.make_folder(self.root / part, self.root)
        if is_new:
            ledger.begin(self.root)

    def _put_blob(self, blob: Blob, path: Path) -> None:
        final = self.blob_path(blob.digest)
        if self.holds(blob) and sha256_of(final) == blob.digest:
            return  # others may be reading it
        sharing.make_folder(final.parent, self.root)
        with path.open("rb+") as file:
            _sync(file)
        if os.name == "posix":
            path.chmod(0o444)
        ledger.add(self.root, blob.size - size_of(final))
        path.replace(final)
        _sync_folder(final.parent)

    def _write(self, record: Record, part: Path) -> None:
        outputs = {name: {"digest": b.digest, "size": b.size} for name, b in record.outputs.items()}
        data = {
            "key": record.key,
            "target": record.target,
            "parts": dict(record.parts),
            "outputs": outputs,
            "seconds": record.seconds,
            "cpu_seconds": record.cpu_seconds,
            "work": record.work,
            "rated": record.rated,
        }
        path = self.record_path(record.key)
        sharing.make_folder(path.parent, self.root)
        text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=dict).encode()
        with part.open("wb") as file:
            file.write(text)
            _sync(file)
        sharing.let_in(part, self.root)
        ledger.add(self.root, len(text) - size_of(path))
        part.replace(path)
        _sync_folder(path.parent)

    @contextlib.contextmanager
    def _writing(self, folder: Path | None = None) -> Iterator[None]:
        """Turn a full or read-only disk into one clear error."""
        try:
            yield
        except OSError as error:
            where = f"the store at {self.root}" if folder is None else f"the folder {folder}"
            advice = _ADVICE.get(error.errno or 0, "") if folder is None else ""
            if error.errno in (errno.EISDIR, errno.ENOTDIR):
                advice = f": {error.filename2 or error.filename}; move it out of the way"
            raise ToolError(f"{where} could not be written: {error.strerror or error}{advice}") from error


def _record(key: str, data: Any) -> Record:
    """A record as it was read. Raises ValueError, or what a damaged one leads to, unless all of it makes sense."""
    outputs = {name: Blob(o["digest"], o["size"]) for name, o in data["outputs"].items()}
    numbers = [data["seconds"], data["cpu_seconds"], work := data.get("work", 0)]
    words = [data["target"], rated := data.get("rated", ""), *(blob.digest for blob in outputs.values())]
    sound = data["key"] == key and isinstance(data["parts"], dict) and all(isinstance(word, str) for word in words)
    sound = sound and all(isinstance(number, (int, float)) for number in numbers)
    if not sound or not all(_DIGEST.fullmatch(b.digest) and isinstance(b.size, int) for b in outputs.values()):
        raise ValueError(key)
    return Record(key, data["target"], data["parts"], outputs, data["seconds"], data["cpu_seconds"], work, rated)


def part_of(path: Path) -> Path:
    """The name under which a placed file is written before it is whole; one builder per project uses it."""
    return path.with_name(f".{path.name}.part")


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def remove_file(path: Path) -> None:
    """Remove a file, read-only or not. Raises OSError."""
    if os.name != "posix":
        path.chmod(0o644)  # Windows refuses to remove read-only files
    path.unlink()


def _copy(source: Path, target: Path) -> str:
    """Copy sharing blocks where the file system can; digest of what was read."""
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        shared = share_blocks(read.fileno(), write.fileno())
        while chunk := read.read(CHUNK):
            digest.update(chunk)
            if not shared:
                write.write(chunk)
        _sync(write)
    return digest.hexdigest()


def share_blocks(source: int, target: int) -> bool:
    if os.name != "posix":
        return False
    import fcntl

    try:
        fcntl.ioctl(target, _FICLONE, source)
    except OSError:
        return False  # not this file system, or not this system
    return True


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # some network file systems refuse this for folders; the rename itself stands
    finally:
        os.close(descriptor)
