"""How many syllables a word has, as near as its letters tell; only to share a line's time among its words.

Latin, Cyrillic and Greek letters by their vowels (a silent English e does not count), Chinese, Japanese and Korean ones
by their characters. Other scripts have one syllable for two letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RUNS = re.compile(r"[aeiouyαεηιουω]+|[аеёиоуыэюяєії]")
_EACH = re.compile(r"[぀-ゟ゠-ヿ㐀-鿿가-힣豈-﫿]")
_SMALL_KANA = re.compile(r"[ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SILENT = re.compile(r"[^aeiouy](?:e|(?<![td])ed|(?<![szxcg])(?<!sh)(?<!ch)es)$")
_SUNG_LE = re.compile(r"[^aeiouy]les?$")


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """At least 1 where there is a letter or digit, 0 for mere marks."""
    if not any(char.isalnum() for char in word):
        return 0
    plain = unicodedata.normalize("NFC", word)
    characters = len(_EACH.findall(plain)) - len(_SMALL_KANA.findall(plain))
    letters = _folded(_EACH.sub(" ", plain))
    vowels = sum(_vowels(part) for part in _WORD.findall(letters))
    digits = sum(char.isdigit() for char in letters)
    return max(1, characters + vowels + digits)


def _vowels(part: str) -> int:
    """Syllables of a run of letters."""
    found = len(_RUNS.findall(part))
    if not found:
        return max(1, len(part) // 2) if not part.isascii() else 1
    if found > 1 and _SILENT.search(part) and not _SUNG_LE.search(part):
        found -= 1
    return found


def _folded(text: str) -> str:
    """Small letters without their marks; a marked one is never silent, so a vowel stands for it that never is."""
    return "".join(map(_plain, text.casefold()))


def _plain(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    first = parts[0]
    return char if len(parts) == 1 or "\u0400" <= char <= "\u04ff" else "a" if first in "aeiouy" else first
