"""Which topics a pattern takes in, asked of each pair by itself: slow, and as the standards say it."""

from __future__ import annotations


def mqtt(pattern: list[str], topic: list[str]) -> bool:
    """Follow section 4.7 of MQTT 3.1.1: ``+`` is one level, ``#`` the parent and all below, ``$`` is hidden."""
    if topic[0].startswith("$") and pattern[0] in ("+", "#"):
        return False
    return _takes(pattern, topic, "+")


def amqp(pattern: list[str], topic: list[str]) -> bool:
    """Follow the topic exchange of AMQP 0-9-1: ``*`` is one word, ``#`` none or more."""
    return _takes(pattern, topic, "*")


def _takes(pattern: list[str], topic: list[str], one: str) -> bool:
    if not pattern:
        return not topic
    if pattern[0] == "#":
        return any(_takes(pattern[1:], topic[start:], one) for start in range(len(topic) + 1))
    return bool(topic) and pattern[0] in (one, topic[0]) and _takes(pattern[1:], topic[1:], one)
