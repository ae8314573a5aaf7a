"""The search index of a library: ChromaDB, embedded, with our own vectors.

In: a shelf, whose pending changes are told to the index first. Out: digests of the songs nearest to a vector. The
index holds nothing of its own: whatever is wrong with it, it is thrown away and made again from the shelf.

ChromaDB keeps the graph in memory and is not meant for two processes at once, so it is opened, asked and closed with
the library's lock held (some 60 ms). It would read a `.env` of the working folder as its settings, and fetch a model at
the first text: both are switched off, telemetry too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from beatforge.errors import ToolError
from beatforge.mashup.library.embedding import LAYOUT, vector_of, words_of
from beatforge.mashup.library.entry import Entry
from beatforge.mashup.library.shelf import Shelf
from beatforge.song.wheel import camelot, parse_key

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

BATCH = 200
COLLECTION = f"songs-{LAYOUT}"
WIDTH = 400
"""Neighbours that are looked at while searching; more finds more of the true nearest and takes longer."""

Answer = TypeVar("Answer")
Where = Mapping[str, Any]


def settle(shelf: Shelf) -> None:
    """Tell the index all that is pending."""
    if shelf.pending():
        _ask(shelf, lambda collection: None)


def nearest(
    shelf: Shelf, vector: Sequence[float], number: int, where: Where | None = None, text: Where | None = None
) -> list[str]:
    """Digests of the songs nearest to the vector, the nearest first; of those for which the conditions hold.

    `where` and `text` are conditions as ChromaDB writes them: on `bpm`, `key`, `energy` and `duration_s`, and on the
    text of `_text`.
    """

    def look(collection: Collection) -> list[str]:
        asked: Any = [list(vector)]
        limits = _conditions(where, text)
        return list(
            collection.query(query_embeddings=asked, n_results=number, include=["distances"], **limits)["ids"][0]
        )

    return _ask(shelf, look) if shelf.exists else []


def all_with(shelf: Shelf, where: Where | None, text: Where | None) -> list[str]:
    """Digests of all songs for which the conditions hold, in no order."""

    def look(collection: Collection) -> list[str]:
        return list(collection.get(include=[], **_conditions(where, text))["ids"])

    return _ask(shelf, look) if shelf.exists else []


def _conditions(where: Where | None, text: Where | None) -> dict[str, Any]:
    limits: dict[str, Any] = {"where": where} if where else {}
    return {**limits, "where_document": text} if text else limits


def _ask(shelf: Shelf, ask: Callable[[Collection], Answer]) -> Answer:
    """The answer of an index that knows all there is; a damaged one is made again first."""
    chromadb = _chromadb()
    with shelf.lock():
        try:
            return _asked(chromadb, shelf, ask)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # its Rust half panics with an exception that is no Exception
            # It keeps what it failed to open, and would hand that out again.
            chromadb.api.shared_system_client.SharedSystemClient.clear_system_cache()
            shelf.forget_index()
        try:
            return _asked(chromadb, shelf, ask)
        except Exception as error:
            raise ToolError(f"the index of the library in {shelf.root} can't be made: {error}") from error


def _asked(chromadb: Any, shelf: Shelf, ask: Callable[[Collection], Answer]) -> Answer:
    settings = chromadb.config.Settings(_env_file=None, anonymized_telemetry=False)
    client = chromadb.PersistentClient(path=str(shelf.index), settings=settings)
    try:
        graph = {"hnsw:space": "ip", "hnsw:search_ef": WIDTH}
        collection = client.get_or_create_collection(COLLECTION, embedding_function=None, metadata=graph)
        _tell(collection, shelf)
        if collection.count() != len(shelf.digests()) and collection.count() != len(shelf.entries()):
            raise LookupError("the index does not have the songs there are")
        return ask(collection)
    finally:
        client.close()


def _tell(collection: Collection, shelf: Shelf) -> None:
    """Everything pending, in batches; a song that is on the shelf is put, one that is not is taken out."""
    pending = shelf.pending()
    for start in range(0, len(pending), BATCH):
        batch = pending[start : start + BATCH]
        entries = {digest: entry for digest in batch if (entry := shelf.entry(digest))}
        gone = [digest for digest in batch if digest not in entries]
        if entries:
            vectors: Any = [vector_of(entry) for entry in entries.values()]
            facts: Any = [_facts(entry) for entry in entries.values()]
            texts = [_text(entry) for entry in entries.values()]
            collection.upsert(ids=list(entries), embeddings=vectors, metadatas=facts, documents=texts)
        if gone:
            collection.delete(ids=gone)
        for digest in batch:
            shelf.settled(digest)


def _facts(entry: Entry) -> dict[str, Any]:
    key = parse_key(entry.profile.key)
    return {
        "bpm": entry.profile.tempo_bpm,
        "key": camelot(key) if key else "",
        "energy": entry.profile.energy,
        "duration_s": entry.duration_s,
    }


def _text(entry: Entry) -> str:
    """In small letters, a line each: what the file says, and all words by which the song is found, between spaces."""
    said = {"title": entry.name, "artist": entry.tags.artist, "genre": entry.tags.genre, "file": entry.path.name}
    return "".join(f"{name}:{text.lower()}\n" for name, text in said.items()) + f"words: {' '.join(words_of(entry))} \n"


def _chromadb() -> Any:
    try:
        import chromadb.api.shared_system_client
        import chromadb.config
    except ImportError as error:
        raise ToolError(
            "searching and matching need ChromaDB, which is not installed: pip install 'beatforge[library]'"
            f" ({error}); songs can be added and listed without it"
        ) from error
    return chromadb
