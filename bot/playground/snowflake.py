"""Discord's ids: 64 bits that carry the millisecond of their making; this file reads no clock."""

from dataclasses import dataclass

EPOCH_MS = 1_420_070_400_000
_STEP_BITS = 22


def made_at_ms(snowflake: str) -> int:
    """Read from an id when it was made.

    Returns:
        Milliseconds since the Unix epoch.
    """
    return (int(snowflake) >> _STEP_BITS) + EPOCH_MS


@dataclass(slots=True)
class Snowflakes:
    """Ids that only ever grow, also when the clock stands still or is set back."""

    last: int = 0

    def make(self, now_ms: int) -> str:
        """Make the next id.

        Args:
            now_ms: milliseconds since the Unix epoch, not before 2015.
        """
        self.last = max(self.last + 1, (now_ms - EPOCH_MS) << _STEP_BITS)
        return str(self.last)
