"""The ledger's tables live in their own schema and are made by the SQL files beside this one.

There are no Django models here on purpose: the only way to write is `post`, the only way to read
is `queries`.
"""
