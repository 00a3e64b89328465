"""The words for what `minga books check` finds."""

from minga.ledger.books_check import Problem

WORDS = {
    "postings_without_entry": "hay {found} partidas de un asiento que no existe",
    "entry_without_postings": "el asiento no tiene partidas",
    "too_few_lines": "tiene {found} partida; todo asiento tiene al menos dos",
    "unbalanced": "no cuadra: débitos {found}, créditos {expected}",
    "line_numbers": "sus líneas no van de 1 en adelante (suman {found}, deben sumar {expected})",
    "wrong_day": "una partida es del {found} y su asiento del {expected}",
    "bad_line": "lado o valor que no existe: {found}",
    "running_balance_misplaced": "saldo corrido donde no va, o falta: {found}",
    "reversal_of_nothing": "reversa el asiento {found}, que no existe antes de él",
    "reversed_twice": "reversa el asiento {found}, que ya reversó el {expected}",
    "reversal_differs": "no es el espejo de lo que reversa: hay {found}, debe haber {expected}",
    "version_gap": "su número en la cuenta es {found} y debe ser {expected}",
    "running_balance": "dejó un saldo de {found} y debe ser {expected}",
    "postings_without_balance": "hay {found} partidas y la cuenta no tiene saldo guardado",
    "stored_balance": "el saldo guardado es {found} y sus partidas suman {expected}",
    "stored_version": "el saldo guardado cuenta {found} partidas y hay {expected}",
    "balance_without_account": "hay un saldo de {found} de una cuenta que no existe",
    "account_without_chart": "su código {found} no está en el plan de cuentas",
    "balance_rows": "su saldo está en {found} filas y debe estar en {expected}",
    "copy_differs": "el saldo dice «{found}» y la cuenta «{expected}» (lado, moneda, mínimo)",
    "below_floor": "lo disponible es {found} y el mínimo {expected}",
    "held": "lo retenido es {found} y las retenciones abiertas suman {expected}",
    "closed_not_zero": "está cerrada y no está en cero: {found}",
    "half_closed": "unas filas de su saldo están abiertas y otras cerradas",
    "open_despite_closure": "tiene registro de cierre y sigue abierta",
    "closed_without_record": "está cerrada sin registro de cierre",
    "capture_without_entry": "usó la retención {found} sin tocar la cuenta retenida",
    "hold_key_twice": "las retenciones {expected} y {found} tienen la misma llave",
    "key_twice": "su llave {found} es también la del asiento {expected}",
    "day_unbalanced": "el día no cuadra: débitos {found}, créditos {expected}",
}


def describe(problem: Problem) -> str:
    """«asiento 7 · línea 2 · cuenta 31: …», with only the parts that apply."""
    places = (
        ("asiento", problem.entry_id),
        ("línea", problem.line_no),
        ("cuenta", problem.account_id),
    )
    where = " · ".join(f"{name} {number}" for name, number in places if number is not None)
    what = WORDS[problem.code].format(
        found=problem.found or "nada", expected=problem.expected or "nada"
    )
    return f"{where}: {what}" if where else what
