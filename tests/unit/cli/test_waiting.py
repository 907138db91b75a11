"""Whoever waits at a terminal is told what for; a pipe hears nothing, and Ctrl-C ends it with a sentence."""

from __future__ import annotations

import io
import sys
from threading import Event

import pytest

from opmap import __main__
from opmap.cli import running
from opmap.cli.waiting import working


class Screen(io.StringIO):
    """A terminal that says when something stands on it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        finally:
            self.written.set()


def test_what_is_worked_out_is_said_and_taken_away_again(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with working("Ranking", unsaid=0.0, every=0.001):
        assert screen.written.wait(60)
    assert "Ranking …  0 s   Ctrl-C stops it" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_what_is_done_at_once_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with working("Ranking", unsaid=600.0):
        pass
    assert not screen.getvalue()


def test_a_pipe_hears_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with working("Ranking", unsaid=0.0):
        pass
    assert capsys.readouterr().err == ""


def test_stopping_takes_the_line_away_and_ends_with_a_sentence_and_130(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)

    def stopped(_: object) -> int:
        with working("Ranking", unsaid=0.0, every=0.001):
            screen.written.wait(60)
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "run", stopped)
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 130
    assert screen.getvalue().endswith(f"\r\x1b[K{__main__.STOPPED}")
