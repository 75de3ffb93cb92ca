"""An interview's report in the browser, on a phone: the scorecard, the form for unsure points, question by question."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.render import interview_report as cards
from bot.render import words
from tests.page.conftest import DESK, PHONE
from tests.page.hand import command, last
from tests.page.test_quiz import fits, to_the_end
from tests.page.test_story import go, shot, tap, window
from tests.whole.house import House
from tests.whole.interviews import Candidate
from tests.whole.test_interview_report import STRONG, UNSURE, held

pytestmark = pytest.mark.asyncio(loop_scope="session")
PATIENCE_MS = 40_000


@pytest.mark.timeout(240)
async def test_a_report_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        await held(Candidate(await house.person("Ben", "dm")), "breadth", STRONG, "I don't know", UNSURE, STRONG)
        async with window(browser, house.playground.url, "Ben", PHONE) as ben:
            await go(ben, "Holdout", PHONE)
            await to_the_end(ben)
            report = last(ben)
            await expect(report).to_contain_text("Report · ML breadth, mid")
            await fits(ben, narrow=True)
            await shot(ben, "report-phone-1-end")
            await report.get_by_text("Report · ML breadth, mid").scroll_into_view_if_needed()
            await shot(ben, "report-phone-2-top")
            mark = report.get_by_role("button", name="Mark ")
            await mark.press("Enter")
            form = ben.get_by_role("dialog")
            await expect(form).to_contain_text("Did you say it?")
            await shot(ben, "report-phone-3-marks")
            await form.get_by_role("checkbox").first.press("Space")
            await form.get_by_role("button", name="Submit").press("Enter")
            await expect(form).to_have_count(0)
            await expect(mark).to_have_count(0)
            await tap(report, words.BY_QUESTION)
            await expect(last(ben)).to_contain_text("Question 1")
            await expect(last(ben)).to_contain_text("A strong answer")
            await fits(ben, narrow=True)
            await shot(ben, "report-phone-4-question")


@pytest.mark.timeout(240)
async def test_a_report_is_shared_and_deleted_at_a_desk(browser: Browser, tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        await held(Candidate(await house.person("Ben", "dm")), "quick", UNSURE, STRONG)
        async with window(browser, house.playground.url, "Ben", DESK) as ben:
            await command(ben, "interview reports")
            await expect(last(ben)).to_contain_text("Your reports")
            await shot(ben, "report-desk-1-list")
            await last(ben).get_by_role("combobox").first.press("Enter")
            await ben.get_by_role("option").first.press("Enter")
            await expect(last(ben)).to_contain_text("Report · Quick, mid", timeout=PATIENCE_MS)
            report = ben.locator("#log .message").nth(await ben.locator("#log .message").count() - 1)
            await tap(report, words.SHARE)
            await expect(last(ben)).to_contain_text("Share this here?")
            await shot(ben, "report-desk-2-sharing")
            await tap(last(ben), words.SHARE_SURE)
            await expect(last(ben)).to_contain_text("Shared by", timeout=PATIENCE_MS)
            await shot(ben, "report-desk-3-shared")
            await tap(report, words.DELETE_REPORT)
            await expect(last(ben)).to_contain_text("Delete this report?")
            await tap(last(ben), words.DELETE_REPORT_SURE)
            await expect(ben.get_by_text("Shared by")).to_have_count(0)
            await expect(ben.locator("#log")).to_contain_text(cards.DELETED.replace("*", ""))
