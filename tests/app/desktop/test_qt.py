"""Whoever asks the page of a window that has gone is answered with nothing, and waits no longer."""

import threading

from app.desktop.qt import Answers


def asked(answers, key):
    """Ask as pywebview does: keep a semaphore, and wait for it in a thread."""
    waiting = threading.Semaphore(0)
    answers[key] = {"semaphore": waiting, "result": ""}
    thread = threading.Thread(target=waiting.acquire, daemon=True)
    thread.start()
    return thread


class TestAnswers:
    def test_are_waited_for_while_the_window_is_there(self):
        answers = Answers()
        thread = asked(answers, "a")
        thread.join(0.2)
        assert thread.is_alive()
        answers["a"]["semaphore"].release()
        thread.join(5)
        assert not thread.is_alive()

    def test_come_at_once_when_it_goes(self):
        answers = Answers()
        threads = [asked(answers, key) for key in "ab"]
        answers.end()
        for thread in threads:
            thread.join(5)
            assert not thread.is_alive()

    def test_come_at_once_after_it_went(self):
        answers = Answers()
        answers.end()
        thread = asked(answers, "late")
        thread.join(5)
        assert not thread.is_alive()
