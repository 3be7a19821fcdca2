"""What an audit says at each step, so that it is said in the reader's language."""

from __future__ import annotations

from typing import Final

from app.runtime.words import later

STEPS: Final = frozenset(
    {
        later("Making a tenant of its own and starting a server."),
        later("A person registered with an e-mail address and allowed an application."),
        later("The application renewed, inspected and gave back its tokens."),
        later("A second application with opaque tokens was allowed."),
        later("The person changed the password."),
        later("They signed in again: an unknown name, a wrong password, the right one."),
        later("An application pushed a request that names a person."),
        later("Another person registered with a telephone number."),
        later("An address with a control canary was asked for: it must stand in the log."),
        later("Searching while the server runs."),
        later("Making a backup and searching it, sealed and opened with its key."),
        later("Erasing an account and searching for what is left of it."),
        later("Searching once more after the server has ended."),
    }
)
"""Every sentence of `app.operations.privacy_audit` that an operator reads; a test compares them."""

ENDS: Final = frozenset({later("The audit's process ended before it was done.")})
"""Why an audit has no result, where it is for us to say; a test compares it."""
