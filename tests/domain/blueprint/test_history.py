"""A file that changed something is told where it did, and its plan speaks in words."""

from domain.tenants.records import BUILT_IN
from tests.support.files import START, put, sentences

OPERATOR = """
operators:
  - {username: olga, role: audit_reader, tenant: acme}
"""
WEAKENED = """
tenants:
  - slug: acme
    clients:
      - id: tool
        redirect_uris: ["http://127.0.0.1/cb"]
        relaxations: [{rule: loopback_http, reason: A tool on this machine.}]
"""


def told(house, slug):
    return [
        (line.facts["added"], line.facts["changed"], line.facts["removed"])
        for line in house.told(slug, "config.applied")
    ]


class TestHistory:
    def test_tells_how_much_was_changed_in_each_tenant_and_nothing_when_nothing_was(self, house):
        put(house, START)
        assert told(house, "acme") == [(4, 0, 0)]
        put(house, START)
        assert len(told(house, "acme")) == 1
        put(house, START.replace("label: Shop", "label: Store"))
        put(house, OPERATOR)
        assert len(told(house, "acme")) <= 2
        assert told(house, BUILT_IN) == [(1, 0, 0)]


class TestPlan:
    def test_says_a_relaxation_in_words(self, house):
        put(house, START)
        put(house, WEAKENED)
        changed = WEAKENED.replace("A tool on this machine.", "Another reason.")
        (line,) = sentences(house, changed)
        assert "loopback_http (A tool on this machine) → " in line.replace("[", "").replace("]", "")
        assert "Relaxation(" not in line
