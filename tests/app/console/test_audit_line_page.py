"""A line of the trail on a page of its own: what it is about is called as its reader knows it."""

from pathlib import Path

import pytest

import app.console
from app.console.pages.audit_line import audit_line
from app.runtime.words import Dictionary
from domain.kernel.ids import new_id, show
from domain.operators.trail import TrailLine, operator_labels
from tests.support.factories import an_audit_event


async def test_calls_a_client_of_our_own_in_the_reader_s_language(window, monkeypatch):
    monkeypatch.setattr("app.console.parts.surfaces.ui.page_title", lambda _: None)
    window.words = Dictionary(Path(app.console.__file__).parent / "words").words(["de"])
    client = new_id()
    told = an_audit_event(
        name="client.registered",
        subject_prefix="cli",
        subject_id=client,
        facts={"client": show("cli", client)},
    )

    async def call(*_, **__):
        return TrailLine(told, (), (), 1, {show("cli", client): "Test drive"})

    context = window.context(call=call)
    context.params["line"] = show("aud", told.id)
    await audit_line(context)
    said = [each.text for each in window.client.elements.values() if getattr(each, "text", "")]
    assert said.count("Probefahrt") == 2, said
    assert "Test drive" not in said


@pytest.mark.parametrize("tongue", ["en", "de"])
async def test_calls_the_operator_of_a_key_by_their_name(window, monkeypatch, tongue):
    monkeypatch.setattr("app.console.parts.surfaces.ui.page_title", lambda _: None)
    window.words = Dictionary(Path(app.console.__file__).parent / "words").words([tongue])
    account = new_id()
    told = an_audit_event(
        name="api_key.revoked", subject_prefix="apk", facts={"account": show("acc", account)}
    )

    async def call(asked, *_, **__):
        return {account: "Mira"} if asked is operator_labels else TrailLine(told, (), (), 1, {})

    context = window.context(call=call, permissions=("audit.read",))
    context.params["line"] = show("aud", told.id)
    await audit_line(context)
    said = [each.text for each in window.client.elements.values() if getattr(each, "text", "")]
    spoken = {"en": "Revoked an API key of Mira", "de": "API-Schlüssel von Mira widerrufen"}
    assert spoken[tongue] in said, said


async def test_words_of_a_list_stand_apart(window, monkeypatch):
    monkeypatch.setattr("app.console.parts.surfaces.ui.page_title", lambda _: None)
    may = ["accounts.read", "audit.read"]
    told = an_audit_event(name="api_key.created", facts={"permissions": may, "roles": []})

    async def call(*_, **__):
        return TrailLine(told, (), (), 1, {})

    context = window.context(call=call)
    context.params["line"] = show("aud", told.id)
    await audit_line(context)
    said = [each.text for each in window.client.elements.values() if getattr(each, "text", "")]
    assert "accounts.read audit.read" in said, said
    assert said[said.index("roles") + 1] == "—", said
