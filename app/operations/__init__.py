"""What can be done to a whole installation, whoever asks for it?

Owns: work that crosses doors: generated documentation and the tasks of operators.
Does not own: how it is asked for (`cli`, `console`, `api`), or any rule (`domain`).
Neighbours: the doors call it; it stands on `wiring`, `runtime` and `settings`.
"""
