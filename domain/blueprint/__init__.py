"""How is a tenant written down, compared and applied?

Owns: the form of the file, the difference between a file and what stands, applying it.
Does not own: reading YAML (`app.cli`), the things it changes (their rooms).
Neighbours: stands on every room; command line, API and console use it.
"""
