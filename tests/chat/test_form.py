"""What is read from Discord's own payloads."""

from typing import Any

import pytest

from bot.chat.form import Upload, read_form

TYPED = {"type": 4, "custom_id": "answer", "value": "  0.5\n"}
FILE = {"id": "7", "filename": "a.csv", "size": 3, "url": "u", "content_type": "text/csv"}


@pytest.mark.parametrize("wrapped", [{"type": 18, "component": TYPED}, {"type": 1, "components": [TYPED]}, TYPED])
def test_a_text_is_found_however_it_is_wrapped(wrapped: dict[str, Any]) -> None:
    form = read_form({"custom_id": "x", "components": [{"type": 10, "id": 1}, wrapped]})
    assert form.text("answer") == "0.5"


def test_what_is_missing_is_empty() -> None:
    form = read_form({"custom_id": "x", "components": [{"type": 3, "custom_id": "level", "values": []}]})
    assert (form.text("level"), form.text("nothing"), form.chosen) == ("", "", ())
    assert read_form({"custom_id": "x", "components": [{"type": 4, "custom_id": "a", "value": None}]}).text("a") == ""


def test_files_are_found_by_their_ids() -> None:
    part = {"type": 18, "component": {"type": 19, "custom_id": "file", "values": ["7", "8"]}}
    form = read_form({"custom_id": "x", "components": [part], "resolved": {"attachments": {"7": FILE}}})
    assert form.uploads == {"file": (Upload("a.csv", 3, "u"),)}


def test_a_select_on_a_message_gives_its_values() -> None:
    assert read_form({"custom_id": "x", "component_type": 3, "values": ["0", "2"]}).chosen == ("0", "2")
