"""A quiz as three members live it in three windows, from the lobby to the end card; every type is asked once."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from playwright.async_api import Browser, Locator, Page, expect

from bot.bank.catalogue import Catalogue, open_catalogue
from bot.render import words
from bot.rules.question import QuestionType
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from tests.page.conftest import DESK, PHONE
from tests.page.hand import keys, last
from tests.page.test_reach import check
from tests.page.test_story import fill_in, shot, tap, window
from tests.people import Person
from tests.whole.house import House

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTIONS = Path(__file__).parents[2] / "questions"
ASKED = (
    *("f1-tradeoff", "views-and-copies", "left-join-rows", "groupby-same-shape"),
    *("where-parameters-sit", "distribution-match", "generator-spent"),
)
"""One question of each type, and one with code to read."""
COUNT = len(ASKED)


def small_bank(folder: Path) -> Catalogue:
    """Copy the questions that are asked, and no others."""
    folder.mkdir()
    (folder / "skills.yaml").write_bytes((QUESTIONS / "skills.yaml").read_bytes())
    for path in QUESTIONS.rglob("*/*/*.yaml"):
        kept = [each for each in yaml.load(path.read_bytes(), yaml.CSafeLoader) if each["id"] in ASKED]
        if kept:
            copy = folder / path.relative_to(QUESTIONS)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(yaml.safe_dump(kept, sort_keys=False, allow_unicode=True), "utf-8")
    return open_catalogue(folder)


@dataclass
class Evening:
    """A quiz that is played, and the windows of those who play it."""

    house: House
    books: Path
    bank: Catalogue
    ada: Page
    ben: Page
    cy: Page

    @property
    def windows(self) -> tuple[Page, Page, Page]:
        return self.ada, self.ben, self.cy

    def variant(self, number: int) -> Variant:
        """The question of that number, with its key."""
        with closing(sqlite3.connect(self.books)) as books:
            what = "select question_id, seed from quiz_rounds where number = ?"
            name, seed = books.execute(what, (number,)).fetchone()
        return draw_variant(self.bank.entries[name].question, int(seed))

    def pass_by(self, seconds: float) -> None:
        self.house.playground.advance(seconds)


def public(page: Page, number: int) -> Locator:
    """The message of a question, which everybody sees."""
    return page.locator(".message:not(.ephemeral)").filter(has_text=f"{number} of {COUNT}")


async def answer(page: Page, message: Locator, variant: Variant, *, right: bool = True) -> None:
    """Answer an open question by what its message offers, and see it confirmed."""
    match variant.question.type:
        case QuestionType.SINGLE:
            at = next(place for place, option in enumerate(variant.options) if option.right == right)
            await tap(message, words.letter(at))
        case QuestionType.MULTIPLE:
            await message.get_by_role("combobox").press("Enter")
            for place, option in enumerate(variant.options):
                if option.right == right:
                    await page.get_by_role("option").nth(place).click()
            await keys(page, "Enter")
        case QuestionType.NUMERIC:
            assert variant.number is not None
            await fill_in(page, message, f"{variant.number.value if right else 3:g}")
        case QuestionType.SHORT:
            await fill_in(page, message, variant.accepted[0] if right else "agg")
        case QuestionType.ORDER:
            await put_in_order(page, message, variant, right=right)
        case _:
            await match_rows(page, message, variant, right=right)
    await expect(last(page)).to_contain_text("You can change it until")


async def put_in_order(page: Page, message: Locator, variant: Variant, *, right: bool) -> None:
    assert variant.order is not None
    await tap(message, words.PUT_IN_ORDER)
    await expect(last(page)).to_contain_text("only you see this")
    letters = [words.letter(place) for place in variant.order.right]
    order = letters if right else letters[::-1]
    for letter in order[:-1]:
        await tap(last(page), letter)
        await expect(last(page).get_by_role("button", name=letter, exact=True)).to_be_disabled()
    await tap(last(page), order[-1])
    await tap(last(page), words.DONE)


async def match_rows(page: Page, message: Locator, variant: Variant, *, right: bool) -> None:
    assert variant.matching is not None
    await tap(message, words.ANSWER)
    form = page.get_by_role("dialog")
    for row, place in enumerate(variant.matching.right, 1):
        await form.get_by_role("combobox", name=f"Row {row}").focus()
        await keys(page, "Enter", words.letter(place if right else 0), "Enter")
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(form).to_have_count(0)


async def open_lobby(evening: Evening) -> None:
    """Ada opens it, sets it, and all three come in, each in their own way."""
    ada, ben, cy = evening.windows
    await ada.locator("#entry").fill("/quiz start")
    await keys(ada, "Enter")
    await expect(ada.locator("form.command")).to_be_visible()
    await keys(ada, "Enter")
    lobby = ada.locator(".message:not(.ephemeral)").filter(has_text="Quiz · Mixed questions")
    await expect(lobby).to_contain_text("Nobody is in yet")
    panel = ada.locator(".message.ephemeral")
    await shot(ada, "quiz-01-lobby-host")
    await tap(panel, words.SETTINGS)
    form = ada.get_by_role("dialog")
    await form.get_by_role("textbox").fill("60")
    await shot(ada, "quiz-02-settings")
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(panel).to_contain_text("60 seconds each")
    await tap(lobby, words.JOIN)
    await tap(last(ben), words.JOIN)
    await expect(last(ben)).to_contain_text("You are in.")
    await tap(last(cy), words.JOIN_AS_GUEST)
    await expect(last(cy)).to_contain_text("You are in as")
    evening.pass_by(1)
    await expect(lobby).to_contain_text("3 are in.")
    await asyncio.gather(shot(ben, "quiz-03-lobby-joined"), shot(cy, "quiz-04-lobby-guest"))
    await tap(panel, words.START_NOW)


async def go_there(evening: Evening) -> None:
    """Each goes into the thread by what leads there."""
    for page in evening.windows:
        await page.locator(".message:not(.ephemeral)").first.get_by_role("button", name="Quiz").press("Enter")
        await expect(public(page, 1)).to_contain_text("answers close")


async def fits(page: Page, *, narrow: bool) -> None:
    """See that all of it can be read, named and pressed, and that nothing sticks out at the side."""
    await check(page, narrow=narrow)
    assert await page.locator("#log").evaluate("log => log.scrollWidth <= log.clientWidth")


async def ask(evening: Evening, number: int) -> None:
    """See one question through: who answers what, its reveal, and what each is told."""
    ada, ben, cy = evening.windows
    variant = evening.variant(number)
    kind = variant.question.id
    for page in evening.windows:
        await expect(public(page, number)).to_contain_text("0 of 3 answered")
        await to_the_end(page)
    await asyncio.gather(shot(ben, f"quiz-{kind}-1-open"), shot(cy, f"quiz-{kind}-1-open-phone"))
    late = number == 2
    evening.pass_by(4)
    await answer(ben, public(ben, number), variant, right=number % 2 == 0)
    evening.pass_by(5)
    await answer(ada, public(ada, number), variant)
    if number == 1:
        await answer(ben, public(ben, number), variant)
        await expect(last(ben)).to_contain_text("Changed to")
    if not late:
        await answer(cy, public(cy, number), variant, right=number != 4)
    evening.pass_by(1)
    await expect(public(cy, number)).to_contain_text(f"{3 - late} of 3 answered")
    await asyncio.gather(shot(ben, f"quiz-{kind}-2-answered"), shot(cy, f"quiz-{kind}-2-answered-phone"))
    evening.pass_by(63 if late else 2)
    for page in evening.windows:
        await expect(public(page, number).get_by_role("button", name=words.MY_ANSWER)).to_be_visible()
    await asyncio.gather(*(fits(page, narrow=page is cy) for page in (ben, cy)))
    await asyncio.gather(*(from_the_top(public(page, number)) for page in evening.windows))
    await asyncio.gather(shot(ben, f"quiz-{kind}-3-reveal"), shot(cy, f"quiz-{kind}-3-reveal-phone"))
    await asyncio.gather(*(told(page, public(page, number)) for page in evening.windows))
    await asyncio.gather(shot(ben, f"quiz-{kind}-4-told"), shot(cy, f"quiz-{kind}-4-told-phone"))


async def from_the_top(message: Locator) -> None:
    await message.evaluate(
        "it => { const log = it.closest('#log'); log.scrollTop += it.getBoundingClientRect().top - log.offsetTop; }"
    )


async def to_the_end(page: Page) -> None:
    await page.locator("#log").evaluate("log => { log.scrollTop = log.scrollHeight; }")


async def told(page: Page, message: Locator) -> None:
    await tap(message, words.MY_ANSWER)
    await expect(last(page)).to_contain_text("so far")


async def go_on(evening: Evening, number: int) -> None:
    """Ada goes on to the next question; one she voids first, and says why. Once all are ready without her."""
    ada = evening.ada
    if number == 5:
        await complain(evening.cy, public(evening.cy, number))
        for page in evening.windows:
            await tap(public(page, number), words.READY)
        return
    await tap(public(ada, number), words.HOST)
    await expect(last(ada)).to_contain_text(f"question {number}")
    if number == 3:
        await tap(last(ada), words.VOID)
        await ada.get_by_role("dialog").get_by_role("textbox").fill("Two answers can be defended.")
        await shot(ada, "quiz-05-void")
        evening.pass_by(1)
        await ada.get_by_role("dialog").get_by_role("button", name="Submit").press("Enter")
        await expect(last(ada)).to_contain_text(words.COUNT_AGAIN)
        await expect(public(evening.cy, number)).to_contain_text("Voided by")
        await from_the_top(public(evening.cy, number))
        await asyncio.gather(shot(ada, "quiz-06-voided"), shot(evening.cy, "quiz-06-voided-phone"))
    await tap(last(ada), words.NEXT)


async def complain(page: Page, message: Locator) -> None:
    await tap(message, words.WRONG)
    form = page.get_by_role("dialog")
    await form.get_by_role("textbox").fill("The second line can be read two ways.")
    await shot(page, "quiz-10-wrong-phone")
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(last(page)).to_contain_text("Thank you.")


async def the_end(evening: Evening) -> None:
    """The boards stand in the channel; each sees their own place and mistakes alone."""
    for page, size in zip(evening.windows, (DESK, DESK, PHONE), strict=True):
        if size == PHONE:
            await page.get_by_role("button", name="Places and people", exact=False).first.press("Enter")
        await page.locator(".place", has_text="general").press("Enter")
        await expect(last(page)).to_contain_text("Mastery")
        await expect(last(page).locator("img")).to_be_visible()
    await asyncio.gather(shot(evening.ben, "quiz-07-end"), shot(evening.cy, "quiz-07-end-phone"))
    for page, name in ((evening.ada, "host"), (evening.ben, "desk"), (evening.cy, "phone")):
        await tap(page.locator(".message:not(.ephemeral)").last, words.MY_RESULTS)
        await expect(page.locator(".message.ephemeral").last).to_contain_text("place ")
        await shot(page, f"quiz-08-results-{name}")
        await fits(page, narrow=page is evening.cy)
    await tap(evening.cy.locator(".message:not(.ephemeral)").last, words.MY_MISTAKES)
    await expect(evening.cy.locator(".message.ephemeral").last).to_contain_text("Your mistakes")
    await shot(evening.cy, "quiz-09-mistakes-phone")


async def call_a_role(house: House) -> None:
    """Let quizzes call a role, which Ben has."""
    async with Person(house.playground.url, house.playground.secret) as owner:
        role = next(each["id"] for each in owner.world["roles"] if each["name"] == "Quiz")
        ben = next(each["id"] for each in owner.world["members"] if each["name"] == "Ben")
        await owner.post("role", {"member": ben, "role": role})
        await owner.settled(await owner.slash("setup"))
        await owner.settled(await owner.click("setup:role:quiz", values=[role]))
        await owner.dismiss(list(owner.seen.values())[-1])


@pytest.mark.timeout(300)
async def test_three_members_play_a_quiz(browser: Browser, tmp_path: Path) -> None:
    bank = small_bank(tmp_path / "questions")
    async with House(tmp_path, questions=tmp_path / "questions") as house:
        await call_a_role(house)
        url = house.playground.url
        async with (
            window(browser, url, "Ada", DESK) as ada,
            window(browser, url, "Ben", DESK) as ben,
            window(browser, url, "Cy", PHONE, dark=True) as cy,
        ):
            evening = Evening(house, tmp_path / "holdout.sqlite3", bank, ada, ben, cy)
            await open_lobby(evening)
            await go_there(evening)
            for number in range(1, COUNT + 1):
                await ask(evening, number)
                await go_on(evening, number)
            await the_end(evening)
        assert house.playground.violations == []
