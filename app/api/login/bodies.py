"""What a caller sends, read within bounds."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from domain.kernel.errors import invalid

MOST_BYTES = 64 * 1024

Text = Annotated[str, Field(max_length=16 * 1024)]


class Body(BaseModel):
    """A JSON object with these members and no other."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class BeginBody(Body):
    """The authorization request of any client of the tenant."""

    parameters: dict[str, Text] = Field(
        description="Parameters of an authorization request, as the client sent them."
    )


class IdentifyBody(Body):
    """What the person typed to be recognised."""

    identifier: Text = Field(description="User name, e-mail address or phone number.")


class ProveBody(Body):
    """What the person proves with."""

    password: Text = Field(json_schema_extra={"format": "password"})


class RegisterBody(Body):
    """A new account, where the tenant's policy is open."""

    identifier: Text
    password: Text = Field(json_schema_extra={"format": "password"})


class ConsentBody(Body):
    """The person's decision, with what proves which page they saw."""

    decision: Literal["allow", "refuse"]
    nonce: Text = Field(description="As the question gave it; good for one decision.")
    display_hash: Text = Field(description="As the question gave it.")
    items: list[Text] = Field(
        default_factory=list, description="Scope words whose box is ticked.", max_length=100
    )
    duration: Text = Field(default="once", description="One of the question's choices.")


class FinishBody(Body):
    """Nothing: the interaction is in the address."""


T = TypeVar("T", bound=Body)


async def read_body(request: Request, form: type[T]) -> T:
    """Read a JSON body.

    Refuses:
        invalid_input: above 64 KB, not JSON in UTF-8, or not of this form; it names the first
            member at fault.
    """
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise invalid("body", "at most 64 KB")
    try:
        body = form.model_validate_json(bytes(raw) or b"{}")
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise invalid(field, first["msg"][:200]) from None
    return body
