"""The words of every message: e-mail as text and HTML, and a text message of one part.

The words are in texts/: `<kind>.txt` (first line: the subject) and `<kind>.sms`. In the HTML a
paragraph that is only the code stands out, a link can be followed, and lines «Etiqueta:
valor» become a table. What comes from outside is put in after the paragraphs are cut
and, in HTML, escaped: a name cannot add a line or a tag.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from minga.notices import rules

TEXTS = Path(__file__).parent / "texts"
KINDS = (
    "code_register", "code_browser", "already_registered",
    "browser_used", "answers_failed", "pin_changed",
    "passkey_added", "passkey_removed", "passkey_copied",
    "code_recover_pin", "code_recover_questions", "recover_pin_link",
    "link_register", "link_browser", "link_recover_questions",
    "code_approve", "approved_by_passkey",
    "pin_recovered", "questions_changed",
    "strip_changed", "browser_forgotten", "sessions_closed",
    "access_blocked", "access_unblocked", "access_reset",
    "registered", "browser_enrolled", "transfer_done",
    "loan_requested", "loan_missing", "loan_approved", "loan_rejected",
    "loan_codebtor_accepted", "loan_codebtor_sign", "loan_codebtors_signed",
    "loan_offer_expired",
    "loan_disbursed", "loan_paid", "loan_paid_payroll", "loan_recovered", "collection_forgiven",
    "loan_due_soon", "loan_overdue", "loan_overdue_codebtor",
    "aportes_revalued",
    "goal_quota_skipped", "account_opened", "account_rejected",
    "term_opened", "term_ends_soon", "term_redeemed", "term_renewed", "term_undone",
    "term_cancelled", "retention_back",
)  # fmt: skip
# What a message may leave unsaid: a line «Etiqueta: $value» without its value disappears.
OPTIONAL = frozenset({
    "device", "day", "hour", "until", "mora", "collection", "ends", "retention", "total", "rate",
    "link",
})  # fmt: skip
VALUE_LENGTH_MAX = 80
LINK_LENGTH_MAX = 300
COOPERATIVE_IN_SMS_MIN = 12
_HOST = re.compile(r"[A-Za-z0-9.-]{1,70}")
_LINK = re.compile(r"\$((?:block_)?link)\b")
_ANCHOR = r'<a href="$\1">$\1</a>'
_LABELLED = re.compile(r"^([^:$]{2,30}): (\$\w+)$")


class UnknownKind(LookupError):
    """No message of that kind exists."""


@dataclass(frozen=True)
class Composed:
    """A message ready to go; a text message has neither subject nor HTML."""

    subject: str
    text: str
    html: str


def compose(kind: str, context: Mapping[str, str], channel: str) -> Composed:
    """Writes one message for "email" or "sms".

    Every context holds `cooperative` and `phone` (empty when there is none to call); codes hold
    `code` and `minutes`, and `host` where the page's address is known; approvals hold `what`;
    `transfer_done` holds `amount`, `reference` and `hour`, already in words; `name` is how the
    person is greeted. An e-mail with a `block_link` ends with that way to close the access. Raises
    UnknownKind, and KeyError for a missing word: both are bugs of the caller.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    words = {name: _one_line(name, value) for name, value in context.items()}
    words |= _ways_to_reach(words["phone"])
    if channel == "sms":
        return Composed("", _short_message(kind, words), "")
    words |= {"greeting": f"Hola, {words['name']}:" if words.get("name") else "Hola:"}
    subject, _, body = _source(f"{kind}.txt").partition("\n")
    ends = ["block_link.txt"] if words.get("block_link") else []
    parts = [body.strip(), *(_source(name).strip() for name in (*ends, "footer.txt"))]
    paragraphs = _spoken_of("\n\n".join(parts), words)
    return Composed(
        Template(subject).substitute(words),
        Template("\n\n".join(paragraphs)).substitute(words) + "\n",
        _html(subject, paragraphs, words),
    )


def _ways_to_reach(phone: str) -> dict[str, str]:
    """What to do in a hurry and how to talk, with a number to call or without one."""
    if phone:
        return {"call": f"llámanos ya al {phone}", "talk": f"llama al {phone}"}
    return {"call": "avisa ya en tu cooperativa", "talk": "acércate a tu cooperativa"}


def _spoken_of(body: str, words: Mapping[str, str]) -> list[str]:
    """The paragraphs, without the labelled lines that have nothing to say."""
    paragraphs = []
    for paragraph in body.split("\n\n"):
        lines = [line for line in paragraph.split("\n") if not _is_silent(line, words)]
        if lines:
            paragraphs.append("\n".join(lines))
    return paragraphs


def _is_silent(line: str, words: Mapping[str, str]) -> bool:
    labelled = _LABELLED.match(line)
    name = labelled[2][1:] if labelled else ""
    return name in OPTIONAL and not words.get(name)


def _html(subject: str, paragraphs: list[str], words: Mapping[str, str]) -> str:
    safe = {name: html.escape(value) for name, value in words.items()}
    blocks = "\n".join(_block(paragraph) for paragraph in paragraphs)
    page = Template(_source("layout.html"))
    return page.substitute(
        safe,
        subject=Template(html.escape(subject)).substitute(safe),
        blocks=Template(blocks).substitute(safe),
    )


def _block(paragraph: str) -> str:
    """One paragraph of a text as HTML, its placeholders still in place."""
    if paragraph == "$code":
        return '<p class="code">$code</p>'
    rows = [_LABELLED.match(line) for line in paragraph.split("\n")]
    if all(rows) and not _LINK.search(paragraph):  # an address is too long for a cell
        cells = (
            f'<tr><th scope="row">{html.escape(row[1])}</th><td>{row[2]}</td></tr>'
            for row in rows
            if row
        )
        return f"<table>{''.join(cells)}</table>"
    return f"<p>{_LINK.sub(_ANCHOR, html.escape(paragraph, quote=False))}</p>"


def _short_message(kind: str, words: Mapping[str, str]) -> str:
    """At most 160 places: the cooperative's name gives way first, then a code's last line."""
    template = Template(_source(f"{kind}.sms").strip())
    name = words["cooperative"]
    for tail in (_tie(kind, words), ""):
        fixed = rules.gsm(template.substitute(words, cooperative="") + tail)
        spare = rules.SMS_SEPTETS_MAX - rules.septets(fixed)
        if spare >= min(len(name), COOPERATIVE_IN_SMS_MIN):
            break
    shown = rules.shortened(rules.gsm(name), max(0, spare))
    return rules.gsm(template.substitute(words, cooperative=shown) + tail)


def _tie(kind: str, words: Mapping[str, str]) -> str:
    """The last line of an origin-bound code: a browser offers it on that host's pages only."""
    host = words.get("host", "").partition(":")[0]
    tied = kind.startswith("code_") and _HOST.fullmatch(host)
    return f"\n\n@{host} #{words['code']}" if tied else ""


def _one_line(name: str, value: str) -> str:
    """No line breaks, nothing invisible, not endless; an amount's unbreakable space stays."""
    seen = "".join(c if c.isprintable() or c == "\u00a0" else " " for c in str(value))
    longest = LINK_LENGTH_MAX if _LINK.fullmatch(f"${name}") else VALUE_LENGTH_MAX
    return re.sub(" +", " ", seen).strip()[:longest]


@cache
def _source(name: str) -> str:
    return (TEXTS / name).read_text(encoding="utf-8")
