import json

import pytest

from bot.cli.doctor import Finding, report

WELL = Finding("questions", well=True, says="72 in the built-in bank")
ILL = Finding("database", well=False, says="it does not answer: start it")
UNUSED = Finding("sandbox, tier A", well=False, says="does not hold", used=False)


def test_what_is_well_and_what_is_not_is_said_with_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(lambda: (WELL, ILL), as_json=False) == 1
    assert capsys.readouterr().out == "✓ questions: 72 in the built-in bank\n✗ database: it does not answer: start it\n"
    assert report(lambda: (WELL, UNUSED), as_json=False) == 0
    assert capsys.readouterr().out.endswith("\n– sandbox, tier A: does not hold\n")


def test_the_same_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(lambda: (WELL, ILL), as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["well"] is False
    assert told["findings"][1] == {
        "name": "database",
        "well": False,
        "says": "it does not answer: start it",
        "used": True,
    }
    assert report(lambda: (WELL,), as_json=True) == 0
