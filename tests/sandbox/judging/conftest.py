"""What the tests of the judge share."""

import pytest

from tests.sandbox.judging.cell import BareCells


@pytest.fixture
def cells() -> BareCells:
    return BareCells()
