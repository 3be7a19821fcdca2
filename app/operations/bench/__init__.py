"""How much does an answer cost?

Owns: a load from outside over real sockets, the check of every answer, the machine's account of
what the server used, the figures we aim for.
Does not own: a way around anything: the server is the one `byleave serve` starts, its tenant is
made by `byleave apply`, its people register on its pages.
Neighbours: `app.cli.bench` prints what comes out; docs/performance.md tells what came out here.
"""
