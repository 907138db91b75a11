"""Topics of MQTT as subscribers write them.

>>> heard_topic("$share/desk/plant/+/temp"), heard_topic("$queue/plant/a"), heard_topic("plant/a")
('plant/+/temp', 'plant/a', 'plant/a')
"""

from __future__ import annotations

import re

_SHARED = re.compile(r"\$(?:share/[^/]+|queue)/(?=.)")


def heard_topic(subscription: str) -> str:
    """Give the topic or the pattern that is heard, without the group whose members share the messages."""
    return _SHARED.sub("", subscription, count=1) if subscription.startswith("$") else subscription
