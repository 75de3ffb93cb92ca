"""Fair use of what everybody shares: buckets of tokens, computed from when runs were taken; no clock of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket that holds `size` tokens and gets one back every `every`; a run takes one."""

    size: int
    every: timedelta

    @property
    def horizon(self) -> timedelta:
        """How far back runs are looked at: ten times what the bucket takes to fill."""
        return 10 * self.size * self.every


PERSON = Bucket(8, timedelta(seconds=10))
SERVER = Bucket(40, timedelta(seconds=1))


def free_at(bucket: Bucket, taken: Sequence[datetime], at: datetime) -> datetime:
    """Say from when the bucket holds a token.

    Args:
        bucket: Full before the first of `taken`.
        taken: When tokens were taken, in any order, all aware.
        at: Now, aware.

    Returns:
        `at` where one is there, else when the next one comes.
    """
    full_at = at - bucket.horizon
    for one in sorted(taken):
        full_at = max(full_at, one) + bucket.every
    return max(at, full_at - (bucket.size - 1) * bucket.every)
