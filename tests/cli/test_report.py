"""`beatforge report`: one page that needs nothing but itself, and says what was planned, judged and spent."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from tests.projects import JUDGING, edit, make_project, run, scene_ids
from tests.sounds import write_song

VOID = {"meta", "img", "br", "link", "input", "hr"}
OPEN_ENDED = {"p", "td", "th", "tr", "html"}
"""Elements whose end HTML lets one leave out."""


class _Page(HTMLParser):
    """What is in a page, and whether its elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID | OPEN_ENDED:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in OPEN_ENDED:
            assert self.open.pop() == tag


def page_of(file: Path) -> tuple[str, _Page]:
    done = run("report", str(file))
    assert done.returncode == 0, done.stderr
    path = file.parent / "build" / "report.html"
    assert done.stdout.strip() == str(path)
    text, page = path.read_text(encoding="utf-8"), _Page()
    page.feed(text)
    assert page.open == []
    return text, page


def test_the_page_has_every_scene_with_its_still_every_gate_and_what_it_cost(film: Path) -> None:
    text, page = page_of(film)
    for scene_id in scene_ids(film):
        assert f"<b>{scene_id}</b>" in text
    for name in JUDGING[1:]:
        assert f"<td>{name.removeprefix('gate/')}<td" in text
    assert page.tags.count("img") == 4 and page.tags.count("svg") == 1
    assert "understood: " in text and "crossfade over" in text and "opencv-python-headless" in text
    assert re.search(r"<td>scene<td class=.number.>4<td", text)


def test_the_page_fetches_nothing_runs_nothing_and_names_no_folder_of_this_machine(film: Path) -> None:
    text, page = page_of(film)
    assert all(source.startswith("data:image/jpeg;base64,") for source in page.sources)
    assert "script" not in page.tags and not re.search(r"https?://", text)
    assert str(film.parent.parent) not in text


def test_what_users_write_is_text_and_no_markup(film: Path) -> None:
    edit(film, "title: Small Song", "title: <script>alert(1)</script>")
    assert run("build", str(film)).returncode == 0
    text, page = page_of(film)
    assert "&lt;script&gt;" in text and "script" not in page.tags


def test_the_page_of_a_film_that_a_gate_refuses_says_why_and_shows_the_film_of_before(film: Path) -> None:
    text = film.read_text(encoding="utf-8")
    film.write_text(text + "gates: {temporal_activity: {min: 50}}\n", encoding="utf-8")
    assert run("build", str(film)).returncode == 6
    text, page = page_of(film)
    assert '<td class="state fails">fails' in text and "hardly changes" in text and "motion: {speed: ...}" in text
    assert "(of an earlier version)" in text and "as it was last delivered" in text and page.tags.count("img") == 4
    assert text.count('class="found"') == 4, "a mark in the drawing for each finding"


def test_a_film_that_is_planned_longer_than_the_one_before_shows_the_stills_there_are(film: Path) -> None:
    song = film.parent / "song.wav"
    write_song(song, seconds=30)
    assert run("build", str(film), "analysis").returncode == 0
    text, page = page_of(film)
    assert "as it was last delivered" in text and 0 < page.tags.count("img") < len(scene_ids(film))


def test_a_project_that_is_not_built_says_so(tmp_path: Path, short_song: Path) -> None:
    done = run("report", str(make_project(tmp_path / "project", short_song)))
    assert done.returncode == 2 and "nothing is built yet: beatforge build" in done.stderr
