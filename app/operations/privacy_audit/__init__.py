"""Does anything lie where a person could be read from it? Planted, searched for, and signed.

Owns: canaries and how they are planted, the search of every place, its own negative control, the
report and its signature, the page of the data map. Does not own: the map itself
(`persistence.data_map`), the rows of a database (`persistence.scan`).
Neighbours: stands on the product as somebody runs it; read by `cli`, `api` and `console`.
"""
