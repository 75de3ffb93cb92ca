"""Runs the migrations over the connection it is handed; never imports the bot, so that old migrations stay as they are.

`python -m bot db upgrade` (and downgrade, check) hands over the connection and, to compare, the tables.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import TypeDecorator


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write a column type of the bot's own, such as `Utc`, as the plain type it stands on."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run() -> None:
    """Run what was asked for, all of it in the one transaction of the connection."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes.get("metadata"),
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,  # SQLite's too: the connection begins by itself
    )
    with context.begin_transaction():
        context.run_migrations()


run()
