"""`check --format`: what GitHub, code scanning and scripts are told, letter by letter where they are picky."""

from __future__ import annotations

import json
import re

from beatforge.project.codes import CODES
from beatforge.project.problems import Problem
from beatforge.project.reports import FORMATS

STYLE = Problem("project.yaml", 14, 10, 21, "BF031", 'unknown style "a"', 'did you mean "b"?', "  style: a")
WHOLE = Problem("styles/50%, a:b\u96e8.yaml", 0, 0, 0, "BF001", "100%\nlost")
NOTE = Problem("project.yaml", 1, 10, 11, "BF022", "version 0 of the language", "", "version: 0")


def test_github_annotations_escape_what_would_end_them() -> None:
    assert FORMATS["github"]([STYLE, WHOLE], [NOTE], "films/x") == (
        "::error file=films/x/project.yaml,title=BF031,line=14,col=10,endColumn=20"
        '::unknown style "a" (did you mean "b"?)\n'
        "::error file=films/x/styles/50%25%2C a%3Ab\u96e8.yaml,title=BF001::100%25%0Alost\n"
        "::notice file=films/x/project.yaml,title=BF022,line=1,col=10,endColumn=10::version 0 of the language\n"
    )


def test_json_has_every_problem_whole() -> None:
    value = json.loads(FORMATS["json"]([STYLE], [NOTE], "x"))
    assert [Problem(**one) for one in value["problems"]] == [STYLE]
    assert [Problem(**one) for one in value["notes"]] == [NOTE]


def test_sarif_has_a_rule_for_every_code_and_a_result_for_every_problem() -> None:
    log = json.loads(FORMATS["sarif"]([STYLE, WHOLE], [NOTE], "films/x"))
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"]: rule["shortDescription"]["text"] for rule in rules} == CODES
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["BF031", "BF001", "BF022"]
    assert [result["ruleId"] for result in run["results"]] == ["BF031", "BF001", "BF022"]
    assert [result["level"] for result in run["results"]] == ["error", "error", "note"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert places[0]["region"] == {"startLine": 14, "startColumn": 10, "endColumn": 21}
    assert "region" not in places[1]


def test_sarif_has_the_form_that_its_standard_asks_for() -> None:
    """By hand, from section 3 of the standard; `python -m tests.editor` asks the standard's own schema."""
    log = json.loads(FORMATS["sarif"]([STYLE, WHOLE], [NOTE], ""))
    assert (log["version"], set(log)) == ("2.1.0", {"$schema", "version", "runs"})
    (run,) = log["runs"]
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    assert set(run) == {"tool", "columnKind", "results"} and set(run["tool"]) == {"driver"}
    for result in run["results"]:
        assert set(result) == {"ruleId", "ruleIndex", "level", "message", "locations"}
        assert result["level"] in ("none", "note", "warning", "error")
        assert isinstance(result["message"]["text"], str) and result["message"]["text"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri), uri
        assert all(n >= 1 for n in result["locations"][0]["physicalLocation"].get("region", {}).values())


def test_no_problem_is_an_empty_report() -> None:
    assert FORMATS["github"]([], [], "") == ""
    assert json.loads(FORMATS["sarif"]([], [], ""))["runs"][0]["results"] == []
