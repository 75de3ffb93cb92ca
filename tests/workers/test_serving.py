"""The worker's side, in this process."""

import pickle
from typing import Any

import pytest

from bot.render.card import Formula
from bot.rules.errors import BankError, Fault, RuleBroken
from bot.workers import jobs, serving
from bot.workers.serving import FAILED, FAULTS, GIVEN, REFUSED, found, outcome


def told(function: Any, *arguments: Any) -> Any:
    return pickle.loads(outcome(function, arguments))  # noqa: S301 (pickled a line above)


def raises(error: Exception) -> None:
    raise error


def test_every_way_a_job_can_end_is_told_apart() -> None:
    fault = Fault("a.yaml", 3, "E01", "unknown key", "remove it")
    assert told(max, 1, 2) == (GIVEN, 2)
    assert told(raises, BankError((fault,))) == (FAULTS, (fault,))
    assert told(raises, RuleBroken("late", "Too late.")) == (REFUSED, ("late", "Too late."))
    word, trace = told(raises, KeyError("gone"))
    assert word == FAILED
    assert "KeyError: 'gone'" in trace
    assert told(lambda: raises)[0] == GIVEN
    assert told(lambda: lambda: None)[0] == FAILED


def test_a_name_leads_to_its_function() -> None:
    assert found("bot.workers.serving:found") is serving.found
    with pytest.raises(AttributeError):
        found("bot.workers.serving:lost")


def test_the_job_draws() -> None:
    assert jobs.picture(Formula(r"\frac{a}{b}")).startswith(b"\x89PNG")
