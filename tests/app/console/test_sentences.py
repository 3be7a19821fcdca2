import gettext
from pathlib import Path

import pytest

import app.console
from app.console.sentences import sentence
from app.runtime.words import Dictionary, Words
from domain.audit.records import unreadable
from domain.kernel.ids import new_id, short, show
from tests.support.factories import an_audit_event

WORDS = Words("en", gettext.NullTranslations())


def test_names_the_subject_by_its_short_id():
    subject = new_id()
    line = an_audit_event(name="account.disabled", subject_prefix="acc", subject_id=subject)
    said = sentence(WORDS, line)
    assert said == f"Disabled {short('acc', subject)}; its sessions and tokens ended"


def test_shortens_ids_among_the_facts():
    account = new_id()
    facts = {"account": show("acc", account), "client": "tidebook", "item": "openid"}
    line = an_audit_event(name="consent.revoked", facts=facts)
    assert (
        sentence(WORDS, line)
        == f"Revoked the leave of {short('acc', account)} for tidebook: openid"
    )


def test_puts_a_dash_for_what_a_line_does_not_hold():
    line = an_audit_event(name="client.changed", facts={"client_id": "x", "changed": ()})
    assert sentence(WORDS, line) == "Changed the client x: —"


def test_calls_a_client_by_its_label_where_it_is_known():
    client = new_id()
    line = an_audit_event(
        name="client.changed",
        subject_prefix="cli",
        subject_id=client,
        facts={"client_id": "x", "changed": ("scopes",)},
    )
    assert sentence(WORDS, line, {show("cli", client): "Shop"}) == "Changed the client Shop: scopes"


def test_says_a_failed_sign_in_of_nobody_without_a_dash():
    line = an_audit_event(
        name="login.failed", subject_prefix=None, subject_id=None, facts={"why": "unknown"}
    )
    assert sentence(WORDS, line) == "A sign-in failed: nobody has what was typed"


def test_says_why_something_ended_in_words():
    ended = an_audit_event(
        name="session.ended", subject_prefix="ses", facts={"reason": "account_disabled"}
    )
    assert sentence(WORDS, ended).endswith(": the account was disabled")


def test_names_an_event_it_does_not_know():
    assert sentence(WORDS, an_audit_event(name="plugin.did")) == "plugin.did"


def test_takes_braces_in_facts_as_text():
    line = an_audit_event(name="client.removed", facts={"client_id": "{0.__class__}"})
    assert sentence(WORDS, line) == "Deleted the client {0.__class__}"


def test_calls_a_client_of_our_own_in_the_reader_s_language():
    client = new_id()
    facts = {"account": show("acc", new_id()), "client": show("cli", client), "item": "openid"}
    line = an_audit_event(name="consent.revoked", facts=facts)
    words = Dictionary(Path(app.console.__file__).parent / "words").words(["de"])
    assert "Probefahrt" in sentence(words, line, {show("cli", client): "Test drive"})
    assert "Shop" in sentence(words, line, {show("cli", client): "Shop"})


@pytest.mark.parametrize("reason", ["consent_time", "consent_ended", "consent_withdrawn"])
def test_says_that_a_grant_ended_with_its_leave(reason):
    facts = {"client": "shop", "reason": reason}
    line = an_audit_event(name="grant.closed", facts=facts)
    said = sentence(WORDS, line)
    assert said.endswith("the leave it rested on ended"), said


def test_says_that_a_line_cannot_be_read():
    assert "cannot be read" in sentence(WORDS, unreadable(new_id()))


def test_says_no_span_that_no_calendar_has():
    line = an_audit_event(name="api_key.created", facts={"days": 10**12})
    assert sentence(WORDS, line) == "Made an API key for —, good for —"
