"""`minga outbox`: messages that wait to go out, and those that could not."""

import argparse
import sys

from minga.doors.cli.office import database_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--retry ID."""
    parser.add_argument(
        "--retry", type=int, metavar="ID", help="vuelve a intentar el mensaje sin salida ID"
    )


def run(arguments: argparse.Namespace) -> int:
    """Shows the outbox, or puts one dead letter back in line (1 when there is none to retry)."""
    with database_ready():
        return _show() if arguments.retry is None else _retry(arguments.retry)


def _show() -> int:
    from minga.doors.web.templatetags.money import day_short, hour
    from minga.kit import outbox_letters

    state = outbox_letters.state()
    since = state.oldest_waiting
    waiting = f" (el primero, desde el {day_short(since)}, {hour(since)})" if since else ""
    reason = outbox_letters.last_dropped_reason()
    print(f"Por salir:    {state.waiting}{waiting}")
    print(f"Entregados:   {state.delivered}")
    print(f"Descartados:  {state.dropped}{f' (el último: {reason})' if reason else ''}")
    print(f"Sin salida:   {state.dead}")
    for letter in outbox_letters.dead_letters():
        when = f"{day_short(letter.failed_at)}, {hour(letter.failed_at)}"
        print(f"\n  {letter.id}  {letter.topic}  {when}  {letter.attempts} intentos")
        print(f"      {letter.reason}")
        if letter.can_be_retried:
            print(f"      Para intentarlo de nuevo: minga outbox --retry {letter.id}")
    return 0


def _retry(message_id: int) -> int:
    from minga.kit import clock, outbox_letters

    try:
        outbox_letters.retry(message_id, at=clock.now())
    except outbox_letters.NothingToRetry:
        print(
            f"minga: el mensaje {message_id} no está sin salida, o ya no se guarda lo que decía. "
            "Mira «minga outbox».",
            file=sys.stderr,
        )
        return 1
    print(f"El mensaje {message_id} vuelve a la fila.")
    return 0
