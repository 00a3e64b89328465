"""docs/parameters.md: every dated value with its source and confidence, for an accountant to sign.

Its reader is the accountant of a Colombian cooperative, so it is in Spanish, as the sources are.
`python -m minga.kit.parameter_table > docs/parameters.md` writes it again; a test compares them.
"""

import sys
from collections.abc import Iterable
from itertools import groupby

from minga.kit.parameter_file import SeedRow, rows

HEADER = """\
# Valores legales y topes acordados

Todo número que una ley, una autoridad o la cooperativa puede cambiar es una fila con fecha, nunca
una constante del programa. La fecha dice desde cuándo cuenta la fila; rige la última que ya entró
en vigor. Los valores de un año o de un mes lo llevan en el nombre: el que no está aquí falta, y lo
que lo necesita lo dice en vez de tomar el del año o el mes vecino.

Confianza: **S** se leyó una fuente · **Mh**, **Mm**, **Ml** conocido con confianza alta, media o
baja y pendiente de comprobar en la norma, también su fecha · **P** decisión del producto.

Valores: las tasas y proporciones legales son fracciones, con punto decimal (0.004 son 4 por mil;
0.07 son 7 %); los pesos, sin puntos de miles; en las preguntas de sí o no, 1 es sí y 0 es no.

Antes de abrir la oficina, el contador de la cooperativa lee cada fila que no es P, y las P cuya
fuente lo pide, corrige lo que no corresponda y firma: nombre, tarjeta profesional y fecha. Los
meses de usura que faltan se cargan con la certificación de la Superintendencia Financiera, una fila
por mes (`minga loans usury`). Otras filas que nadie ha escrito todavía: la cobertura del seguro de
depósitos (`minga savings insurance-cover`) y el crecimiento anual de los precios al consumidor,
tope de la revalorización de aportes (`minga savings cpi`).

Esta página se escribe desde `src/minga/kit/parameters.csv` con
`python -m minga.kit.parameter_table`; en la oficina se lee en `/gestion/`, Parámetros.
"""
TITLES = {
    "access": "Ingreso y seguridad",
    "arrears": "Categorías por mora: último día de mora de cada una",
    "breb": "Bre-B",
    "cdat": "CDAT",
    "deadline": "Plazos de la ley, en días hábiles",
    "gmf": "4x1000 (GMF)",
    "ibc": "Interés bancario corriente certificado, por mes",
    "impairment": "Deterioro de cartera",
    "inflation_component": "Componente inflacionario de los rendimientos, por año gravable",
    "libranza": "Libranza",
    "liquidity_fund": "Fondo de liquidez",
    "loans": "Créditos",
    "mora": "Intereses de mora",
    "notices": "Avisos a los asociados",
    "prepayment": "Pago anticipado",
    "retention": "Retención en la fuente sobre rendimientos",
    "smmlv": "Salario mínimo, por año",
    "staff": "Empleados",
    "usury": "Tasa de usura, por mes",
    "uvb": "UVB, por año",
    "uvt": "UVT, por año",
}
COLUMNS = (
    "| Llave | Desde | Valor | Fuente | Confianza | Revisado por |\n|---|---|---|---|---|---|\n"
)


def markdown(seed: Iterable[SeedRow]) -> str:
    """The page, one table for each family of keys."""
    parts = [HEADER]
    for family, members in groupby(seed, key=lambda row: row.key.split(".")[0]):
        title = TITLES.get(family, family.replace("_", " ").capitalize())
        lines = "".join(_line(row) for row in members)
        parts.append(f"\n## {title}\n\n{COLUMNS}{lines}")
    return "".join(parts)


def _line(row: SeedRow) -> str:
    source = row.source.replace("|", "\\|")
    signed = "—" if row.confidence == "P" else ""
    cells = (f"`{row.key}`", row.valid_from, row.value, source, row.confidence, signed)
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


if __name__ == "__main__":
    sys.stdout.write(markdown(rows()))
