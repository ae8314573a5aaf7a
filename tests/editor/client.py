"""A language server on the other end of two pipes, asked as an editor asks it.

In: the command that starts a server, and documents. Out: what it answers, as values of the Language Server Protocol.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

PATIENCE_S = 60.0
"""A server that says nothing for so long is taken for dead."""

SETTINGS = {
    "yaml": {"validate": True, "hover": True, "completion": True, "format": {"enable": False},
             "schemaStore": {"enable": False}, "yamlVersion": "1.2"},
}  # fmt: skip


class Client:
    """One session. Use as a context manager; positions count from 0, as the protocol has them."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._server = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._last = 0
        threading.Thread(target=self._listen, daemon=True).start()
        root = folder.resolve().as_uri()
        folders = [{"uri": root, "name": folder.name}]
        document = {
            "completion": {"completionItem": {"snippetSupport": False}},
            "hover": {"contentFormat": ["markdown"]},
        }
        abilities = {"textDocument": document, "workspace": {"configuration": True}}
        self.ask("initialize", processId=None, rootUri=root, workspaceFolders=folders, capabilities=abilities)
        self.tell("initialized")

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.kill()
        self._server.wait()

    def open(self, path: Path) -> list[dict[str, Any]]:
        """What the server finds wrong with the file as it opens it."""
        uri = path.resolve().as_uri()
        text = path.read_text(encoding="utf-8")
        self.tell("textDocument/didOpen", textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": text})
        while True:
            message = self._next()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                found: list[dict[str, Any]] = message["params"]["diagnostics"]
                return found

    def completions(self, path: Path, line: int, column: int) -> list[str]:
        """What could be written here."""
        answer = self._at("textDocument/completion", path, line, column)
        return [item["label"] for item in (answer["items"] if isinstance(answer, dict) else answer or [])]

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is said about the word here."""
        answer = self._at("textDocument/hover", path, line, column)
        return str(answer["contents"]["value"]) if answer else ""

    def ask(self, method: str, **params: Any) -> Any:
        """The server's answer to a request."""
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._last and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def tell(self, method: str, **params: Any) -> None:
        """A notification, which has no answer."""
        self._send({"method": method, "params": params})

    def _at(self, method: str, path: Path, line: int, column: int) -> Any:
        place = {"line": line, "character": column}
        return self.ask(method, textDocument={"uri": path.resolve().as_uri()}, position=place)

    def _next(self) -> dict[str, Any]:
        """The next message that is for us; the server's own questions are answered on the way."""
        while True:
            message = self._messages.get(timeout=PATIENCE_S)
            assert message is not None, f"the server ended with {self._server.wait()}"
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": _answer(message)})
                continue
            return message

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._server.stdin.flush()

    def _listen(self) -> None:
        stream = self._server.stdout
        assert stream
        while header := stream.readline():
            length = int(header.partition(b":")[2]) if header.lower().startswith(b"content-length") else 0
            while header.strip():
                header = stream.readline()
            if length:
                self._messages.put(json.loads(stream.read(length)))
        self._messages.put(None)


def _answer(question: dict[str, Any]) -> Any:
    """What an editor says when the server asks."""
    if question["method"] == "workspace/configuration":
        return [SETTINGS.get(item.get("section", ""), {}) for item in question["params"]["items"]]
    return None
