"""The fields of a tenant's house rules, and what differs from what stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.console.parts.elements import Tag, icon
from app.console.parts.fields import Choice, Field, Form, Shape
from app.console.parts.surfaces import card
from app.runtime.spans import span
from app.runtime.words import later
from domain.kernel.errors import invalid
from domain.tenants.records import Lifetimes, Policy, Registration, Tenant
from domain.tenants.rules import LEAST_PASSWORD, MOST_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.console.context import PageContext

_MINUTES: Final = (1, 2, 5, 10, 15, 20, 30)
_HOURS: Final = (1, 2, 4, 8, 12)
_DAYS: Final = (1, 3, 7, 14, 30)
_STEPS: Final = (
    *(timedelta(seconds=each) for each in (15, 30, 60, 90)),
    *(timedelta(minutes=each) for each in _MINUTES),
    *(timedelta(hours=each) for each in _HOURS),
    *(timedelta(days=each) for each in _DAYS),
)
_LEAST: Final = 6
"""A lifetime is offered down to a sixth of the longest: shorter ones are a matter for the file."""

_LIFETIMES: Final = {
    "access_token": later("Access token"),
    "id_token": later("ID token"),
    "refresh_idle": later("Refresh token, unused"),
    "session_idle": later("Session, unused"),
    "session_absolute": later("Session, at most"),
    "interaction": later("A sign-in under way"),
    "code": later("Code"),
    "pushed_request": later("Pushed request"),
    "consent_token": later("Proof of leave"),
}
_SPANS: Final = {
    "longest_consent": (1, 7, 30, 90, 180, 365),
    "refusal_memory": (0, 1, 7, 30, 90, 365),
    "evidence_retention": (90, 365, 2 * 365, 3 * 365, 5 * 365, 10 * 365),
}
_CHECKED: Final = (
    later("Not among the passwords that are guessed first."),
    later("Not the person's name, the tenant's or the product's."),
    later("No rules of characters, no change by the calendar: both make passwords worse."),
    later("Paste and password managers always work."),
)


class Rules:
    """The fields.

    Args:
        context: the page.
        tenant: as it stands.
        changed: told whenever something else is chosen.
    """

    def __init__(self, context: PageContext, tenant: Tenant, changed: Callable[[], None]) -> None:
        """Remember what stands; `draw` makes the fields."""
        self._context = context
        self._tenant = tenant
        self._changed = changed
        self._fields: dict[str, Field] = {}
        self._labels: dict[str, str] = {}

    def draw(self) -> None:
        """Draw every field."""
        self._draw_doors()
        self._draw_passwords()
        self._draw_leave()
        self._draw_lifetimes()
        self.form = Form(self._context, *self._fields.values())

    def stands(self, tenant: Tenant) -> None:
        """Compare with this from now on."""
        self._tenant = tenant

    def read(self) -> tuple[str, Policy]:
        """Return the language and the rules that are chosen.

        Refuses:
            invalid_input: the length of a password is no number.
        """
        policy, text = self._tenant.policy, {n: f.text for n, f in self._fields.items()}
        if not text["policy.password_least"].isdecimal():
            raise invalid(
                "policy.password_least",
                self._context.words(
                    "write {least} to {most}", least=LEAST_PASSWORD, most=MOST_PASSWORD
                ),
            )
        spans = {name: _length(text[f"policy.{name}"]) for name in _SPANS}
        lives = {name: _length(text[f"policy.lifetimes.{name}"]) for name in _LIFETIMES}
        if text["registration"] not in set(Registration):
            raise invalid("registration", self._context.words("choose one of those offered"))
        return text["locale"], replace(
            policy,
            registration=Registration(text["registration"]),
            password_least=int(text["policy.password_least"]),
            longest_consent=spans["longest_consent"] or None,
            refusal_memory=spans["refusal_memory"],
            evidence_retention=spans["evidence_retention"],
            lifetimes=replace(policy.lifetimes, **lives),
        )

    def turns(self) -> list[tuple[str, str, str]]:
        """Return what differs from what stands: name, before, after."""
        stands = self._standing()
        return [
            (self._labels[name], self._said(name, stands[name]), self._said(name, field.text))
            for name, field in self._fields.items()
            if field.text != stands[name]
        ]

    def _standing(self) -> dict[str, str]:
        policy = self._tenant.policy
        lives = policy.lifetimes
        return {
            "registration": policy.registration.value,
            "locale": self._tenant.locale,
            "policy.password_least": str(policy.password_least),
            **{f"policy.{name}": _text(getattr(policy, name)) for name in _SPANS},
            **{f"policy.lifetimes.{name}": _text(getattr(lives, name)) for name in _LIFETIMES},
        }

    def _said(self, name: str, value: str) -> str:
        options = self._fields[name].props["options"]
        return next((each["label"] for each in options if each["value"] == value), value) or "—"

    def _add(self, name: str, label: str, shape: Shape, hint: str = "") -> None:
        made = Field(name, label, self._standing()[name], hint=hint, shape=shape)
        made.on("told", self._changed, args=[])
        self._fields[name], self._labels[name] = made, label

    def _draw_doors(self) -> None:
        words = self._context.words
        doors = (
            Choice("open", words("Open"), words("Anybody makes an account on the sign-in page.")),
            Choice(
                "invitation",
                words("By invitation"),
                words(
                    "Only who holds an activation link that an operator made; the sign-in page "
                    "says so."
                ),
            ),
            Choice(
                "closed",
                words("Closed"),
                words("No way in is shown. Operators still make accounts by hand."),
            ),
        )
        named = self._context.look.preview.language_name
        tags = dict.fromkeys((*self._context.look.sentences.languages, self._tenant.locale))
        languages = [Choice(tag, named(tag)) for tag in tags]
        with card(words("Who may come"), testid="sign-in.doors").body, Tag("div", "", "bl-col"):
            self._add("registration", words("Registration"), Shape("pick", options=doors))
            self._add(
                "locale",
                words("Default language"),
                Shape("select", options=languages),
                words("For people whose browser wishes none that you offer."),
            )

    def _draw_passwords(self) -> None:
        words = self._context.words
        with card(words("Passwords"), testid="sign-in.passwords").body, Tag("div", "", "bl-col"):
            self._add(
                "policy.password_least",
                words("Fewest characters"),
                Shape(),
                words("{least} to {most}.", least=LEAST_PASSWORD, most=MOST_PASSWORD),
            )
            Tag("p", words("Checked as well:"), "bl-s")
            with Tag("ul", "", "bl-stops"):
                for each in _CHECKED:
                    with Tag("li", "", "stay"):
                        icon("circle-check")
                        Tag("span", words(each))

    def _draw_leave(self) -> None:
        words, policy = self._context.words, self._tenant.policy
        usual = words("12 months, then asked again")
        with card(words("Leave"), testid="sign-in.leave").body, Tag("div", "", "bl-col"):
            self._add(
                "policy.longest_consent",
                words("Longest leave"),
                self._days("longest_consent", policy.longest_consent, first=("0", usual)),
                words(
                    "What people give ends then at the latest. What was given keeps its own end."
                ),
            )
            self._add(
                "policy.refusal_memory",
                words("A box left empty counts as answered for"),
                self._days("refusal_memory", policy.refusal_memory),
            )
            self._add(
                "policy.evidence_retention",
                words("Ended leave and audit lines are kept for"),
                self._days("evidence_retention", policy.evidence_retention),
            )

    def _draw_lifetimes(self) -> None:
        words, longest = self._context.words, Lifetimes()
        lives = self._tenant.policy.lifetimes
        whole = card(
            words("Lifetimes"), note=words("each as long as ours at most"), testid="sign-in.lives"
        )
        with whole.body, Tag("div", "", "bl-limits"):
            for name, label in _LIFETIMES.items():
                most = getattr(longest, name)
                steps = [each for each in _STEPS if most / _LEAST <= each <= most]
                offered = sorted({*steps, most, getattr(lives, name)})
                options = [Choice(_text(each), span(words, each)) for each in offered]
                self._add(
                    f"policy.lifetimes.{name}", words(label), Shape("select", options=options)
                )

    def _days(
        self, name: str, now: timedelta | None, first: tuple[str, str] | None = None
    ) -> Shape:
        words = self._context.words
        offered = sorted(
            {*(timedelta(days=each) for each in _SPANS[name]), *([now] if now else [])}
        )
        options: Sequence[Choice] = [Choice(_text(each), span(words, each)) for each in offered]
        return Shape("select", options=[*([Choice(*first)] if first else []), *options])


def _text(length: timedelta | None) -> str:
    return str(int(length.total_seconds())) if length is not None else "0"


def _length(text: str) -> timedelta:
    return timedelta(seconds=int(text)) if text.isdecimal() else timedelta()
