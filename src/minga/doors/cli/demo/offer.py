"""What the demo's cooperative offers: plans, the board of CDAT and lines of credit.

All of it is invented. The rates of credit are below every cap of usury that the parameters know.
"""

SINCE = "2026-01-01"
SOURCE = "Demostración: ninguna cooperativa real cobra o paga estas tasas"

PLANS = (
    # codigo, producto, nombre, desde, tasa, tasa de retiro, base, saldo mínimo, apertura, cuota,
    # días mínimos, inactividad, retracto, fuente
    ("VISTA", "AHORRO_VISTA", "Ahorro a la vista", SINCE, "2,4", "", 365, 0, 20_000, "", "", 180,
     "", SOURCE),
    ("META", "AHORRO_CONTRACTUAL", "Ahorro programado", SINCE, "5", "2,4", 365, 0, 20_000, 20_000,
     180, "", "", SOURCE),
    ("PERMANENTE", "AHORRO_PERMANENTE", "Ahorro permanente", SINCE, "3", "", 365, 0, "", 20_000,
     "", "", "", SOURCE),
    ("APORTES", "APORTES", "Aportes sociales", SINCE, "0", "", 365, 0, "", 20_000, "", "", "",
     SOURCE),
    ("CDAT", "CDAT", "CDAT Guadual", SINCE, "8", "2,4", 365, "", 500_000, "", 30, "", 3, SOURCE),
)  # fmt: skip
_DAYS = (30, 90, 180, 360)
_RATES = {
    500_000: ("7,5", "8,75", "9,5", "10"),
    10_000_000: ("7,75", "9", "9,75", "10,25"),
    50_000_000: ("8", "9,25", "10", "10,5"),
}
BOARD = tuple(
    ("CDAT", SINCE, amount, days, rate)
    for amount, rates in _RATES.items()
    for days, rate in zip(_DAYS, rates, strict=True)
)
_PAY = "Desprendible de pago o soporte de ingresos"
LINES = (
    # codigo, modalidad, nombre, libranza, resumen, desde, tasa, mora, seguro, montos, cuotas,
    # métodos, base, documentos, días de pago, días antes de la primera cuota, gracia,
    # codeudores, sobre qué valor, días para firmar, NIT y nombre de la pagaduría, fuente
    ("LIBRE", "CONSUMO", "Libre inversión", "NO", "Para lo que necesites: viajes, compras, deudas.",
     SINCE, "19,5", "23,5", "0,08", 500_000, 40_000_000, 6, 60, "CUOTA_FIJA|ABONO_CONSTANTE",
     "30/360", _PAY, "5|15|30", 15, 0, 1, 20_000_000, 15, "", "", SOURCE),
    ("EDUCACION", "CONSUMO", "Educación", "NO", "Matrículas, cursos y útiles para ti o tu familia.",
     SINCE, "12,5", "18", "0,08", 300_000, 15_000_000, 6, 36, "CUOTA_FIJA", "30/360",
     f"{_PAY}|Recibo de matrícula", "5|15|30", 15, 6, 1, 8_000_000,
     30, "", "", SOURCE),
    ("LIBRANZA", "CONSUMO", "Libranza", "SI", "Tu empleador descuenta la cuota de tu nómina.",
     SINCE, "15,8", "21", "0,07", 1_000_000, 60_000_000, 12, 84, "CUOTA_FIJA", "30/360",
     f"{_PAY}|Carta del empleador", 30, 15, 0, 0, "", 15,
     "999900001-4", "Trilladora El Roble", SOURCE),
    ("COSECHA", "MICROCREDITO", "Cosecha", "NO", "Para sembrar y pagar cuando vendas.",
     SINCE, "17", "22", "0,08", 500_000, 20_000_000, 3, 24,
     "CUOTA_FIJA|ABONO_CONSTANTE|AL_VENCIMIENTO", "act/365", "Descripción del cultivo", "",
     "", 6, 0, "", "", "", "", SOURCE),
)  # fmt: skip
