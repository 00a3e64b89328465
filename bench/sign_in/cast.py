"""The measured members: number, PIN and browser follow from their place."""

PIN = "7294"


def document_number(i: int) -> str:
    """The document of member number i."""
    return str(1_000_000_000 + i)


def browser_token(i: int) -> str:
    """The token of the browser that member number i enrolled."""
    return f"bench-browser-of-{i}"


def own_members(worker: int, workers: int, members: int) -> list[int]:
    """The members of one worker: two never sign the same one in at one moment."""
    return list(range(worker, members, workers))
