"""What the environment says: one frozen value, read once, every fault reported together."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsFault(Exception):
    """The environment does not fit; the message has one line per fault."""


class Settings(BaseSettings):
    """Everything that can be set, by environment variables or a `.env` file.

    Attributes:
        discord_token: The bot's token; only `run` needs it.
        database_url: `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`; empty for SQLite in the data folder.
        playground_token: The made-up token of a playground that runs already; only `play --join` needs it.
        holdout_data: Where the database and the playground keep their files.
        holdout_log: How much is logged.
        sandbox_socket: Where a runner's socket is; empty for a runner that the bot starts itself.
        sandbox_tier: How code is jailed: `A` in namespaces, `B` by Landlock and seccomp alone, `auto` for the best that
            works here at the start; only for a runner that the bot starts itself.
        sandbox_profiles: Which profiles a runner of the bot's own keeps warm: `base`, or `base,torch`.
    """

    model_config = SettingsConfigDict(env_file=".env", frozen=True, extra="ignore", hide_input_in_errors=True)

    discord_token: SecretStr = SecretStr("")
    database_url: SecretStr = SecretStr("")
    playground_token: SecretStr = SecretStr("")
    holdout_data: Path = Path("data")
    holdout_log: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    sandbox_socket: Path | None = None
    sandbox_tier: str = Field("auto", pattern="^(auto|A|B)$")
    sandbox_profiles: str = Field("base", pattern="^(base|torch)(,(base|torch))*$")

    @field_validator("sandbox_socket", mode="before")
    @classmethod
    def _none_where_empty(cls, path: object) -> object:
        return path or None

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: SecretStr) -> SecretStr:
        scheme = urlsplit(url.get_secret_value()).scheme.partition("+")[0]
        if scheme not in ("", "sqlite", "postgresql"):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    def database(self, name: str = "holdout.sqlite3") -> str:
        """Give the database's address; SQLite of that file name in the data folder where none is set."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.holdout_data / name}"


def read_settings() -> Settings:
    """Read the environment.

    Raises:
        SettingsFault: Something does not fit; all of it is said at once, and no secret.
    """
    try:
        return Settings()
    except ValidationError as faults:
        lines = [f"{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in faults.errors(include_input=False)]
        raise SettingsFault("\n".join(lines)) from None
