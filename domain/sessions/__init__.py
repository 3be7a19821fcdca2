"""Who is signed in, in which browser, since when?

Owns: sessions, their idle and absolute ends.
Does not own: the proofs (`factors`), what a client may do (`oauth` grants, which end with a session
that bears them).
Neighbours: stands on `accounts`; `login` starts sessions, `oauth` reads them.
"""
