"""A tiny embedder in the files that real ones have: an ONNX graph of one table, and a tokenizer of whole words.

The graph is written as the protocol buffer that it is (onnx.proto3), so that no test needs the package that makes them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

FLOAT, INT64 = 1, 7


def write_embedder(folder: Path, meanings: dict[str, tuple[float, ...]]) -> Path:
    """A folder with an embedder that knows these words; all others mean nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    size = len(next(iter(meanings.values())))
    table = np.array([(0.0,) * size, *meanings.values()], "<f4")
    (folder / "model.onnx").write_bytes(_model(table))
    tokenizer = {
        "version": "1.0",
        "pre_tokenizer": {"type": "Whitespace"},
        "normalizer": {"type": "Lowercase"},
        "model": {
            "type": "WordLevel",
            "vocab": {word: number for number, word in enumerate(["[UNK]", *meanings])},
            "unk_token": "[UNK]",
        },
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    return folder


def _model(table: np.ndarray) -> bytes:
    """last_hidden_state = table[input_ids]."""
    rows, columns = table.shape
    weights = b"".join(
        [_part(1, rows), _part(1, columns), _part(2, FLOAT), _part(8, "table"), _part(9, table.tobytes())]
    )
    node = b"".join([_part(1, "table"), _part(1, "input_ids"), _part(2, "last_hidden_state"), _part(4, "Gather")])
    graph = [_part(1, node), _part(2, "tiny"), _part(5, weights)]
    graph += [_part(11, _value(name, INT64, ("batch", "token"))) for name in ("input_ids", "attention_mask")]
    graph += [_part(12, _value("last_hidden_state", FLOAT, ("batch", "token", columns)))]
    return _part(1, 8) + _part(7, b"".join(graph)) + _part(8, _part(2, 13))


def _value(name: str, kind: int, shape: tuple[str | int, ...]) -> bytes:
    sizes = b"".join(_part(1, _part(2 if isinstance(size, str) else 1, size)) for size in shape)
    return _part(1, name) + _part(2, _part(1, _part(1, kind) + _part(2, sizes)))


def _part(number: int, value: int | str | bytes) -> bytes:
    """One field of a protocol buffer."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    low, high = value & 127, value >> 7
    return bytes([low | 128]) + _varint(high) if high else bytes([low])
