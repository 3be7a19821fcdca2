"""What use cases need beside the store: hashers, the signer, the maker of keys.

Each fits a Protocol of `domain.kernel.powers`; the wiring makes one of each for the process.
"""
