"""The content store: what was made, by what made it.

In: finished files and the key they were made under. Out: records found by key, blobs placed as the user's files.
`ac/` holds one small record per key, written last; `blob/` holds bytes by sha256. Files get their final name only
after fsync, so what has it is whole. Shared by all projects of a user; it never decides what is stale.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from beatforge.errors import ToolError
from beatforge.graph.files import CHUNK, sha256_of

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
        with self._writing():
            for part in ("ac", "blob", "tmp", "claim"):
                (self.root / part).mkdir(parents=True, exist_ok=True)

    def blob_path(self, digest: str) -> Path:
        """Where these bytes are, if they are."""
        return self.root / "blob" / digest[:2] / digest

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
            data = json.loads(self.record_path(key).read_bytes())
            outputs = {name: Blob(str(o["digest"]), int(o["size"])) for name, o in data["outputs"].items()}
            record = Record(key, data["target"], data["parts"], outputs, data["seconds"], data["cpu_seconds"])
            return record if data["key"] == key else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None  # absent, or damaged and then made again

    def put(self, record: Record, files: Mapping[str, Path], scratch: Path) -> None:
        """Take these finished files (moved, not copied) as the record's blobs, then write the record.

        `scratch` is the session's folder.
        """
        with self._writing():
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
            try:
                if _copy(intact, part) == blob.digest:
                    self._put_blob(blob, part)
            finally:
                part.unlink(missing_ok=True)

    def drop(self, blob: Blob) -> None:
        """Forget bytes that are not what they should be."""
        path = self.blob_path(blob.digest)
        with contextlib.suppress(OSError):
            path.chmod(0o644)  # Windows refuses to remove read-only files
            path.unlink()

    def touch(self, record: Record) -> None:
        """Mark as used, for whoever removes what is not. Blobs keep their stat, which others rely on."""
        with contextlib.suppress(OSError):
            os.utime(self.record_path(record.key))

    @contextlib.contextmanager
    def session(self) -> Iterator[Path]:
        """A folder for unfinished files, removed at the end; folders of dead sessions are removed now."""
        from filelock import FileLock

        name = uuid.uuid4().hex
        lock = FileLock(self.root / "tmp" / f"{name}.lock", thread_local=False)
        folder = self.root / "tmp" / name
        with self._writing():
            self._sweep()
            lock.acquire()
            folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                Path(lock.lock_file).unlink()
            lock.release()

    def _sweep(self) -> None:
        from filelock import FileLock, Timeout

        for path in sorted((self.root / "tmp").iterdir()):
            if path.suffix == ".lock":
                with contextlib.suppress(Timeout, OSError), FileLock(path, timeout=0, thread_local=False):
                    shutil.rmtree(path.with_suffix(""), ignore_errors=True)
                    path.unlink()
            elif path.is_dir() and not path.with_name(f"{path.name}.lock").exists():
                shutil.rmtree(path, ignore_errors=True)

    def _put_blob(self, blob: Blob, path: Path) -> None:
        final = self.blob_path(blob.digest)
        if self.holds(blob) and sha256_of(final) == blob.digest:
            return  # others may be reading it
        final.parent.mkdir(exist_ok=True)
        with path.open("rb+") as file:
            _sync(file)
        if os.name == "posix":
            path.chmod(0o444)
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
        }
        path = self.record_path(record.key)
        path.parent.mkdir(exist_ok=True)
        with part.open("wb") as file:
            file.write(json.dumps(data, sort_keys=True, ensure_ascii=False, default=dict).encode())
            _sync(file)
        part.replace(path)
        _sync_folder(path.parent)

    @contextlib.contextmanager
    def _writing(self, folder: Path | None = None) -> Iterator[None]:
        """Turn a full or read-only disk into one clear error."""
        try:
            yield
        except OSError as error:
            where = f"the store at {self.root}" if folder is None else f"the folder {folder}"
            raise ToolError(f"{where} could not be written: {error.strerror or error}") from error


def part_of(path: Path) -> Path:
    """The name under which a placed file is written before it is whole; one builder per project uses it."""
    return path.with_name(f".{path.name}.part")


def _copy(source: Path, target: Path) -> str:
    """Copy sharing blocks where the file system can; digest of what was read."""
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        shared = _share_blocks(read.fileno(), write.fileno())
        while chunk := read.read(CHUNK):
            digest.update(chunk)
            if not shared:
                write.write(chunk)
        _sync(write)
    return digest.hexdigest()


def _share_blocks(source: int, target: int) -> bool:
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
