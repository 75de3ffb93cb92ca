"""Pictures that were drawn lately are not drawn again."""

import pytest

from bot.render.card import Drawing, Formula
from bot.rules.errors import EdgeDown
from bot.wiring.album import MOST, Album


async def test_a_picture_is_drawn_once_while_it_is_among_the_newest() -> None:
    drawn: list[str] = []

    async def draw(drawing: Drawing) -> bytes:
        assert isinstance(drawing, Formula)
        drawn.append(drawing.tex)
        return drawing.tex.encode()

    album = Album(draw)
    assert [await album.picture(Formula("a")) for _ in range(3)] == [b"a"] * 3
    for number in range(MOST):
        await album.picture(Formula(f"x_{number}"))
        if number < MOST - 1:
            await album.picture(Formula("x_0"))
    assert len(drawn) == MOST + 1
    await album.picture(Formula("x_0"))
    assert len(drawn) == MOST + 1
    await album.picture(Formula("a"))
    assert drawn[-1] == "a"


async def test_what_could_not_be_drawn_is_tried_again() -> None:
    answers: list[EdgeDown | bytes] = [EdgeDown("pictures", "No pictures now."), b"png"]

    async def draw(_: Drawing) -> bytes:
        answer = answers.pop(0)
        if isinstance(answer, bytes):
            return answer
        raise answer

    album = Album(draw)
    with pytest.raises(EdgeDown):
        await album.picture(Formula("a"))
    assert await album.picture(Formula("a")) == b"png"
