"""`minga bench ledger`: the ledger measured side by side with the database's own limit and with its
peers.
"""
