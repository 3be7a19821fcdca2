"""A tenant's own texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from domain.tenants.texts import Texts
from persistence.mapping import same, table_of
from persistence.statements import Prepared
from persistence.stores.store import Store
from persistence.tables.tenants import TenantTextRow

_TEXT = table_of(TenantTextRow)
_THIS = same(_TEXT.c.tenant_id, _TEXT.c.language, _TEXT.c.source)

_ALL = Prepared(
    select(_TEXT.c.language, _TEXT.c.source, _TEXT.c.text)
    .where(*same(_TEXT.c.tenant_id))
    .order_by(_TEXT.c.language, _TEXT.c.source)
)
_insert = insert(_TEXT)
_PUT = Prepared(
    _insert.on_conflict_do_update(
        index_elements=["tenant_id", "language", "source"],
        set_={"text": _insert.excluded.text, "changed_at": _insert.excluded.changed_at},
    )
)
_REMOVE = Prepared(delete(_TEXT).where(*_THIS))


class TextStore(Store):
    """See `domain.tenants.store.TenantTexts`."""

    __slots__ = ()

    def all(self) -> Texts:
        """See the Protocol; kept with the tenant's configuration."""
        return self._kept(("texts",), self._all)

    def put(self, language: str, source: str, text: str, at: datetime) -> None:
        """See the Protocol."""
        self._configured(
            self._db.run(
                _PUT,
                tenant_id=self._tenant,
                language=language,
                source=source,
                text=text,
                changed_at=at,
            )
        )

    def remove(self, language: str, source: str) -> bool:
        """See the Protocol."""
        met = self._db.run(_REMOVE, tenant_id=self._tenant, language=language, source=source)
        return self._configured(met)

    def _all(self) -> Texts:
        found: dict[str, dict[str, str]] = {}
        for language, source, text in self._db.all(_ALL, tenant_id=self._tenant):
            found.setdefault(language, {})[source] = text
        frozen: dict[str, Mapping[str, str]] = {
            language: MappingProxyType(texts) for language, texts in found.items()
        }
        return MappingProxyType(frozen)
