"""How does an operator see and steer a tenant in a browser?

Owns: the guard before the mount, the frame (navigation, tenant, environment), the parts pages are
made of, and the pages under `/console/{tenant}/...`, drawn by NiceGUI.
Does not own: any rule. A page lays out and awaits `call(use_case, request)`; who may do what is
asked in the use case, never by what a page shows.
Neighbours: runtime below; the doors hosted, protocol, api and cli are strangers.
"""
