"""`beatforge library add|ls|search|match|rm`: the user's songs, found again by words, music and what goes together."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.cli.settings import LibrarySettings, jobs_of, read_settings
from beatforge.errors import DONE, TOOL, ToolError, UsageError

if TYPE_CHECKING:
    from beatforge.graph.pool import Pool
    from beatforge.mashup.library.embedder import Embedder
    from beatforge.mashup.library.entry import Entry
    from beatforge.mashup.library.finding import Found
    from beatforge.mashup.library.matching import Candidate
    from beatforge.mashup.library.shelf import Shelf

_TOLD = {"added": "added", "again": "again", "moved": "moved", "words": "words"}


def add(args: argparse.Namespace) -> int:
    """`beatforge library add PATH...`: listen to what is new; status 4 if a file could not be read."""
    from beatforge.graph.pool import Pool
    from beatforge.mashup.library.adding import add_songs, songs_in

    shelf, songs = _shelf(), songs_in(Path(path).expanduser() for path in args.paths)
    counts: Counter[str] = Counter()
    jobs = min(jobs_of(args.jobs), max(1, len(songs)))
    embedder = _embedder()
    with Pool(jobs) as pool:
        for result in add_songs(shelf, songs, _hearing(pool), pool.cancel, jobs, args.again, embedder):
            counts[result.outcome] += 1
            if result.outcome == "refused":
                _say(f"refused  {result.path}: {result.note}")
            elif result.outcome in _TOLD and result.entry:
                print(f"{result.outcome:7}  {_line(result.entry)}", flush=True)
            if result.note and result.outcome != "refused":
                _say(f"         {result.path.name}: {result.note}")
    _tell_index(shelf)
    said = ", ".join(f"{counts[name]} {name}" for name in (*_TOLD, "unchanged", "refused") if counts[name])
    print(f"{said or 'no songs there'}; {len(shelf.digests())} songs in {shelf.root}")
    return TOOL if counts["refused"] else DONE


def ls(args: argparse.Namespace) -> int:
    """`beatforge library ls`: every song, by artist and title."""
    shelf = _shelf()
    entries = shelf.entries()
    if unread := len(shelf.digests()) - len(entries):
        _say(f"{unread} of the songs can't be read here, as of another release; beatforge library add finds them again")
    rows = sorted(entries.values(), key=lambda entry: (entry.tags.artist.lower(), entry.name.lower(), entry.digest))
    if args.json:
        _print_json({"songs": [_row(entry) for entry in rows]})
    elif rows:
        print("\n".join(_line(entry) for entry in rows))
    else:
        _say("no songs yet: beatforge library add FOLDER")
    return DONE


def search(args: argparse.Namespace) -> int:
    """`beatforge library search WORDS...`: songs by words and conditions, the best first; status 0 if none is found."""
    from beatforge.mashup.library.finding import find_songs, parse_query

    found = find_songs(_shelf(), parse_query(" ".join(_quoted(part) for part in args.query)), args.number, _embedder())
    if args.json:
        _print_json({"songs": [{**_row(each.entry), "score": each.score, "found": each.words} for each in found]})
    elif found:
        print("\n".join(_found_line(each) for each in found))
    else:
        _say("no song is like that")
    return DONE


def match(args: argparse.Namespace) -> int:
    """`beatforge library match SONG`: what goes with it and why; with --recipe a project of the best pair."""
    from beatforge.mashup.compatibility import MIN_SCORE, NUM_CANDIDATES, Weights
    from beatforge.mashup.library.matching import ROLES, find_entry, find_matches

    settings, shelf = _settings(), _shelf()
    entry = find_entry(shelf, args.song)
    found = find_matches(shelf, entry, Weights.from_value(settings.weights), (args.role,) if args.role else ROLES)
    least = MIN_SCORE if settings.min_score is None else settings.min_score
    number = args.number or settings.num_candidates or NUM_CANDIDATES
    good = [each for each in found if each.match.score >= least]
    if args.recipe:
        return _recipe(args, entry, good or found)
    if args.json:
        _print_json({"song": _row(entry), "min_score": least,
                     "candidates": [_candidate_row(each) for each in (good or found)[:number]]})  # fmt: skip
        return DONE
    if not found:
        raise UsageError("there is no other song in the library; beatforge library add FOLDER")
    print(_line(entry))
    if not good:
        print(f"nothing reaches {least:g} (min_score); the nearest:")
    print("\n".join(line for each in (good or found)[:number] for line in _candidate_lines(entry, each)))
    if good and len(good) < min(number, len(found)):
        print(f"nothing else reaches {least:g} (min_score)")
    return DONE


def rm(args: argparse.Namespace) -> int:
    """`beatforge library rm SONG...`: forget songs; their files are left alone."""
    from beatforge.mashup.library.matching import find_entry

    shelf = _shelf()
    entries = {entry.digest: entry for entry in (find_entry(shelf, name) for name in args.songs)}
    for digest, entry in entries.items():
        with shelf.lock():
            shelf.remove(digest)
        print(f"removed  {entry.name} ({entry.path}); the file is left where it is")
    return DONE


def _settings() -> LibrarySettings:
    return read_settings().library


def _shelf() -> Shelf:
    from beatforge.mashup.library.shelf import Shelf, library_root

    return Shelf(_settings().path or library_root())


def _embedder() -> Embedder | None:
    folder = _settings().embedder
    if folder is None:
        return None
    from beatforge.mashup.library.embedder import Embedder

    return Embedder(folder)


def _hearing(pool: Pool) -> Callable[[Path, Path | None, Path], None]:
    """Listening in one of the pool's processes."""
    from beatforge.graph.pool import Request, StepCancelledError, StepFailedError

    def hear(song: Path, lyrics: Path | None, out: Path) -> None:
        inputs = (song, lyrics) if lyrics else (song,)
        step = "beatforge.mashup.library.hear:hear_step"
        try:
            pool.run(Request(str(song), step, {"name": song.stem}, inputs, out, ("beatforge",)), lambda *told: None)
        except (StepFailedError, StepCancelledError) as error:
            raise ToolError(str(error).rpartition("\n")[2]) from error

    return hear


