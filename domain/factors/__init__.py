"""How does someone show it is them?

Owns: factors and their enrolments (here: the password), their rules, score, amr and acr.
Does not own: what must happen next (`login`), how often one may try (`limits`).
Neighbours: stands on `accounts` and `identifiers`; `login` calls it.
"""
