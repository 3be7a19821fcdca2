"""One engine's side of the machine over leave and tokens: does what it is told, tells how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.operations.demo import decoded
from app.runtime.powers.signer import JwsSigner
from domain.accounts.disable import disable
from domain.accounts.enable import enable
from domain.accounts.erase import erase
from domain.clients.records import AccessTokenForm
from domain.consent.end import Revoke, Withdraw, expire_due, revoke, withdraw
from domain.consent.records import Duration
from domain.kernel.errors import Refusal
from domain.kernel.ids import show
from domain.kernel.secrets import Secret
from domain.login.records import StepKind
from domain.oauth.code_grant import RedeemCode, redeem
from domain.oauth.introspect import Introspect, introspect
from domain.oauth.refresh import RotateRefresh, rotate
from domain.oauth.tokens import Issued, seal
from domain.sessions.end import end_all_for
from tests.support.issuing import ISSUER, VERIFIER
from tests.support.sign_ins import Walk, a_person, open_shop, person
from tests.support.stage import Stage

CALLBACK = "https://shop.example/cb"
ASKED = ("openid", "offline_access", "orders.read", "orders.write")


@dataclass(frozen=True)
class Access:
    """An access token that was issued, with what a resource server reads in it alone."""

    text: str
    scope: tuple[str, ...]
    expires_in: int


@dataclass
class Side:
    """A person, an application and their tokens on one engine.

    Attributes:
        access: every access token ever issued.
        refresh: every refresh token ever issued.
    """

    stage: Stage
    name: str
    opaque: bool
    access: list[Access] = field(default_factory=list)
    refresh: list[Secret] = field(default_factory=list)
    session: bytes | None = None

    def __post_init__(self) -> None:
        self.signer = JwsSigner()
        form = AccessTokenForm.OPAQUE if self.opaque else AccessTokenForm.JWT
        changes = {"client_id": f"shop-{self.name}", "scopes": ASKED, "access_token": form}
        self.shop = open_shop(self.stage, **changes)
        self.person = a_person(self.stage, self.name)

    def tell(self, act: Callable[[], Any]) -> str:
        """Do something and return in a word how it ended, alike on each engine."""
        try:
            return str(act())
        except Refusal as refusal:
            return refusal.code

    def give(self, duration: Duration, ticked: tuple[str, ...]) -> str:
        """Sign in if need be, allow, and exchange the code."""
        walk = self._asked()
        walk.decide(*ticked, duration=duration)
        done = walk.finish()
        assert done.code is not None
        wanted = RedeemCode(self.shop, done.code, CALLBACK, VERIFIER)
        return self._kept(self.stage.write(lambda work: redeem(work, wanted)))

    def refuse(self) -> str:
        """Sign in if need be, and refuse."""
        self._asked().decide(allow=False)
        return "refused"

    def rotate(self, place: int) -> str:
        """Show one of the refresh tokens there ever were."""
        wanted = RotateRefresh(self.shop, self.refresh[place])
        return self._kept(self.stage.write(lambda work: rotate(work, wanted)))

    def withdraw(self, item: str | None) -> str:
        """End leave as its person."""
        wanted = Withdraw(self.person.id, self.shop.id, item)
        who = person(self.person.id)
        return str(self.stage.write(lambda work: withdraw(work, wanted), actor=who))

    def revoke(self, item: str | None) -> str:
        """End leave as an operator."""
        wanted = Revoke(self.person.id, self.shop.id, "a reason", item)
        return str(self.stage.write(lambda work: revoke(work, wanted)))

    def expire(self) -> str:
        """Let the job take down what time has ended."""
        return str(self.stage.write(expire_due))

    def sign_out(self) -> str:
        """End every session."""
        self.stage.write(lambda work: end_all_for(work, self.person.id, "person"))
        self.session = None
        return "out"

    def stop(self, how: str) -> str:
        """Disable, enable or erase the account."""
        act = {"disable": disable, "enable": enable, "erase": erase}[how]
        self.stage.write(lambda work: act(work, self.person.id))
        return how

    def active(self) -> list[tuple[str, ...] | None]:
        """Return what each token opens now; None for one that opens nothing."""
        texts = [Secret(token.text) for token in self.access] + self.refresh
        answers = [self._ask(text) for text in texts]
        return [
            tuple(sorted(str(answer["scope"]).split())) if answer["active"] else None
            for answer in answers
        ]

    def _ask(self, text: Secret) -> dict[str, Any]:
        wanted = Introspect(self.shop, text, ISSUER)
        return self.stage.read(lambda work: introspect(work, wanted, self.signer))

    def _asked(self) -> Walk:
        walk = Walk(self.stage, self.shop, session=self.session)
        walk.begin(scope=ASKED, prompt=("consent",))
        if walk.next().kind is StepKind.IDENTIFY:
            walk.identify(self.name)
            walk.prove()
            self.session = walk.session
        return walk

    def _kept(self, issued: Issued) -> str:
        answer = seal(issued, self.signer, ISSUER)
        token = Access(answer["access_token"], issued.scope, issued.expires_in)
        if token not in self.access:
            self.access.append(token)
        if issued.refresh is not None and issued.refresh.reveal() not in {
            each.reveal() for each in self.refresh
        }:
            self.refresh.append(issued.refresh)
        claims = {} if self.opaque else decoded(token.text)
        assert not claims or set(claims["scope"].split()) == set(issued.scope)
        return f"{' '.join(sorted(issued.scope))} {issued.expires_in} {issued.refresh is not None}"

    @property
    def shown(self) -> str:
        """The account as a trail shows it."""
        return show("acc", self.person.id)
