"""What `doctor` looks at: everything that the bot needs here."""

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.cli.doctor import Finding
from bot.render.card import Formula
from bot.rules.errors import EdgeDown, HoldoutError
from bot.settings import Settings
from bot.wiring.places import QUESTIONS


def examine(settings: Settings, *, reach: bool = False) -> tuple[Finding, ...]:
    """Look at everything that the bot needs here.

    Args:
        settings: What is set.
        reach: Whether a model outside is asked if it is there; no words are sent.
    """
    return (
        Finding("Python", sys.version_info >= (3, 11), f"{sys.version.partition(' ')[0]} (3.11 or newer is needed)"),
        _looked("questions", _questions),
        _looked("database", lambda: _database(settings.database())),
        _looked("pictures", _pictures),
        *_sandbox(settings),
        _looked("embeddings", lambda: _embeddings(settings.meaning)),
        _looked("model", lambda: _model(settings, reach=reach)),
        _token(settings),
    )


def _looked(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, well=True, says=look())
    except HoldoutError as fault:
        return Finding(name, well=False, says=str(fault))


def _questions() -> str:
    from bot.bank.catalogue import open_catalogue

    return f"{len(open_catalogue(QUESTIONS).entries)} in the built-in bank"


def _database(url: str) -> str:
    from bot.storage.revision import at_head

    path = url.removeprefix("sqlite:///")
    if path != url and not Path(path).exists():
        return "none yet; the first start makes it"
    if not at_head(url):
        raise EdgeDown("database", "not at the newest revision: the next start or `db upgrade` brings it up")
    return "at the newest revision"


def _pictures() -> str:
    from bot.workers.pool import Pool

    async def drawn() -> int:
        async with Pool() as pool:
            return len(await pool.run("bot.workers.jobs:picture", Formula(r"\frac{1}{2}"), edge="pictures"))

    return f"a formula was drawn ({asyncio.run(drawn())} bytes)"


def _embeddings(folder: str) -> str:
    from bot.wiring.hearing import Hearer
    from bot.workers.pool import Pool

    async def tried() -> str:
        async with Pool() as pool:
            return await Hearer(pool.run, folder).ready()

    return asyncio.run(tried()) if folder else "none; answers are heard by their words alone"


def _model(settings: Settings, *, reach: bool) -> str:
    from bot.wiring.endpoint import outsider_of

    outsider = outsider_of(settings)
    if outsider is None:
        return "none outside; answers are graded here"
    return (
        asyncio.run(outsider.model.reach())
        if reach
        else f"{outsider.label}; `doctor --endpoint` asks whether it is there"
    )


def _sandbox(settings: Settings) -> tuple[Finding, ...]:
    """Look at the runner that is set; at one of our own layer by layer, in every tier."""
    from bot.wiring.sandbox import open_sandbox

    async def looked() -> tuple[Finding, ...]:
        seen = {} if settings.sandbox_socket else await _tiers()
        async with open_sandbox(settings, log="ERROR") as sandbox:
            try:
                facts = await sandbox.info()
            except EdgeDown as fault:
                return (Finding("sandbox", well=False, says=str(fault)),)
        return (_runner(facts), *_layers(facts, seen))

    return asyncio.run(looked())


async def _tiers() -> dict[str, tuple[Any, ...]]:
    """Give what was seen of the layers, by tier."""
    from bot.sandbox.engine import Engine
    from bot.sandbox.probing import REQUIRED

    seen = {}
    for tier in REQUIRED:
        async with Engine(["bare"], stock=1, tier=tier) as engine:
            seen[tier] = engine.layers
    return seen


def _runner(facts: Mapping[str, Any]) -> Finding:
    """Say what the runner is and holds."""
    profiles = [
        f"{name} ({', '.join(f'{package} {version}' for package, version in versions.items())})"
        for name, versions in facts["profiles"].items()
    ]
    failed = [f"{layer['name']}: {layer['says']}" for layer in facts["layers"] if not layer["holds"]]
    return Finding("sandbox", bool(profiles), "; ".join([f"tier {facts['tier']} is used", *profiles, *failed]))


def _layers(facts: Mapping[str, Any], seen: Mapping[str, tuple[Any, ...]]) -> Iterator[Finding]:
    """Say of every layer whether it holds; one that does not is a fault only in the tier that is used."""
    from bot.sandbox.probing import REQUIRED

    for tier, layers in seen.items():
        known = {layer.name: layer for layer in layers}
        for name in dict.fromkeys((*REQUIRED[tier], *known)):
            layer, where, used = known.get(name), f"sandbox, tier {tier}, {name}", tier == facts["tier"]
            unused = "" if used else "; this tier is not used here"
            if layer is None:
                yield Finding(where, well=False, says=f"was not tried, for another does not hold{unused}", used=used)
            elif layer.holds:
                yield Finding(where, well=True, says=f"holds; {layer.says}", used=used)
            else:
                yield Finding(where, well=False, says=f"does not hold: {layer.says}{unused}", used=used)


def _token(settings: Settings) -> Finding:
    known = bool(settings.discord_token.get_secret_value())
    return Finding("token", well=True, says="set" if known else "not set; only `run` needs DISCORD_TOKEN")
