"""Refusals of the rooms of people: accounts, factors, sessions, consent, login."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.accounts.create import CreateAccount
from domain.accounts.disable import disable
from domain.accounts.erase import erase
from domain.accounts.listing import FindByIdentifier
from domain.accounts.records import AccountStatus
from domain.consent.end import Revoke, Withdraw, revoke
from domain.consent.forget import Forget
from domain.factors.change_password import ChangePassword
from domain.factors.enrol import enrol_password
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import Actor
from domain.limits.keys import source_key
from domain.login.activate import Activate, activate
from domain.login.confirm import Confirm
from domain.login.finish import Finish
from domain.login.identify import Identify, identify
from domain.login.prove import Prove
from domain.login.register import Register
from domain.login.welcome import Welcome
from domain.sessions.end import EndOthers, EndOwn
from tests.laws.furnish import start
from tests.laws.holdings import SOURCE, Holdings, operator, person
from tests.laws.rows import a_stranger, an_operator, my_person
from tests.laws.rows_login import deciding
from tests.laws.rows_people import NEW_PASSWORD
from tests.laws.scenarios import COUNTED, TRIED, Scenario, blocked
from tests.laws.world import World
from tests.support.sign_ins import HASHER, PASSWORD

NOBODY = bytes(16)
WRONG = Secret("not the passphrase of anybody")


def named(world: World, name: str) -> None:
    """Type a name in the flow `fresh`."""
    flow = world.a.flows["fresh"]
    world.a.run(identify, Identify(flow.id, world.a.bound, Secret(name)))


def proof(a: Holdings, flow: str, password: Secret) -> Prove:
    """Return a password typed in a flow."""
    return Prove(a.flows[flow].id, a.bound, password)


def leave_of(a: Holdings) -> Revoke:
    """Return the end of alice's leave for the shop."""
    return Revoke(a.accounts["alice"].id, a.clients["shop"].id, "asked for")


def a_password_meanwhile(world: World) -> None:
    """Change alice's password behind her back."""
    alice, encoded = world.a.accounts["alice"].id, HASHER.make(NEW_PASSWORD)
    world.a.write(lambda work: enrol_password(work, alice, encoded))


def the_owner(world: World, _mine: Holdings, _theirs: Holdings) -> Actor:
    """The owner on their own pages."""
    return person(world.staff.owner)


def bob_disabled(world: World) -> None:
    """Disable bob, and leave his link."""
    bob, pending = world.a.accounts["bob"].id, (AccountStatus.PENDING,)
    world.a.write(lambda work: work.accounts.move(bob, pending, AccountStatus.DISABLED))


PEOPLE: Final = (
    Scenario("accounts.activate.new_link", "account_state", lambda w, a, b: a.accounts["dora"].id),
    Scenario(
        "accounts.create.create_by_operator",
        "identifier_taken",
        lambda w, a, b: CreateAccount((Secret("erin"), Secret("alice"))),
    ),
    Scenario("accounts.disable.disable", "account_state", lambda w, a, b: a.accounts["dora"].id),
    Scenario("accounts.enable.enable", "account_state", lambda w, a, b: a.accounts["alice"].id),
    Scenario(
        "accounts.erase.erase",
        "account_state",
        lambda w, a, b: a.accounts["carol"].id,
        before=lambda w: w.a.run(erase, w.a.accounts["carol"].id, operator()),
    ),
    Scenario(
        "accounts.erase.erase_own",
        "account_state",
        lambda w, a, b: a.accounts["alice"].id,
        my_person,
        before=lambda w: w.a.run(erase, w.a.accounts["alice"].id, operator()),
    ),
    *(
        Scenario(
            f"operators.stop.{name}",
            "account_state",
            lambda w, a, b: a.accounts["carol"].id,
            before=lambda w: w.a.run(erase, w.a.accounts["carol"].id, operator()),
        )
        for name in ("disable_account", "erase_account")
    ),
    *(
        Scenario(
            f"operators.stop.{name}",
            "last_owner",
            lambda w, a, b: w.staff.owner.id,
            who,
            place="staff",
        )
        for name, who in (
            ("disable_account", an_operator),
            ("erase_account", an_operator),
            ("erase_own_account", the_owner),
        )
    ),
    Scenario(
        "accounts.listing.find_by_identifier",
        "invalid_identifier",
        lambda w, a, b: FindByIdentifier(Secret(" ")),
    ),
    Scenario(
        "factors.change_password.change_password",
        "password_wrong",
        lambda w, a, b: ChangePassword(a.accounts["alice"].id, a.session.id, WRONG, NEW_PASSWORD),
        my_person,
        COUNTED,
    ),
    Scenario(
        "factors.change_password.change_password",
        "conflict",
        lambda w, a, b: ChangePassword(
            a.accounts["alice"].id, a.session.id, Secret(PASSWORD), NEW_PASSWORD
        ),
        my_person,
        meanwhile=a_password_meanwhile,
    ),
    Scenario("sessions.end.end_by_operator", "not_found", lambda w, a, b: NOBODY),
    Scenario(
        "sessions.end.end_others",
        "not_found",
        lambda w, a, b: EndOthers(a.accounts["carol"].id, a.session.id),
        my_person,
    ),
    Scenario(
        "sessions.end.end_own",
        "not_found",
        lambda w, a, b: EndOwn(a.accounts["carol"].id, a.session.id),
        my_person,
    ),
    Scenario(
        "consent.end.revoke",
        "consent_not_given",
        lambda w, a, b: leave_of(a),
        before=lambda w: w.a.run(revoke, leave_of(w.a), operator()),
    ),
    Scenario(
        "consent.end.withdraw",
        "not_found",
        lambda w, a, b: Withdraw(a.accounts["alice"].id, a.clients["idle"].id),
        my_person,
    ),
    Scenario(
        "consent.forget.forget_refusal",
        "not_found",
        lambda w, a, b: Forget(a.accounts["alice"].id, a.clients["shop"].id, "openid"),
        my_person,
    ),
)

