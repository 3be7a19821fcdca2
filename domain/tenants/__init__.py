"""Whose house is this, and what are its house rules?

Owns: tenants, their policy and lifetimes, their keys (signing, index, subject), the issuer.
Does not own: who may change them (`operators`), how a file describes them (`blueprint`).
Neighbours: stands on `kernel`; every other room stands on it.
"""
