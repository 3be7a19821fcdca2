"""How do testers practise without touching anyone real?

Owns: personas of sandbox tenants and their moved clock.
Does not own: anything of production tenants; every verb here refuses them.
Neighbours: stands on `login` and `claims`; `blueprint` and the command line call it.
"""
