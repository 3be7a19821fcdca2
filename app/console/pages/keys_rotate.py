"""Rotate a key: what will be signed by which, and how long the old tokens verify, said before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from app.console.pages.proof import proof_dialog, with_proof
from app.console.parts.effects import Effect, Stop, confirm
from app.runtime.errands import ProofFor
from domain.operators.key_room import KeyRoom
from domain.tenants.keys import RotateKey, rotate, rotate_index
from domain.tenants.records import KeyPurpose

if TYPE_CHECKING:
    from app.console.context import PageContext

Asks = Callable[[], Awaitable[None]]


class RotateDialog:
    """Asks before a rotation.

    Args:
        context: the page.
        found: the keys as they stand.
    """

    def __init__(self, context: PageContext, found: KeyRoom) -> None:
        """Keep both."""
        self._context = context
        self._found = found

    def asks(self, purpose: KeyPurpose, alg: str) -> Asks:
        """Return what asks to rotate a signing key."""
        context, words = self._context, self._context.words

        async def act(_reason: str) -> None:
            await self._proven(partial(context.call, rotate, RotateKey(purpose, alg)))

        async def ask() -> None:
            stops = self._of_tokens() if purpose is KeyPurpose.TOKEN else self._of_evidence()
            effect = Effect(
                words("A new {alg} key is made; its private half never leaves the store.", alg=alg),
                stops,
                words("Rotate the {alg} key", alg=alg),
                reason=False,
            )
            confirm(context, words("Rotate this key?"), effect, act, testid="keys.confirm")

        return ask

    def asks_index(self) -> Asks:
        """Return what asks to rotate the key of the identifiers."""
        context, words = self._context, self._context.words

        async def act(_reason: str) -> None:
            await self._proven(partial(context.call, rotate_index))

        async def ask() -> None:
            effect = Effect(
                words("New identifiers are sealed under a new version from now on."),
                [
                    Stop(words("Each older identifier moves at its next sign-in"), words("then")),
                    Stop(words("Everybody is recognised as before"), stays=True),
                ],
                words("Rotate the index key"),
                reason=False,
            )
            confirm(context, words("Rotate this key?"), effect, act, testid="keys.confirm")

        return ask

    async def _proven(self, rotates: Callable[[], Awaitable[object]]) -> None:
        context = self._context

        async def act() -> None:
            await rotates()
            context.go("/keys")

        await with_proof(act, partial(proof_dialog, context, ProofFor.ROTATE_KEY))

    def _of_tokens(self) -> list[Stop]:
        words = self._context.words
        return [
            Stop(words("The new key is published now and signs"), words("in 24 hours")),
            Stop(words("The present key signs until then"), words("then it only verifies")),
            Stop(words("Tokens that are out keep verifying until they end"), stays=True),
            Stop(words("Applications need to do nothing"), stays=True),
        ]

    def _of_evidence(self) -> list[Stop]:
        words = self._context.words
        return [
            Stop(words("The new key signs"), words("at once")),
            Stop(words("The private half of the present key is destroyed"), words("at once")),
            Stop(words("What it signed stays provable"), stays=True),
        ]
