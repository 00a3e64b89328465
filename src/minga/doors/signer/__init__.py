"""The door of the keys: a process that answers over a Unix socket and knows nothing else."""
