"""The sandbox as the settings name it."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.rules.code import ArtefactTask, CodeTask, Task, TestsTask
from bot.rules.run import BASE, TORCH
from bot.sandbox.client import Client, OwnSupervisor, become_supervisor
from bot.settings import Settings, SettingsFault


@contextlib.asynccontextmanager
async def open_sandbox(
    settings: Settings, tier: str = "", profiles: tuple[str, ...] = (), slots: int = 0, log: str = "INFO"
) -> AsyncIterator[Client]:
    """Have the sandbox: the runner that is set, or one of our own, which ends with the context.

    Args:
        settings: Say which.
        tier: `A` or `B` for a runner of our own in that tier, whatever is set.
        profiles: What a runner of our own keeps warm, where it is not what is set.
        slots: How many jobs a runner of our own does at once; 0 for one per core.
        log: From which level on a runner of our own logs.
    """
    if settings.sandbox_socket and not tier:
        client = Client(settings.sandbox_socket)
    else:
        own = OwnSupervisor(tier or settings.sandbox_tier, profiles or profiles_of(settings), slots, log)
        client = Client(None, own)
    async with client:
        yield client


def profiles_of(settings: Settings) -> tuple[str, ...]:
    """Give the profiles that are set, each once."""
    return tuple(dict.fromkeys(settings.sandbox_profiles.split(",")))


@dataclass(frozen=True, slots=True)
class SandboxTools:
    """What `sandbox` needs."""

    settings: Settings

    def open(self, tier: str, profile: str, slots: int) -> contextlib.AbstractAsyncContextManager[Client]:
        """Have a sandbox of our own, or the one that is set."""
        return open_sandbox(self.settings, tier, tuple(dict.fromkeys((BASE, profile))), slots, log="WARNING")

    def task(self, file: Path, question_id: str) -> tuple[Task, str]:
        """Give what a question of a file asks to be written, and the profile it needs."""
        from bot.bank.single import coding_question

        question = coding_question(file, question_id)
        body = question.body
        assert isinstance(body, CodeTask | TestsTask | ArtefactTask)  # noqa: S101 (it is a coding question)
        return body, TORCH if question.requires == TORCH else BASE

    def serve(self, socket: Path | None, tier: str) -> int:
        """Serve on a socket until told to stop; this process becomes the supervisor, and knows no secret from then on.

        Raises:
            SettingsFault: No socket is named.
        """
        path = socket or self.settings.sandbox_socket
        if path is None:
            raise SettingsFault("SANDBOX_SOCKET: set it, or name a --socket, for the runner to listen on")
        become_supervisor(path, tier or self.settings.sandbox_tier, profiles_of(self.settings))
        return 0
