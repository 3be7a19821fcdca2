"""Which address shows which page, and what does its form set in motion?

Owns: reading requests of the hosted pages, their forms' seals and cookies, and turning what use
cases answer into pages and redirects.
Does not own: the look and the words (`app.hosted`), any rule (domain).
Neighbours: stands on `app.runtime`; wired in `app.server`.
"""