LOGIN: Final = (
    Scenario(
        "login.activate.activate",
        "activation_gone",
        lambda w, a, b: Activate(a.link, NEW_PASSWORD),
        a_stranger,
        TRIED,
        meanwhile=lambda w: w.a.run(activate, Activate(w.a.link, NEW_PASSWORD)),
    ),
    Scenario(
        "login.activate.activate",
        "activation_gone",
        lambda w, a, b: Activate(a.link, NEW_PASSWORD),
        a_stranger,
        TRIED | {"activation"},
        before=bob_disabled,
    ),
    Scenario(
        "login.confirm.confirm",
        "wrong_proof",
        lambda w, a, b: Confirm(a.accounts["alice"].id, WRONG),
        my_person,
        COUNTED,
    ),
    Scenario(
        "login.conclude.conclude",
        "display_changed",
        lambda w, a, b: replace(deciding(a, a), display_hash="00" * 32),
        my_person,
    ),
    Scenario(
        "login.conclude.conclude",
        "conflict",
        lambda w, a, b: replace(deciding(a, a), version=99),
        my_person,
    ),
    Scenario(
        "login.decide.decide",
        "display_changed",
        lambda w, a, b: replace(deciding(a, a), display_hash="00" * 32),
        my_person,
    ),
    Scenario(
        "login.decide.decide",
        "invalid_input",
        lambda w, a, b: replace(deciding(a, a), ticked=frozenset({"openid"})),
        my_person,
    ),
    Scenario(
        "login.decide.decide",
        "conflict",
        lambda w, a, b: replace(deciding(a, a), version=99),
        my_person,
    ),
    Scenario(
        "login.finish.finish",
        "invalid_consent_token",
        lambda w, a, b: Finish(a.flows["ready"].id, a.bound, a.token),
        my_person,
        frozenset({"consent_token"}),
    ),
    Scenario(
        "login.finish.finish",
        "consent_required",
        lambda w, a, b: Finish(a.flows["decided"].id, a.bound, a.token),
        my_person,
        frozenset({"consent_token"}),
        before=lambda w: w.a.run(revoke, leave_of(w.a), operator()),
    ),
    Scenario(
        "login.finish.finish",
        "invalid_request_uri",
        lambda w, a, b: Finish(start(a, pushed=digest("gone")).id, a.bound),
        my_person,
    ),
    Scenario(
        "login.identify.identify",
        "too_many_tries",
        lambda w, a, b: Identify(a.flows["fresh"].id, a.bound, Secret("alice")),
        a_stranger,
        meanwhile=lambda w: blocked(w.a, source_key(SOURCE)),
    ),
    Scenario(
        "login.prove.prove",
        "wrong_proof",
        lambda w, a, b: proof(a, "named", WRONG),
        a_stranger,
        COUNTED,
    ),
    *(
        Scenario(
            "login.prove.prove",
            "wrong_proof",
            lambda w, a, b: proof(a, "fresh", Secret(PASSWORD)),
            a_stranger,
            COUNTED,
            before=lambda w, name=name: named(w, name),
        )
        for name in ("nobody", "dora", "bob")
    ),
    Scenario(
        "login.prove.prove",
        "wrong_proof",
        lambda w, a, b: proof(a, "named", Secret(PASSWORD)),
        a_stranger,
        COUNTED,
        meanwhile=lambda w: w.a.run(disable, w.a.accounts["alice"].id, operator()),
    ),
    Scenario(
        "login.register.register",
        "identifier_taken",
        lambda w, a, b: Register(a.flows["fresh"].id, a.bound, Secret("alice"), NEW_PASSWORD),
        a_stranger,
        TRIED,
    ),
    Scenario("login.welcome.welcome", "not_found", lambda w, a, b: Welcome(NOBODY, ""), a_stranger),
)
