"""What the environment says: one frozen value, read once, every fault reported together."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
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
        embeddings: A folder with a model of what texts mean, and with a scorer trained with it; empty for none.
        model_url: Where an OpenAI-compatible API begins, such as `https://host/v1`; empty for no model outside.
        model_name: The model that is asked there.
        model_key: The API's key; empty for none.
        model_timeout_s: How many seconds it may take over an answer.
        model_daily_tokens: How many tokens it may use in a day (by UTC), read and written together.
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
    embeddings: Path | None = None
    model_url: str = ""
    model_name: str = Field("", max_length=100, validate_default=True)
    model_key: SecretStr = SecretStr("")
    model_timeout_s: float = Field(10.0, gt=0, le=60)
    model_daily_tokens: int = Field(200_000, gt=0)

    @field_validator("sandbox_socket", "embeddings", mode="before")
    @classmethod
    def _none_where_empty(cls, path: object) -> object:
        return path or None

    @field_validator("model_url")
    @classmethod
    def _known_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0):
            raise ValueError("must begin with https:// or http:// and name a host")
        if parts.username or parts.query or parts.fragment:
            raise ValueError("must be an address alone; the key goes into MODEL_KEY")
        return url.rstrip("/")

    @field_validator("model_name")
    @classmethod
    def _named(cls, name: str, facts: ValidationInfo) -> str:
        if facts.data.get("model_url") and not name.strip():
            raise ValueError("set it to the model's name, since MODEL_URL is set")
        return name.strip()

    @field_validator("model_key")
    @classmethod
    def _fits_a_header(cls, key: SecretStr) -> SecretStr:
        text = key.get_secret_value().strip()
        if not (text.isascii() and (text.isprintable() or not text)):
            raise ValueError("holds characters that no key has")
        return SecretStr(text)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: SecretStr) -> SecretStr:
        scheme = urlsplit(url.get_secret_value()).scheme.partition("+")[0]
        if scheme not in ("", "sqlite", "postgresql"):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @property
    def meaning(self) -> str:
        """The folder of `embeddings` as it is handed on; empty for none."""
        return str(self.embeddings or "")

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
