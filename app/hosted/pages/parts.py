"""What several pages share: problems, notices, the client's face, hidden fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as field_of
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from domain.kernel.errors import Refusal

NoticeKind = Literal["good", "note", "care", "bad"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a form came back: a sentence, and the field it belongs to.

    Attributes:
        text: A whole sentence in the page's language (``words.sentence``).
        field: ``name`` of the field, or None when it is about the whole form.
        refusal: What was said no with, if anything was, for the page in another language.
    """

    text: str
    field: str | None = None
    refusal: Refusal | None = field_of(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about what was just done (``words.notice``)."""

    text: str
    kind: NoticeKind = "good"


@dataclass(frozen=True, slots=True)
class ClientFace:
    """How a client shows itself to a person.

    Attributes:
        name: The client's label.
        origin: Host of the validated redirect URI, as the browser will show it.
        logo_href: Same-origin address of its logo; None shows its initial.
        since: When the tenant registered it.
    """

    name: str
    origin: str = ""
    logo_href: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has.

    Attributes:
        problems: Shown as a summary on top and at each field; the title then begins
            with the word for "Error".
        notice: What was just done, if anything.
        action: Where the form posts; None posts back to the page's own address.
        hidden: More hidden fields of the form, as pairs.
    """

    template: ClassVar[str]
    fields: ClassVar[Mapping[str, str]] = {}
    """Where a problem is shown: the field a use case names, and the page's field for it."""
    visits: ClassVar[tuple[str, ...] | None] = None
    """Texts that belong to one visit; everything else is shown to many. None: nothing is."""

    problems: tuple[Problem, ...] = ()
    notice: Notice | None = None
    action: str | None = None
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> tuple[Problem, ...]:
        """The problems, each at a field of this page or at none."""
        return tuple(
            replace(each, field=self.fields.get(each.field or "")) for each in self.problems
        )
