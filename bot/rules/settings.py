"""What people may set: checks of what they typed, with a sentence that says how to mend it."""

import zoneinfo

from bot.rules.errors import RuleBroken

_COMMON = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Africa/Lagos",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
)
_ZONES = tuple(sorted(zoneinfo.available_timezones() - {"localtime", "Factory", "posixrules"}))
_BY_FOLDED = {zone.casefold(): zone for zone in _ZONES}


def zone_named(text: str) -> str:
    """Give the IANA time zone of that name, in whatever case and with blanks or underscores.

    Raises:
        RuleBroken: `unknown_zone`.
    """
    folded = "_".join(text.split()).casefold()
    found = _BY_FOLDED.get(folded) or next((zone for zone in _ZONES if zone.casefold().endswith(f"/{folded}")), None)
    if found is None or not folded:
        raise RuleBroken("unknown_zone", "I don't know that time zone. Write a place such as Europe/Berlin or Tokyo.")
    return found


def zones_like(words: str, limit: int = 25) -> tuple[str, ...]:
    """Give up to `limit` zones whose name holds what is being typed; common ones where nothing is typed."""
    folded = "_".join(words.split()).casefold()
    if not folded:
        return _COMMON[:limit]
    return tuple(zone for zone in _ZONES if folded in zone.casefold())[:limit]
