import pytest

from bot.rules.errors import RuleBroken
from bot.rules.settings import zone_named, zones_like


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_known_by_its_name_or_its_place(text: str, zone: str) -> None:
    assert zone_named(text) == zone


@pytest.mark.parametrize("text", ["", "  ", "Mars/Olympus", "../etc/passwd", "/", "x" * 5000])
def test_what_is_no_zone_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(RuleBroken, match="such as Europe/Berlin"):
        zone_named(text)


def test_zones_are_found_while_typing() -> None:
    assert zones_like("")[0] == "UTC"
    assert "Europe/Berlin" in zones_like("berl")
    assert len(zones_like("a")) == 25
    assert len(zones_like("", limit=3)) == 3
