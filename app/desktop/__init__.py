"""How does one person use Byleave at their own machine, in a window, without a server anywhere?

Owns: the window, its one-time tickets, its port and what that port refuses, what is remembered
    between two starts, the native menu with its file dialogs, the menu entry of the system.
Does not own: pages (the console's), use cases (the domain's), settings.
Neighbours: `serve` is the same house for many, `server` puts the doors together; `wiring` opens it.
"""
