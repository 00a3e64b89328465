"""From what a payload carries to what people read: amounts and hours."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minga.doors.web.templatetags.money import cop, day_short, hour
from minga.kit.money import Money

_AMOUNT = re.compile(r"[0-9]{1,16}(\.[0-9]{1,2})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)")


def in_words(context: Mapping[str, Any]) -> dict[str, str]:
    """`amount` ("150000.00") and `hour` (ISO 8601 with its offset) as people write them.

    The day of that hour comes with it, as `day`; `until` says both; `what` is an amount with its
    `destination`, or the destination alone; everything else stays as it is.
    """
    words = {name: str(value) for name, value in context.items()}
    if _AMOUNT.fullmatch(words.get("amount", "")):
        words["amount"] = cop(Money.of(words["amount"]))
    if "destination" in words:
        words["what"] = f"{words.get('amount', '')} {words['destination']}".strip()
    if _MOMENT.fullmatch(words.get("hour", "")):
        moment = datetime.fromisoformat(words["hour"])
        words |= {"day": day_short(moment), "hour": hour(moment)}
    if _MOMENT.fullmatch(words.get("until", "")):
        end = datetime.fromisoformat(words["until"])
        words["until"] = f"{day_short(end)}, {hour(end)}"
    return words