def _tell_index(shelf: Shelf) -> None:
    """What was added can be searched at once; without ChromaDB it is kept for when there is one."""
    from beatforge.mashup.library.index import settle

    try:
        settle(shelf)
    except ToolError as error:
        _say(str(error))


def _quoted(part: str) -> str:
    """A condition whose quotes the shell has taken away, with quotes again."""
    name, colon, value = part.partition(":")
    return f'{name}:"{value}"' if colon and name.isidentifier() and " " in value and '"' not in value else part


def _recipe(args: argparse.Namespace, entry: Entry, found: list[Candidate]) -> int:
    from beatforge.mashup.library.recipe import folder_name, write_recipe

    if not found:
        raise UsageError("there is no other song in the library; beatforge library add FOLDER")
    best = found[0]
    voice, bed = (entry, best.entry) if best.role == "voice" else (best.entry, entry)
    folder = Path(args.output or folder_name(voice, bed))
    file, how = write_recipe(folder, voice, bed, best.match)
    print(file)
    note = "hard links to yours" if how == "linked" else "copies"
    print(f"{voice.name} over {bed.name}, {best.match.score:.2f}; the songs in {folder / 'audio'} are {note}")
    return DONE


def _line(entry: Entry) -> str:
    minutes, seconds = divmod(round(entry.duration_s), 60)
    artist = f"{entry.tags.artist} - " if entry.tags.artist else ""
    gone = "" if entry.path.is_file() else "  (file gone)"
    facts = f"{entry.profile.tempo_bpm:6.1f} bpm  {_key(entry):15}  {minutes}:{seconds:02}"
    return f"{facts}  {artist}{entry.name}{gone}"


def _found_line(found: Found) -> str:
    return _line(found.entry) + (f"  [{', '.join(found.words)}]" if found.words else "")


def _candidate_lines(entry: Entry, each: Candidate) -> list[str]:
    """The score taken apart, and the reasons."""
    match = each.match
    parts = {"bpm": match.bpm, "key": match.key, "energy": match.energy, "genre": match.genre, "words": match.semantic}
    said = "  ".join(f"{name} {'  - ' if score is None else f'{score:.2f}'}" for name, score in parts.items())
    voice, bed = (entry, each.entry) if each.role == "voice" else (each.entry, entry)
    head = f"{match.score:.2f}  {said}  x {match.direction:.2f}   {voice.name} over {bed.name}"
    return [head, *(f"      {reason}" for reason in match.reasons)]


def _key(entry: Entry) -> str:
    from beatforge.song.wheel import camelot, parse_key

    key = parse_key(entry.profile.key)
    return f"{key} ({camelot(key)})" if key else "no key"


def _row(entry: Entry) -> dict[str, Any]:
    from beatforge.song.wheel import camelot, open_key, parse_key

    key = parse_key(entry.profile.key)
    return {
        "digest": entry.digest,
        "path": str(entry.path),
        "is_there": entry.path.is_file(),
        "paths": [place.path for place in entry.places],
        "lyrics": entry.words.path if entry.words else None,
        **asdict(entry.tags),
        "title": entry.name,
        "duration_s": entry.duration_s,
        "tempo_bpm": entry.profile.tempo_bpm,
        "key": entry.profile.key,
        "camelot": camelot(key) if key else "",
        "open_key": open_key(key) if key else "",
        "energy": entry.profile.energy,
        "voice": entry.profile.voice,
        "sound": list(entry.sound),
    }


def _candidate_row(each: Candidate) -> dict[str, Any]:
    return {**each.match.to_value(), "role": each.role, "song": _row(each.entry)}


def _print_json(value: Any) -> None:
    print(json.dumps(value, indent=1, ensure_ascii=False))


def _say(text: str) -> None:
    import sys

    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)
