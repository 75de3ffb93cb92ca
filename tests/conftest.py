"""The order of the tests, what takes long first, so that no process is left alone with it; and their garbage."""

import gc

import pytest


def _patience(item: pytest.Item) -> float:
    """Give the seconds that a test asks for beyond what all have; 0 where it asks for none."""
    mark = item.get_closest_marker("timeout")
    return float(mark.args[0]) if mark and mark.args else 0.0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move those that ask for the most time to the front; the others keep their places."""
    items.sort(key=_patience, reverse=True)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what is loaded by now and stays."""
    gc.collect()
    gc.freeze()
