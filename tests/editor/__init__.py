"""The project language in a real editor: `python -m tests.editor` (needs node and npm; no part of pytest)."""
