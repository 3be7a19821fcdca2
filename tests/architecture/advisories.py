"""Known advisories about what we stand on: the first version each is mended in.

A line is added when an advisory is read, not when a version is raised: the floor says why.
"""

FLOORS: tuple[tuple[str, str, str], ...] = (
    ("aiohttp", "3.12.14", "CVE-2025-53643: request smuggling by trailers"),
    ("aiohttp", "3.14.3", "CVE-2026-69244: read beyond a buffer in a response"),
    ("cryptography", "42.0.0", "CVE-2023-50782: RSA decryption tells by its time"),
    ("h11", "0.16.0", "CVE-2025-43859: request smuggling by chunks"),
    ("jinja2", "3.1.6", "CVE-2025-27516: a template leaves its sandbox"),
    ("nicegui", "3.12.0", "CVE-2026-45553, CVE-2026-45554 and those before them"),
    ("orjson", "3.9.15", "CVE-2024-27454: reading without a bound of depth"),
    ("orjson", "3.11.6", "CVE-2025-67221: writing without a bound of depth"),
    ("pyjwt", "2.10.1", "CVE-2024-53861: a part of an issuer is taken for it"),
    ("pyjwt", "2.12.1", "CVE-2026-32597: `crit` is not looked at"),
    ("python-multipart", "0.0.18", "CVE-2024-53981: a body that keeps the loop busy"),
    ("python-multipart", "0.0.31", "GHSA-v9pg-7xvm-68hf, GHSA-5rvq-cxj2-64vf: a body's size"),
    ("starlette", "0.40.0", "CVE-2024-47874: a form that fills the memory"),
    ("starlette", "0.49.1", "CVE-2025-62727: a Range header that keeps the loop busy"),
)
