import pytest

from bot.cli.main import parse


def test_the_playground_is_at_8080_unless_said_otherwise() -> None:
    assert (parse(["play"]).port, parse(["play", "--port", "0"]).port) == (8080, 0)


@pytest.mark.parametrize("words", [[], ["dance"], ["play", "--port", "65536"], ["play", "--port", "x"], ["bank"]])
def test_wrong_use_ends_with_status_2_and_says_what_is_right(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parse(words)
    assert end.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err
