"""Every code a fault of a project can have, with one line each. A code never changes its meaning."""

from __future__ import annotations

from typing import Final

CODES: Final = {
    "BF001": "the file can't be read: missing, too large or not UTF-8",
    "BF002": "the text is not YAML",
    "BF003": "a tab where YAML wants spaces",
    "BF004": "the same key twice",
    "BF005": "nested too deep, or grown too large through aliases",
    "BF006": "an alias, merge key or tag that can't be followed",
    "BF009": "more faults than are worth reading at once",
    "BF010": "unknown key",
    "BF011": "a needed key is missing",
    "BF012": "a value of the wrong kind",
    "BF013": "a value out of range",
    "BF014": "a text of the wrong form",
    "BF015": "a key without a value",
    "BF016": "keys that exclude each other",
    "BF017": "the same thing listed twice, or out of order",
    "BF020": "a version of the language that this release does not read",
    "BF021": "a part of the language that is not there yet",
    "BF030": "not one of the words that are possible here",
    "BF031": "unknown style",
    "BF032": "unknown palette",
    "BF033": "unknown tier",
    "BF034": "unknown platform",
    "BF035": "unknown backend",
    "BF036": "unknown motif",
    "BF037": "unknown medium",
    "BF038": "unknown provider",
    "BF040": "a scene selector that can't be read",
    "BF041": "a scene selector that meets no scene",
    "BF042": "two selectors that claim the same scene",
    "BF050": "a file that is not there",
    "BF051": "a path that leaves the project folder",
    "BF052": "a file of a kind that can't be used here",
    "BF060": "a time outside the song",
    "BF061": "a film that can't be cut like this",
}
