"""One of everything in a tenant, and everything that can be asked of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.accounts.records import AccountFilter, AccountStatus
from domain.audit.records import AuditFilter
from domain.consent.records import ConsentFilter
from domain.figures.records import ClientFigure
from domain.identifiers.records import Candidate
from domain.kernel.paging import PageRequest
from domain.tenants.records import KeyState
from tests.support.clock import START
from tests.support.factories import (
    HOUR,
    a_client,
    a_client_secret,
    a_code,
    a_consent,
    a_consent_token,
    a_fact,
    a_grant,
    a_leaf,
    a_notice,
    a_password,
    a_pushed_request,
    a_refresh_token,
    a_scope,
    a_session,
    a_signing_key,
    an_account,
    an_activation,
    an_audit_event,
    an_id_of,
    an_identifier,
    an_interaction,
    an_opaque_token,
    digest,
)

PAGE = PageRequest()


class Furnished:
    """One of everything, in the tenant `acme`."""

    def __init__(self, stage) -> None:
        self.account = an_account(persona=True)
        self.client = a_client()
        pair = (self.account.id, self.client.id)
        self.secret = a_client_secret(self.client.id)
        self.scope = a_scope()
        self.link = an_activation(self.account.id)
        self.identifier = an_identifier(self.account.id)
        self.candidates = (Candidate(1, self.identifier.index),)
        self.password = a_password(self.account.id)
        self.session = a_session(self.account.id)
        self.consent = a_consent(*pair, expires_at=START)
        self.notice = a_notice()
        self.consent_token = a_consent_token(*pair)
        self.grant = a_grant(*pair, session_id=self.session.id)
        self.code = a_code(self.grant)
        self.refresh = a_refresh_token(self.grant)
        self.opaque = an_opaque_token(self.client.id, self.grant.id)
        self.pushed = a_pushed_request(self.client.id)
        self.interaction = an_interaction()
        self.event = an_audit_event(id=an_id_of(START))
        self.leaf = a_leaf()
        self.fact = a_fact()
        self.key = a_signing_key()
        self.limit = digest()
        stage.write(self.move_in)

    def move_in(self, work) -> None:
        work.accounts.add(self.account)
        work.clients.add(self.client)
        work.clients.add_secret(self.secret)
        work.scopes.put(self.scope)
        work.texts.put("de", "Sign in", "Hinein", START)
        work.activations.add(self.link)
        work.identifiers.claim(self.identifier, self.candidates)
        work.passwords.enrol(self.password)
        work.persona_claims.put(self.account.id, {"name": "Ada"})
        work.sessions.add(self.session)
        work.consents.append(self.consent)
        work.notices.keep(self.notice)
        work.consent_tokens.add(self.consent_token)
        work.grants.add(self.grant)
        work.codes.add(self.code)
        work.refresh_tokens.add(self.refresh)
        work.opaque_tokens.add(self.opaque)
        work.opaque_tokens.deny("denied", START + HOUR)
        work.pushed_requests.add(self.pushed)
        work.interactions.add(self.interaction)
        work.audit.add(self.event)
        work.log.add(self.leaf)
        work.outbox.add(self.fact)
        work.tenant_keys.add_signing(self.key)
        work.limits.fail(self.limit, work.now, work.now + HOUR)
        work.counters.add(START.date(), "tokens", 1)
        work.totals.add("accounts", 1)
        work.client_counters.add(ClientFigure(self.client.id, START.date(), "tokens.issued", 1))


SEEN = {
    "account": lambda w, f: w.accounts.get(f.account.id),
    "accounts": lambda w, f: w.accounts.page(AccountFilter(), PAGE).rows,
    "client": lambda w, f: w.clients.get(f.client.id),
    "client by its name": lambda w, f: w.clients.by_client_id(f.client.client_id),
    "clients": lambda w, f: w.clients.page(PAGE).rows,
    "secrets": lambda w, f: w.clients.secrets(f.client.id),
    "scopes": lambda w, f: w.scopes.all(),
    "texts": lambda w, f: w.texts.all(),
    "activation": lambda w, f: w.activations.peek(f.link.digest, w.now),
    "identifier": lambda w, f: w.identifiers.find(f.identifier.kind, f.candidates),
    "identifiers": lambda w, f: w.identifiers.of_account(f.account.id),
    "password": lambda w, f: w.passwords.of_account(f.account.id),
    "passwords of some": lambda w, f: w.passwords.of_some((f.account.id,)),
    "personas": lambda w, f: w.persona_claims.some((f.account.id,)),
    "persona": lambda w, f: w.persona_claims.get(f.account.id),
    "session": lambda w, f: w.sessions.get(f.session.id),
    "session by cookie": lambda w, f: w.sessions.by_digest(f.session.digest),
    "standing sessions": lambda w, f: w.sessions.standing(f.account.id, w.now),
    "some accounts": lambda w, f: w.accounts.some((f.account.id,)),
    "sessions": lambda w, f: w.sessions.page(w.now, PAGE).rows,
    "sessions of some": lambda w, f: w.sessions.seen((f.account.id,), w.now),
    "last sessions": lambda w, f: w.sessions.last(f.account.id, 9),
    "leave of some": lambda w, f: w.consents.in_force((f.account.id,), START - HOUR),
    "consent": lambda w, f: w.consents.get(f.consent.id),
    "present consents": lambda w, f: w.consents.current(f.account.id, f.client.id),
    "states of consents": lambda w, f: w.consents.states(f.account.id, f.client.id),
    "consents of the person": lambda w, f: w.consents.of_account(f.account.id),
    "consents of the client": lambda w, f: w.consents.of_client(f.client.id, 9),
    "history": lambda w, f: w.consents.history(f.account.id, f.client.id),
    "ledger": lambda w, f: w.consents.page(ConsentFilter(), PAGE).rows,
    "whole ledger": lambda w, f: w.consents.page(ConsentFilter(current=False), PAGE).rows,
    "notice": lambda w, f: w.notices.get(f.notice.hash),
    "grant": lambda w, f: w.grants.get(f.grant.id),
    "standing grant": lambda w, f: w.grants.standing(f.grant.id, w.now),
    "public grant": lambda w, f: w.grants.standing_by_public(f.grant.public_id, w.now),
    "root of a token": lambda w, f: w.grants.root(f.grant.id, w.now),
    "root of a JWT": lambda w, f: w.grants.root_of_jwt(f.grant.public_id, "x", w.now),
    "grants": lambda w, f: w.grants.of(f.account.id),
    "grants of the pair": lambda w, f: w.grants.of(f.account.id, f.client.id),
    "grants of the session": lambda w, f: w.grants.of_session(f.session.id),
    "grants of sessions": lambda w, f: w.grants.borne((f.session.id,)),
    "refresh tokens of the person": lambda w, f: w.refresh_tokens.live_of_account(f.account.id),
    "opaque tokens of the person": lambda w, f: w.opaque_tokens.live_of_account(
        f.account.id, w.now
    ),
    "code": lambda w, f: w.codes.get(f.code.digest),
    "refresh token": lambda w, f: w.refresh_tokens.get(f.refresh.digest),
    "presented refresh token": lambda w, f: w.refresh_tokens.presented(f.refresh.digest, w.now),
    "opaque token": lambda w, f: w.opaque_tokens.rooted(f.opaque.digest, w.now),
    "denied token": lambda w, f: w.opaque_tokens.denied("denied"),
    "pushed request": lambda w, f: w.pushed_requests.peek(f.pushed.digest, w.now),
    "interaction": lambda w, f: w.interactions.get(f.interaction.id),
    "audit line": lambda w, f: w.audit.get(f.event.id),
    "audit": lambda w, f: w.audit.page(AuditFilter(), PAGE).rows,
    "line as found": lambda w, f: w.found.line(f.event.id),
    "lines of an event as found": lambda w, f: w.found.named(f.event.name, b"\xff" * 17, 9),
    "lines as found": lambda w, f: w.found.lines(b"", 9),
    "entry as found": lambda w, f: w.found.entry(f.consent.id),
    "entries as found": lambda w, f: w.found.entries(b"", 9),
    "leaf": lambda w, f: w.log.get(f.leaf.id),
    "leaves": lambda w, f: w.log.pending(9),
    "leaves that wait": lambda w, f: w.log.waits(),
    "outbox": lambda w, f: w.outbox.pending(9),
    "limit": lambda w, f: w.limits.get(f.limit),
    "figures": lambda w, f: w.counters.between(START.date(), START.date()),
    "how many there are": lambda w, f: w.totals.of("accounts"),
    "figures of clients": lambda w, f: w.client_counters.between(
        (f.client.id,), START.date(), START.date()
    ),
    "acts of operators": lambda w, f: w.audit.acts(9),
    "audit of an act": lambda w, f: w.audit.beside(f.event, 9),
    "audit of a span": lambda w, f: w.audit.span(f.event.id, f.event.id),
}

WRONG = {
    "leave astray": lambda w, f: w.found.entries_astray(9),
    "leaves stuck": lambda w, f: w.log.stuck(9),
    "leaves unreadable": lambda w, f: w.log.unreadable(9),
}
"""What is there only once somebody changed rows behind our back."""

WROTE = {
    "change an account": lambda w, f: w.accounts.change(replace(f.account, version=2)),
    "move an account": lambda w, f: w.accounts.move(
        f.account.id, (AccountStatus.ENABLED,), AccountStatus.DISABLED
    ),
    "change a client": lambda w, f: w.clients.change(replace(f.client, version=2)),
    "remove a client": lambda w, f: w.clients.remove(f.client.id),
    "end a secret": lambda w, f: w.clients.end_secret(f.secret.id, w.now),
    "remove a scope": lambda w, f: w.scopes.remove(f.scope.value),
    "use a link": lambda w, f: w.activations.consume(f.link.digest, w.now),
    "release an identifier": lambda w, f: w.identifiers.release(f.identifier.id),
    "release identifiers": lambda w, f: w.identifiers.release_all(f.account.id),
    "upgrade a password": lambda w, f: w.passwords.upgrade(f.password.id, f.password.encoded, "x"),
    "remove a password": lambda w, f: w.passwords.remove(f.account.id),
    "rotate a session": lambda w, f: w.sessions.rotate(f.session, f.session.digest),
    "end a session": lambda w, f: w.sessions.end(f.session.id, w.now, "x"),
    "follow a consent": lambda w, f: w.consents.append(
        replace(f.consent, id=bytes(16), previous=f.consent.id)
    ),
    "take due consents": lambda w, f: w.consents.due(w.now, 9),
    "erase consents": lambda w, f: w.consents.erase_bodies(f.account.id),
    "use a consent token": lambda w, f: w.consent_tokens.consume(f.consent_token.digest, w.now),
    "narrow a grant": lambda w, f: w.grants.narrow(f.grant.id, 1, ()),
    "resume an account": lambda w, f: (
        w.accounts.move(f.account.id, (AccountStatus.ENABLED,), AccountStatus.LOCKED)
        and w.accounts.resume(f.account.id)
    ),
    "forget an account's sessions": lambda w, f: w.sessions.forget(f.account.id),
    "forget an account's grants": lambda w, f: (
        w.grants.close(f.grant.id, w.now, "x") and w.grants.forget(f.account.id)
    ),
    "forget an account's flows": lambda w, f: (
        w.interactions.change(replace(f.interaction, account_id=f.account.id, version=2))
        and w.interactions.forget(f.account.id)
    ),
    "end refreshing": lambda w, f: w.grants.end_refresh(f.grant.id, w.now),
    "close a grant": lambda w, f: w.grants.close(f.grant.id, w.now, "x"),
    "tidy grants": lambda w, f: w.grants.tidy(w.now + 99 * HOUR, 9),
    "use a code": lambda w, f: w.codes.consume(f.code.digest, w.now),
    "use a refresh token": lambda w, f: w.refresh_tokens.consume(f.refresh.digest, w.now, digest()),
    "remove an opaque token": lambda w, f: w.opaque_tokens.remove(f.opaque.digest),
    "use a pushed request": lambda w, f: w.pushed_requests.consume(f.pushed.digest),
    "change an interaction": lambda w, f: w.interactions.change(replace(f.interaction, version=2)),
    "erase audit lines": lambda w, f: w.audit.erase_before(w.now + HOUR, 9),
    "take leaves": lambda w, f: w.log.take(9),
    "forget figures": lambda w, f: w.counters.tidy(START.date() + timedelta(days=9), 9),
    "forget figures of clients": lambda w, f: w.client_counters.tidy(
        START.date() + timedelta(days=9), 9
    ),
    "remove a fact": lambda w, f: w.outbox.remove(f.fact.id),
    "move a key": lambda w, f: w.tenant_keys.advance(
        f.key.id, KeyState.ACTIVE, KeyState.RETIRED, w.now
    ),
}
"""What meets a row in `acme` must meet none in `globex`."""
