"""What do all doors need, whichever manner they speak?

Owns: the one way into a use case, who the actor is, how a refusal is answered, words, headers,
logging, and the powers that do slow work.
Does not own: any page or endpoint (the doors), any rule (domain).
Neighbours: settings below; wiring, operations and the doors above.
"""
