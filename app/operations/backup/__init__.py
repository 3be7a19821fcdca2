"""How does an installation come back after its machine is lost? One sealed file, and a rehearsal.

Owns: making a backup (`make`), putting it back (`restore`), proving that one starts (`rehearse`).
Does not own: the form of the file and its content (`persistence.backup`).
The key lies apart: a backup opens with the master key file alone, which is in no backup (ADR-12).
"""
