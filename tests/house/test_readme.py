"""What the README says is so."""

import argparse
import re
from dataclasses import fields
from pathlib import Path

import discord

from bot.bank.reader import Scope, read_lines
from bot.chat import bank, code, context, interview, me, practice, quiz, setup
from bot.chat import help as help_
from bot.chat.app import App
from bot.cli.main import parser
from bot.render.help import COMMANDS
from bot.render.quiz_csv import COLUMNS
from bot.settings import Settings
from tests.samples import NOON
from tests.stock import bank_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[str]:
    """The first cells of the first table after a heading, as they stand between backticks."""
    section = README.partition(heading)[2].partition("\n## ")[0]
    return [
        " ".join(re.findall(r"`([^`]+)`", line.split("|")[1])) for line in section.splitlines() if line[:3] == "| `"
    ]


def registered() -> set[str]:
    """Every slash command with its path, and the commands of the menus by name."""
    app = App(*[None] * len(fields(App)))  # type: ignore[arg-type]  # commands are only declared, never used
    paths = {menu.name for menu in context.commands(app)}
    for room in (practice, code, me, setup, bank, quiz, interview, help_):
        for command in room.commands(app):
            children = command.commands if isinstance(command, discord.app_commands.Group) else [command]
            paths |= {f"/{child.qualified_name}" for child in children}
    return paths


def terminal() -> set[str]:
    """Every command of the terminal with its path."""

    def paths(one: argparse.ArgumentParser) -> set[str]:
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                return {
                    f"{name} {rest}".strip() for name, below in action.choices.items() for rest in paths(below) or {""}
                }
        return set()

    return paths(parser())


def test_the_settings_are_those_that_are_read() -> None:
    assert set(rows("Settings, from the environment")) == {name.upper() for name in Settings.model_fields}


def test_the_chat_commands_are_those_that_are_registered() -> None:
    listed = {re.sub(r" [<\[].*", "", row) for row in rows("## What people type")}
    assert listed == registered() == {name for name, _ in COMMANDS}


def test_the_columns_of_the_export_are_those_that_are_written() -> None:
    quizzes = (ROOT / "docs/quizzes.md").read_text(encoding="utf-8")
    told = quizzes.partition("The CSV of `/quiz results`")[2].partition("Lines are ordered")[0]
    assert tuple(re.findall(r"`([^`]+)`", told)) == COLUMNS


def test_the_terminals_commands_are_those_that_are_declared() -> None:
    listed = set()
    for row in rows("## What the terminal does"):
        words = [word for word in row.split() if re.fullmatch(r"[a-z]+", word)]
        listed |= {words[0]} if len(words) == 1 else {f"{words[0]} {word}" for word in words[1:]}
    assert listed == terminal()


def test_the_types_are_those_that_are_asked() -> None:
    (line,) = re.findall(r"Questions asked now: (.+?), fixed or", README.replace("\n", " "))
    entries = bank_of().entries.values()
    asked = {entry.question.type.value for entry in entries if entry.question.offered}
    assert set(re.split(r", | and ", line)) == asked


def test_the_lines_it_shows_make_a_question() -> None:
    lines = README.partition("then write lines:")[2].split("```")[1].strip()
    scope = Scope(str(ROOT / "questions"), frozenset(), NOON.date())
    reading = read_lines(scope, lines, "stats.evaluation.confusion", "junior")
    assert [str(fault) for fault in reading.faults if fault.refuses] == []
    assert len(reading.entries) == 1


def test_the_invitation_asks_for_the_smallest_permissions() -> None:
    wanted = discord.Permissions(
        view_channel=True,
        send_messages=True,
        create_public_threads=True,
        create_private_threads=True,
        send_messages_in_threads=True,
        embed_links=True,
        attach_files=True,
        read_message_history=True,
    )
    numbers = re.findall(r"permissions=(\d+)", README)
    assert numbers == [str(wanted.value), str((wanted | discord.Permissions(view_audit_log=True)).value)]


def test_what_it_points_to_is_there() -> None:
    paths = re.findall(r"\[[^\]]+\]\(([^)]+)\)", README)
    assert [path for path in paths if not (ROOT / path).is_file()] == []


def test_there_are_as_many_questions_as_it_says() -> None:
    (said,) = re.findall(r"more than (\d+) questions", README)
    entries = bank_of().entries.values()
    assert int(said) < sum(entry.question.offered for entry in entries) <= int(said) + 100


def test_every_target_has_its_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (declared,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    described = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
    assert sorted(declared.split()) == sorted(described)
