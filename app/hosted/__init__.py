"""What does a person see in the browser, and in which words?

Owns: the pages a person meets (sign in, register, give leave, ``/me``, endings,
refusals) as frozen view models and Jinja2 templates; their words in every shipped
language; their style sheets, icons and one small script; the tenant's colours; the
headers a hosted page travels with.
Does not own: what happens next (``domain.login``), what leave means
(``domain.consent``), cookies and origins (``app.runtime``).
Neighbours: ``app.runtime`` below; the other doors (``protocol``, ``console``,
``api``, ``cli``) are strangers.

A page is complete without JavaScript, loads nothing from outside, and carries no
inline style and no inline script.
"""
