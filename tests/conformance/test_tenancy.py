"""An id of another tenant is simply not there."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from domain.identifiers.records import Candidate
from domain.tenants.records import KeyPurpose
from persistence.statements import Prepared
from tests.support.clock import START
from tests.support.factories import (
    HOUR,
    a_client_secret,
    a_code,
    a_consent,
    a_grant,
    a_password,
    a_refresh_token,
    a_session,
    digest,
)
from tests.support.furnished import SEEN, WRONG, WROTE, Furnished


@pytest.fixture
def furnished(both):
    both.settle(slug="globex")
    return Furnished(both)


@pytest.mark.parametrize("what", SEEN)
def test_sees_nothing_of_another_tenant(both, furnished, what):
    assert both.read(lambda work: SEEN[what](work, furnished))
    assert not both.read(lambda work: SEEN[what](work, furnished), tenant="globex")


@pytest.mark.parametrize("what", WRONG)
def test_sees_nothing_wrong_in_another_tenant(both, furnished, what):
    both.write(change_behind_our_back)
    assert both.read(lambda work: WRONG[what](work, furnished))
    assert not both.read(lambda work: WRONG[what](work, furnished), tenant="globex")


def change_behind_our_back(work):
    work.db.run(Prepared(text("UPDATE waiting_leaves SET leaves = substr(leaves, 1, 7)")))
    work.db.run(Prepared(text("UPDATE consent_current SET status = 'withdrawn'")))


@pytest.mark.parametrize("what", WROTE)
def test_meets_nothing_of_another_tenant(both, furnished, what):
    assert not both.write(lambda work: WROTE[what](work, furnished), tenant="globex")


def test_silent_writes_meet_nothing_of_another_tenant(both, furnished):
    def act(work):
        work.sessions.touch(furnished.session.id, START + HOUR, START + HOUR)
        work.identifiers.reseal(furnished.identifier.id, Candidate(2, digest()))
        work.limits.clear(furnished.limit)
        work.persona_claims.remove(furnished.account.id)

    both.write(act, tenant="globex")
    for what in ("session", "identifier", "limit", "persona"):
        assert both.read(lambda work, what=what: SEEN[what](work, furnished))
    assert both.read(lambda w: w.sessions.get(furnished.session.id)) == furnished.session


def test_keys_of_another_tenant_are_not_there(both, furnished):
    ours = both.read(lambda work: work.tenant_keys.signing(KeyPurpose.TOKEN))
    theirs = both.read(lambda work: work.tenant_keys.signing(KeyPurpose.TOKEN), tenant="globex")
    assert furnished.key.id in {key.id for key in ours}
    assert not {key.id for key in ours} & {key.id for key in theirs}


@pytest.mark.parametrize(
    "add",
    [
        lambda w, f: w.sessions.add(a_session(f.account.id)),
        lambda w, f: w.passwords.enrol(a_password(f.account.id)),
        lambda w, f: w.grants.add(a_grant(f.account.id, f.client.id)),
        lambda w, f: w.codes.add(a_code(f.grant)),
        lambda w, f: w.refresh_tokens.add(a_refresh_token(f.grant)),
        lambda w, f: w.consents.append(a_consent(f.account.id, f.client.id)),
        lambda w, f: w.clients.add_secret(a_client_secret(f.client.id)),
    ],
)
def test_a_row_cannot_point_into_another_tenant(both, furnished, add):
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        both.write(lambda work: add(work, furnished), tenant="globex")
