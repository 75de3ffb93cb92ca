"""The two bars: the built-in bank meets every check, a server's own questions are refused only for the gravest."""

from dataclasses import replace

from bot.bank.item import Finding, Findings, Item
from bot.bank.models import EXECUTABLE
from bot.bank.node import Table
from bot.rules.errors import Fault
from bot.rules.rubric import Case

REFUSED_OF_SERVERS = frozenset(["E01", "E02", "E03", "E04", "E08", "E09", "E11", "E12", "E13", "E14", "E15", "E18"])
"""What keeps a server's own question out; anything else becomes a note, `E05` an `N05`, under what could be better."""

_OFFERED = "single choice, multiple choice, numeric, short text, order, match, open answers and stories can be added"


def for_server(fault: Fault) -> Fault:
    """Give a fault as a server's own questions have it: a note where only the built-in bank would be refused."""
    if not fault.refuses or fault.code in REFUSED_OF_SERVERS:
        return fault
    return replace(fault, code=f"N{fault.code[1:]}")


def unfit(item: Item) -> Findings:
    """Find what no server's own question may hold: keys that would be run, and types that are not offered yet."""
    for key in sorted(EXECUTABLE.intersection(item.node.values if isinstance(item.node, Table) else ())):
        mend = "remove it; code runs for the built-in bank only"
        yield Finding("E01", (key,), f"`{key}` holds code, which a server's own question cannot", mend)
    if isinstance(item.question.body, Case):
        yield Finding("E01", (), f"{item.question.type} questions are not offered yet", _OFFERED)
