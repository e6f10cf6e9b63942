"""Tell: the public pages on which anybody tells the school something, with a name or without.

An application of its own (`config.tell`): it gets no cookie, no address and no browser, because
those never reach it. Everything that is kept goes through `concerns.actions`.
"""
