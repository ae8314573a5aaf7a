"""A sentence embedder that the user's settings name: what a song's words mean, as one vector.

In: a folder with `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`, as sentence-transformers models are
published. Out: unit vectors, the mean of the last layer over the tokens, as those models are trained for. Both packages
it needs come with ChromaDB. Nothing is ever downloaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from beatforge.errors import ToolError

LONGEST = 256
"""Tokens of a piece of text; the models were trained on no more. Longer lyrics are read in pieces."""

_MODELS = ("model.onnx", "onnx/model.onnx")
_TOKENIZER = "tokenizer.json"


class Embedder:
    """The model in a folder. `name` says which one it is, by its content; ToolError if it is not whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        model = next((folder / name for name in _MODELS if (folder / name).is_file()), None)
        if model is None or not (folder / _TOKENIZER).is_file():
            raise ToolError(
                f"library.embedder: {folder} lacks {_MODELS[0] if model is None else _TOKENIZER}; it wants the folder"
                " of a sentence-transformers model in ONNX form, with model.onnx and tokenizer.json"
            )
        self._model = model

    @cached_property
    def name(self) -> str:
        """Twelve digits of the digest of both files: vectors of other models are not compared with these."""
        digest = hashlib.sha256()
        for path in (self._model, self._folder / _TOKENIZER):
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()[:12]

    def embed(self, text: str) -> tuple[float, ...]:
        """What the text means, a vector of length 1; () for a text without any token."""
        import numpy as np

        tokenizer, session = self._loaded
        encoding = tokenizer.encode(text)
        pieces = [encoding.ids, *(more.ids for more in encoding.overflowing)]
        sums: Any = 0.0
        for ids in (piece for piece in pieces if piece):
            tokens = np.array([ids], np.int64)
            given = {
                "input_ids": tokens,
                "attention_mask": np.ones_like(tokens),
                "token_type_ids": np.zeros_like(tokens),
            }
            wanted = {each.name for each in session.get_inputs()}
            try:
                layer = session.run(None, {name: value for name, value in given.items() if name in wanted})[0]
            except Exception as error:  # onnxruntime's own kinds have no common base
                raise ToolError(f"library.embedder: {self._model} failed: {error}") from error
            if layer.ndim != 3:
                raise ToolError(f"library.embedder: {self._model} gives no vector per token but {layer.shape}")
            sums = sums + layer[0].sum(axis=0)
        length = float(np.linalg.norm(sums))
        return tuple(np.round(sums / length, 5).tolist()) if length else ()

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise ToolError(f"library.embedder needs pip install 'beatforge[library]' ({error})") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        try:
            tokenizer = Tokenizer.from_file(str(self._folder / _TOKENIZER))
            tokenizer.no_padding()
            tokenizer.enable_truncation(LONGEST)
            session = onnxruntime.InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # both raise kinds of their own
            raise ToolError(f"library.embedder: the model in {self._folder} can't be loaded: {error}") from error
        return tokenizer, session


def text_of(title: str, artist: str, genre: str, lines: Sequence[str]) -> str:
    """What of a song is given to the embedder."""
    return "\n".join(part for part in (title, artist, genre, *lines) if part)
