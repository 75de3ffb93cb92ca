"""The model outside, as the settings name it."""

from dataclasses import dataclass

from bot.actions.outside import Outside
from bot.actions.outside_ports import Model
from bot.actions.ports import Clock, Desk
from bot.actions.spoken_ports import Grader
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Outsider:
    """A model outside and what it may use.

    Attributes:
        label: Its name and where it is, as people are told whom they let hear them.
        limit: Tokens of a day.
    """

    model: Model
    label: str
    limit: int

    def before(self, grader: Grader, desk: Desk, clock: Clock) -> Grader:
        """Give a grader that asks the model for those who let it, and is the grader handed in for everybody else."""
        return Outside(desk, grader, self.model, self.limit, clock)


def outsider_of(settings: Settings) -> Outsider | None:
    """Give the model that is set; None where none is."""
    if not settings.model_url:
        return None
    from bot.endpoint.client import Endpoint

    key = settings.model_key.get_secret_value()
    endpoint = Endpoint(settings.model_url, settings.model_name, key, settings.model_timeout_s)
    return Outsider(endpoint, endpoint.label, settings.model_daily_tokens)
