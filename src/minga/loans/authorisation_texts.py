"""What a member authorises, in the words they read; a change is a new version with its date."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Authorisation:
    """One text: `{cooperative}` is who is authorised. `version` is the day it began to be used."""

    key: str
    version: str
    title: str
    text: str


AUTHORISATIONS = (
    Authorisation(
        "habeas_data",
        "2026-11-23",
        "Autorizo el tratamiento de mis datos",
        "Autorizo a {cooperative} a usar los datos y documentos de esta solicitud para estudiarla, "
        "y para administrar el crédito si me lo aprueban. Puedo conocer, actualizar y corregir mis "
        "datos, y pedir que los supriman cuando la ley lo permita (Ley 1581 de 2012).",
    ),
    Authorisation(
        "credit_bureau",
        "2026-11-23",
        "Autorizo la consulta y el reporte a centrales de riesgo",
        "Autorizo a {cooperative} a consultar mi historia de crédito en centrales de riesgo y a "
        "reportar cómo pago este crédito. Antes de un reporte negativo me avisan con 20 días, para "
        "pagar o para decir por qué no estoy de acuerdo (Ley 1266 de 2008).",
    ),
)


def authorised(cooperative: str, at: datetime) -> dict[str, dict[str, str]]:
    """Every text as it was read, with the day and hour it was authorised."""
    return {
        one.key: {
            "version": one.version, "title": one.title, "at": at.isoformat(),
            "text": one.text.format(cooperative=cooperative),
        }
        for one in AUTHORISATIONS
    }  # fmt: skip
