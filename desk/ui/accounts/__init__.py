"""Accounts in the window: the wizard that connects one, what mends a broken one, and all that is done with them."""
