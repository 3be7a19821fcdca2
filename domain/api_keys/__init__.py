"""How does a machine speak for an account, without a password?

Owns: API keys (their form, what is kept of them, their end), and what was made once under them.
Does not own: whose permissions a key has a part of (`operators`), the API itself (`app.api`).
Neighbours: stands on `accounts` and `limits`; `operators` admits a caller by its key.
"""
