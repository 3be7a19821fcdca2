"""What did this person agree to, for whom, until when?

Owns: consents and their seven states, decisions, what was shown (notices), consent tokens, the
ledger.
Does not own: tokens and grants (`oauth` ends them when told), the page (`app.hosted`), legal
acceptance.
Neighbours: stands on `clients` and `accounts`; `login` asks it, `oauth` rests on it.
"""
