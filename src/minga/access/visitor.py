"""Who is knocking, as far as the network tells."""

from dataclasses import dataclass

from minga.access import rules


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a request came from. Nothing in it proves anything.

    `host` is the office's own name in the address bar; empty where it is not known to be ours.
    """

    ip: str
    user_agent: str = ""
    host: str = ""

    @property
    def source(self) -> str:
        """Whose attempts are counted together."""
        return rules.source(self.ip)

    @property
    def browser_name(self) -> str:
        """The user agent, as long as we keep it."""
        return self.user_agent[:200].replace("\x00", "")
