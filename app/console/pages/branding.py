"""Branding: what a tenant may change of its pages, seen on the real ones before it is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.console.pages.branding_derived import draw_derived
from app.console.pages.branding_view import Views
from app.console.parts.buttons import Button, Weight
from app.console.parts.commands import AsCommand
from app.console.parts.elements import Tag
from app.console.parts.fields import TICKED, Choice, Field, Shape, sentence_at_field
from app.console.parts.pickers import ColourField, Picture, PictureField
from app.console.parts.surfaces import card, page_head
from domain.kernel.errors import Refusal, invalid
from domain.tenants.change import ChangeTenant, change_tenant
from domain.tenants.listing import show
from domain.tenants.own_texts import own_texts
from domain.tenants.pictures import LARGEST_PNG
from domain.tenants.records import Branding, Font, PageGround, Tenant
from domain.tenants.rules import clean_branding

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.console.context import PageContext
    from app.console.parts.surfaces import Head

CHANGE: Final = "tenants.change"
OUR_ACCENT: Final = "#0b6152"
_WAIT: Final = 0.25
"""Seconds after the last letter until the pages are drawn anew."""


async def branding(context: PageContext) -> None:
    """Draw the page.

    Refuses:
        forbidden: the operator may not read this tenant.
    """
    words = context.words
    tenant: Tenant = await context.call(show)
    texts = await context.call(own_texts)
    head = page_head(
        context,
        words("Branding"),
        crumbs=[(words("Look & words"), ""), (words("Branding"), "")],
        lede=words(
            "Your colour, your logo, your corners. Contrast is computed, so every page can be read."
        ),
    )
    languages = [*context.look.sentences.languages]
    languages += [tag for tag in texts if tag not in languages]
    desk = _Desk(context, tenant)
    with Tag("div", "", "bl-brand"):
        with Tag("div", "", "bl-section"):
            desk.draw()
        with Tag("div", "", "bl-section"):
            desk.views = Views(context, tenant, texts, languages)
    desk.draw_acts(head)


class _Desk:
    """The choices of one operator, until they are saved."""

    def __init__(self, context: PageContext, tenant: Tenant) -> None:
        self._context = context
        self._tenant = tenant
        self._wanted = tenant.branding
        self._may = context.may(CHANGE)
        self.views: Views | None = None
        self._settled: Tag | None = None

    def draw(self) -> None:
        """Draw the fields."""
        words, look = self._context.words, self._wanted
        with card(words("Look"), testid="branding.look").body, Tag("div", "", "bl-col"):
            self._accent = ColourField(
                "branding.accent",
                words("Colour"),
                look.accent or "",
                usual=OUR_ACCENT,
                words=words,
                locked=not self._may,
            )
            self._accent.on("told", self._changed, args=[], throttle=_WAIT, leading_events=False)
            self._derived = Tag("div", "", "bl-col")
            self._corner = self._select(
                "corner", words("Corners"), str(look.corner), self._corners()
            )
            self._font = self._select("font", words("Letters"), look.font.value, self._fonts())
            self._ground = self._select("ground", words("Page"), look.ground.value, self._grounds())
            self._mark = Field(
                "branding.mark",
                words("Show “By your leave” at the foot"),
                TICKED if look.mark else "",
                shape=Shape("tick", locked=not self._may),
            )
            self._familiar = Field(
                "branding.familiar",
                words("German says du"),
                TICKED if look.familiar else "",
                shape=Shape("tick", locked=not self._may),
            )
            for tick in (self._mark, self._familiar):
                tick.on("told", self._changed, args=[])
        with card(words("Logo"), testid="branding.logos").body, Tag("div", "", "bl-col"):
            self._logo = self._picture("logo", words("Logo"), "")
            self._logo_dark = self._picture("logo_dark", words("Logo for dark pages"), "dark")
            Tag(
                "p",
                words("SVG is reduced to shapes; PNG may have 64 KB. No other address, no script."),
                "bl-s bl-mute",
            )
        with card(words("What stays as it is"), testid="branding.never").body:
            Tag(
                "p",
                words(
                    "Text colours, warnings, focus, sizes, the order of things, and that Refuse "
                    "and Allow look alike."
                ),
                "bl-s bl-sub",
            )
        self._say_derived()

    def draw_acts(self, head: Head) -> None:
        """Draw what saves and what lets go."""
        context, words = self._context, self._context.words
        slug = context.tenant.slug
        AsCommand(context, head, f"byleave tenant set {slug} --accent '{OUR_ACCENT}' --corner 8")
        if not self._may:
            return
        with head.acts:
            Button(context, words("Discard"), self._discard, testid="branding.discard")
            Button(
                context,
                words("Save the look"),
                self._save,
                weight=Weight.PRIMARY,
                sign="save",
                testid="branding.save",
            )

    def _select(self, name: str, label: str, value: str, options: list[Choice]) -> Field:
        made = Field(f"branding.{name}", label, value, shape=Shape("select", options=options))
        made.on("told", self._changed, args=[])
        return made

    def _corners(self) -> list[Choice]:
        words = self._context.words
        return [
            Choice("0", words("Square")),
            Choice("8", words("Soft")),
            Choice("12", words("Round")),
        ]

    def _fonts(self) -> list[Choice]:
        words = self._context.words
        return [
            Choice(Font.SYSTEM.value, words("Those of the device")),
            Choice(Font.GEIST.value, words("Geist, 46 KB more to load once")),
            Choice(Font.SERIF.value, words("Serif letters of the device")),
        ]

    def _grounds(self) -> list[Choice]:
        words = self._context.words
        return [
            Choice(PageGround.PAPER.value, words("Paper")),
            Choice(PageGround.WHITE.value, words("White")),
            Choice(PageGround.TINTED.value, words("Tinted by the colour")),
        ]

    def _picture(self, name: str, label: str, kind: str) -> PictureField:
        words, look = self._context.words, self._wanted
        there = (
            (look.logo_dark_svg or look.logo_dark_png) if kind else look.logo_svg or look.logo_png
        )

        def chosen(picture: Picture) -> None:
            self._put(name, picture.svg, picture.png)

        async def remove() -> None:
            made.clear_file()
            self._put(name, None, None)

        with Tag("div", "", f"bl-logo {kind}"):
            made = PictureField(
                f"branding.{name}",
                label,
                words=words,
                most=LARGEST_PNG,
                chosen=chosen,
                locked=not self._may,
            )
            made.begin(there=bool(there))
            if self._may:
                with made:
                    Button(
                        self._context,
                        words("Remove"),
                        remove,
                        mini=True,
                        testid=f"branding.{name}.remove",
                    )
        return made

    def _put(self, name: str, svg: str | None, png: str | None) -> None:
        if name == "logo":
            self._wanted = replace(self._wanted, logo_svg=svg, logo_png=png)
        else:
            self._wanted = replace(self._wanted, logo_dark_svg=svg, logo_dark_png=png)
        self._changed()

    def _read(self) -> Branding:
        try:
            return replace(
                self._wanted,
                accent=self._accent.text.lower() or None,
                corner=int(self._corner.text),
                font=Font(self._font.text),
                ground=PageGround(self._ground.text),
                mark=self._mark.ticked,
                familiar=self._familiar.ticked,
            )
        except ValueError:
            raise invalid("branding", self._context.words("choose one of those offered")) from None

    def _changed(self) -> None:
        """Show what is chosen, as far as it can be shown; say at the field what cannot."""
        fields = self._by_name()
        for each in fields.values():
            each("")
        try:
            self._wanted = clean_branding(self._read())
        except Refusal as refusal:
            tell = fields.get(refusal.field or "")
            if tell is not None:
                tell(sentence_at_field(self._context.words, refusal))
            return
        self._say_derived()
        if self.views is not None:
            self.views.show(replace(self._tenant, branding=self._wanted))

    def _by_name(self) -> dict[str, Callable[[str], None]]:
        return {
            "branding.accent": self._accent.wrong,
            "branding.logo_svg": self._logo.wrong,
            "branding.logo_png": self._logo.wrong,
            "branding.logo_dark_svg": self._logo_dark.wrong,
            "branding.logo_dark_png": self._logo_dark.wrong,
        }

    def _say_derived(self) -> None:
        made = self._context.look.preview.derived(self._wanted)
        self._derived.clear()
        with self._derived:
            draw_derived(self._context.words, self._wanted.accent or "", made)

    async def _save(self) -> None:
        before = self._tenant.branding
        await self._write(self._read())

        async def undo() -> None:
            await self._write(before)
            self._context.go(self._context.path, **self._context.query)

        self._context.toaster.undo(self._context.words("Saved. People see it now."), undo)

    async def _write(self, wanted: Branding) -> None:
        request = ChangeTenant(self._tenant.version, branding=wanted)
        self._tenant = await self._context.call(change_tenant, request)

    async def _discard(self) -> None:
        self._context.go(self._context.path, **self._context.query)
