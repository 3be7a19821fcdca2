"""Every hosted page in every state worth a look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.hosted import pages
from app.hosted.pages import ClientFace, Item, Notice, Page, Problem
from app.hosted.words import notice, sentence, words

NOW = datetime(2026, 11, 21, 8, 3, tzinfo=UTC)
SHOP = ClientFace("ACME Shop", origin="shop.acme.example", since=datetime(2025, 3, 2, tzinfo=UTC))
TIDEBOOK = ClientFace("Tidebook", origin="tidebook.example", since=datetime(2025, 3, 2, tzinfo=UTC))
LONG = ClientFace(
    "Donaudampfschifffahrtsgesellschaft Terminverwaltung",
    origin="a-very-long-host-name-for-a-client.appointments.harbour-health.example",
)

OPENID = Item(
    "openid",
    "Know it is you again",
    "Gets a number made for this application alone. No name, no e-mail.",
)
WRITE = Item("orders.write", "Place orders", "ACME Shop can place orders in your name.")
READ = Item(
    "orders.read",
    "See your orders",
    "ACME Shop can see what you ordered and when.",
    longest=timedelta(days=30),
)
EMAIL = Item(
    "email", "Know your e-mail address", "Sees your e-mail address and whether it is confirmed."
)
AWAY = Item(
    "offline_access",
    "Stay connected while you are away",
    "Without this it stops when you sign out.",
    background=True,
)

CHOICES = tuple(pages.DurationChoice(value) for value in ("once", "PT1H", "P1D", "P30D", "until"))
BOUNDED = (*CHOICES[:4], pages.DurationChoice("until", timedelta(days=90)))


def _wrong(code: str, locale: str, field: str | None, **params: str | int) -> tuple[Problem, ...]:
    return (Problem(sentence(code, params, words(locale)), field),)


def _consent(**changes) -> pages.Consent:
    given = {
        "client": SHOP,
        "needed": (OPENID, WRITE),
        "chosen": (READ, EMAIL, AWAY),
        "durations": BOUNDED,
        "duration": "once",
        "display": "9f2c41d0",
        "purpose": "To take your orders and to show you what became of them.",
        "longest": timedelta(days=90),
    }
    return pages.Consent(**{**given, **changes})


def _given(**changes) -> pages.GivenConsent:
    given = {
        "handle": "con_1",
        "client": SHOP,
        "given_at": datetime(2026, 11, 18, 10, 12, tzinfo=UTC),
        "until": datetime(2026, 12, 18, 10, 12, tzinfo=UTC),
        "chosen": (READ, AWAY),
        "needed": (OPENID, WRITE),
        "left_out": (EMAIL,),
        "used_at": datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
        "record_id": "rec_8KD2M4VX",
    }
    return pages.GivenConsent(**{**given, **changes})


def _sessions(*, others: int) -> pages.Sessions:
    here = pages.SessionLine(
        "ses_0", "Firefox", "Linux", NOW - timedelta(hours=2), NOW, current=True
    )
    names = (("Safari", "iPhone"), ("", ""))
    more = tuple(
        pages.SessionLine(
            f"ses_{n + 1}", *names[n % 2], NOW - timedelta(days=n + 2), NOW - timedelta(hours=n + 5)
        )
        for n in range(others)
    )
    return pages.Sessions(sessions=(here, *more))


def states(locale: str) -> dict[str, Page]:
    """Return every state of every page, by a name."""
    password = {"restart_href": "/t/acme/login", "username": "alice"}
    return {
        "identify": pages.Identify(client=SHOP, register_href="/t/acme/login/register"),
        "identify-alone": pages.Identify(
            kinds=("username", "email", "phone"), notice=notice("account_created", words(locale))
        ),
        "identify-error": pages.Identify(
            client=LONG,
            identifier="al ice",
            problems=_wrong("invalid_identifier", locale, "identifier"),
        ),
        "prove": pages.Prove(client=SHOP, **password),
        "prove-error": pages.Prove(
            client=SHOP, problems=_wrong("wrong_proof", locale, "password"), **password
        ),
        "register": pages.Register(client=SHOP, sign_in_href="/t/acme/login"),
        "register-error": pages.Register(
            sign_in_href="/t/acme/login",
            identifier="alice",
            problems=(
                *_wrong("identifier_taken", locale, "identifier"),
                *_wrong("password_too_short", locale, "password", least=15),
            ),
        ),
        "activate": pages.Activate(),
        "activate-error": pages.Activate(problems=_wrong("password_common", locale, "password")),
        "first-operator": pages.FirstOperator(),
        "invitation": pages.Invitation(
            tenant="Acme", gives=("Audit reader: see the audit trail.",)
        ),
        "spent-invitation": pages.SpentLink(purpose="invitation"),
        "spent-bootstrap": pages.SpentLink(purpose="bootstrap"),
        "spent-activation": pages.SpentLink(purpose="activation", sign_in_href="/t/acme/login"),
        "consent": _consent(),
        "consent-needed-only": _consent(
            chosen=(), purpose=None, longest=None, durations=CHOICES[:3], duration="PT1H"
        ),
        "consent-again": _consent(
            needed=(),
            chosen=(EMAIL,),
            already=(OPENID, WRITE, READ),
            already_until=NOW + timedelta(days=27),
            longest=None,
            durations=CHOICES,
        ),
        "consent-long": _consent(
            client=LONG,
            privacy_href="https://shop.acme.example/privacy",
            terms_href="https://shop.acme.example/terms",
        ),
        "consent-error": _consent(problems=_wrong("display_changed", locale, "duration")),
        "confirm-sign-out": pages.ConfirmSignOut(client=SHOP),
        "signed-out": pages.SignedOut(
            client=SHOP, back_href="https://shop.acme.example/bye", sign_in_href="/t/acme/login"
        ),
        "refused": pages.Refused(
            sentence=sentence("unregistered_redirect_uri", {}, words(locale)),
            request_id="req_9KD2XW",
            code="unregistered_redirect_uri",
            detail="The application asks to send you to an address that is not registered for it.",
        ),
        "fault": pages.Refused(
            sentence=sentence("", {}, words(locale)),
            request_id="req_9KD2XW",
            home_href="/t/acme/login",
        ),
        "not-found": pages.NotFound(home_href="/t/acme/login"),
        "too-many-tries": pages.TooManyTries(
            until=NOW + timedelta(minutes=5), now=NOW, again_href="/t/acme/login"
        ),
        "unavailable": pages.Unavailable(
            sentence=sentence("storage_unavailable", {}, words(locale)),
            request_id="req_9KD2XW",
            code="storage_unavailable",
        ),
        "form-post": pages.FormPost(
            client=SHOP, action="/sent", hidden=(("code", "c"), ("state", "s"))
        ),
        "me-home": pages.Home(consents=2, sessions=3),
        "me-home-empty": pages.Home(consents=0, sessions=1),
        "me-sessions": pages_with_notice(
            _sessions(others=2), notice("session_ended", words(locale))
        ),
        "me-sessions-alone": _sessions(others=0),
        "me-consents": pages.Consents(
            given=(
                _given(),
                _given(
                    handle="con_2",
                    client=TIDEBOOK,
                    chosen=(),
                    left_out=(),
                    until=NOW + timedelta(hours=9),
                ),
            ),
            now=NOW,
            open="con_1",
            ended=(
                pages.EndedConsent(LONG, NOW - timedelta(days=3), "withdrawn"),
                pages.EndedConsent(SHOP, NOW - timedelta(days=9), "expired"),
            ),
        ),
        "me-consents-one": pages.Consents(
            given=(_given(client=LONG, until_withdrawn=True, until=NOW + timedelta(days=365)),),
            now=NOW,
            notice=notice("item_withdrawn", words(locale)),
        ),
        "me-consents-empty": pages.Consents(given=(), now=NOW),
        "me-password": pages.ChangePassword(),
        "me-password-error": pages.ChangePassword(
            problems=_wrong("password_wrong", locale, "current_password")
        ),
        "me-delete": pages.DeleteAccount(consents=2, asks_password=True),
        "me-delete-error": pages.DeleteAccount(
            problems=_wrong(
                "invalid_input", locale, "word", why=words(locale).text("type the word to go on")
            )
        ),
        "deleted": pages.Deleted(),
    }


def pages_with_notice(page: pages.Sessions, said: Notice | None) -> pages.Sessions:
    return pages.Sessions(sessions=page.sessions, notice=said)
