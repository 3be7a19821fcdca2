"""The one composition root: who is told what, and which part stands on which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.runtime.call import Call
from app.runtime.cookies import CookieJar
from app.runtime.forms import FormSeal
from app.runtime.powers.identifiers import Argon2IdentifierHasher
from app.runtime.powers.passwords import Argon2PasswordHasher
from app.runtime.powers.pool import HashingPool
from app.runtime.powers.sentences import HostedSentences
from app.runtime.powers.signer import JwsSigner, KeyForge
from app.runtime.powers.strength import calibrated
from app.runtime.source import Sources
from app.runtime.typed import TypedSeal
from app.settings import Settings, make_data_folder
from domain.accounts import subscribers as accounts
from domain.accounts.events import AccountDisabled, AccountErased
from domain.api_keys import subscribers as api_keys
from domain.audit.record import record
from domain.consent import subscribers as consent
from domain.consent.events import (
    ConsentExpired,
    ConsentRevoked,
    ConsentSuperseded,
    ConsentWithdrawn,
)
from domain.extensions.outbox import keep
from domain.factors import subscribers as factors
from domain.factors.events import PasswordChanged
from domain.identifiers import subscribers as identifiers
from domain.kernel.clock import Clock, SystemClock
from domain.kernel.events import Event
from domain.login import subscribers as login
from domain.oauth import subscribers as oauth
from domain.operators import subscribers as operators
from domain.sandbox import subscribers as sandbox
from domain.sessions import subscribers as sessions
from domain.sessions.events import SessionEnded
from persistence.engine import Database, open_database
from persistence.faults import Unfit
from persistence.master_key import keeping_up, unlock
from persistence.migrations import State, migrate, schema_state
from persistence.sealing import KeyRing
from persistence.work import Works

Subscriber = Callable[[Any, Any], None]

SUBSCRIBERS: Final[Mapping[type[Event], tuple[Subscriber, ...]]] = {
    ConsentWithdrawn: (oauth.on_consent_ended,),
    ConsentRevoked: (oauth.on_consent_ended,),
    ConsentExpired: (oauth.on_consent_ended,),
    ConsentSuperseded: (oauth.on_consent_ended,),
    SessionEnded: (oauth.on_session_ended,),
    PasswordChanged: (sessions.on_password_changed,),
    AccountDisabled: (sessions.on_account_stopped, oauth.on_account_stopped),
    AccountErased: (
        # First: a decision that is under way is waited for here, or finds its flow gone, so that
        # what comes next sees all that was decided.
        login.on_account_erased,
        sessions.on_account_stopped,
        oauth.on_account_stopped,
        consent.on_account_erased,
        identifiers.on_account_erased,
        factors.on_account_erased,
        accounts.on_account_erased,
        api_keys.on_account_erased,
        sandbox.on_account_erased,
        operators.on_account_erased,
        sessions.on_account_erased,
        oauth.on_account_erased,
    ),
}
"""Who acts when something was told, in this order and in the same transaction."""


def tell(work: Any, event: Event) -> None:  # noqa: ANN401 - fits each room's own work
    """Tell an event: subscribers first, then the trail, then the outbox."""
    for subscriber in SUBSCRIBERS.get(type(event), ()):
        subscriber(work, event)
    record(work, event)
    keep(work, event)


@dataclass(frozen=True, slots=True)
class House:
    """Everything a process needs, put together once.

    Args:
        powers: by the name a use case asks for them.
    """

    settings: Settings
    database: Database
    ring: KeyRing
    works: Works
    call: Call
    pool: HashingPool
    clock: Clock
    signer: JwsSigner
    key_maker: KeyForge
    sentences: HostedSentences
    jar: CookieJar
    forms: FormSeal
    typed: TypedSeal
    sources: Sources

    def close(self) -> None:
        """Finish what waits and let go."""
        self.pool.close()
        self.database.close()


OLD_SCHEMA: Final = (
    "The schema of this database is not the one of this version: run `byleave migrate` first."
)


class SchemaOld(Unfit):
    """A Postgres database that wants `byleave migrate`; the process answers 503 until then."""


PATIENCE: Final = 5.0
"""Seconds for which another replica's change of configuration may go unseen."""


def put_together(
    settings: Settings, database: Database, ring: KeyRing, clock: Clock | None = None
) -> House:
    """Make a house over an open database.

    Args:
        settings: valid together.
        database: has its tables.
        ring: the master key that fits it.
        clock: a test's; the machine's otherwise.
    """
    clock = clock or SystemClock()
    pool = HashingPool()
    signer = JwsSigner()
    key_maker = KeyForge()
    sentences = HostedSentences()
    powers = {
        "hasher": Argon2PasswordHasher(calibrated(settings.data_dir)),
        "identifier_hasher": Argon2IdentifierHasher(),
        "signer": signer,
        "key_maker": key_maker,
        "sentences": sentences,
        "settings": settings,
        "clock": clock,
    }
    works = Works(
        ring,
        clock,
        tell,
        patience=0.0 if settings.embedded else PATIENCE,
        keep_up=keeping_up(settings.master_key_file, ring),
    )
    forms = FormSeal(ring.derive("forms"), settings.base_url)
    typed = TypedSeal(ring.derive("typed"))
    sources = Sources(ring.derive("sources"), settings.trusted_proxies)
    ring.follow("forms", forms.rekey)
    ring.follow("typed", typed.rekey)
    ring.follow("sources", sources.rekey)
    # Another replica's change of configuration is heard at once; patience is for a lost notice.
    database.hear(works.shelves.drop)
    return House(
        settings=settings,
        database=database,
        ring=ring,
        works=works,
        call=_kind_of_call(settings)(database, works, pool, powers),
        pool=pool,
        clock=clock,
        signer=signer,
        key_maker=key_maker,
        sentences=sentences,
        jar=CookieJar(secure=settings.encrypted),
        forms=forms,
        typed=typed,
        sources=sources,
    )


def _kind_of_call(settings: Settings) -> type[Call]:
    """Return the way into use cases; who traces nothing pays nothing."""
    if settings.otlp_endpoint is None:
        return Call
    from app.runtime.traced_call import TracedCall  # noqa: PLC0415

    return TracedCall


def open_house(settings: Settings, clock: Clock | None = None) -> House:
    """Open what the settings name: folder, schema, keys.

    An embedded SQLite migrates by itself, after a snapshot; on Postgres that is a command.
    A master key is made for an empty embedded SQLite only.

    Raises:
        SettingsError, Unfit: one sentence with the way out.
    """
    clock = clock or SystemClock()
    make_data_folder(settings)
    if settings.embedded:
        migrate(settings.database_url, now=clock.now())
    elif schema_state(settings.database_url) is not State.CURRENT:
        raise SchemaOld(OLD_SCHEMA)
    database = open_database(settings.database_url)
    try:
        ring = unlock(database, settings.master_key_file, create=settings.embedded)
        return put_together(settings, database, ring, clock)
    except BaseException:
        database.close()
        raise
