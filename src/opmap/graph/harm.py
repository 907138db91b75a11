"""What can be the matter with a node, the gravest first."""

from __future__ import annotations

from enum import IntFlag


class Harm(IntFlag):
    """What a scenario does to a node; several can be true at once."""

    DOWN = 1  # it does not work; a person is not there
    IDLE = 2  # able to work, but nothing starts it any more
    STALE = 4  # its data is no longer renewed; it works on old data
    DEGRADED = 8  # it works, but worse
    CHANGED = 16  # what it leans on behaves differently
    MAY_CHANGE = 32  # so it may behave differently itself, or what leans on it
    PARTLY_STALE = 64  # some of what renews it is gone
    REDUNDANCY_LOST = 128  # one of several is gone, and enough are left
    BLIND = 256  # its failures go unseen
    FROZEN = 512  # it runs on, and cannot be changed
    UNOWNED = 1024  # nobody answers for it
    UNATTENDED = 2048  # nobody is called when it fails

    @property
    def word(self) -> str:
        """Say it as people do.

        >>> Harm.REDUNDANCY_LOST.word
        'redundancy lost'
        """
        return (self.name or "").lower().replace("_", " ")

    @property
    def gravest(self) -> Harm:
        """Give the gravest of several.

        >>> (Harm.DEGRADED | Harm.IDLE).gravest
        <Harm.IDLE: 2>
        """
        return Harm(int(self) & -int(self))
