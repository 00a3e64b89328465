"""The cast of the journeys, as rows of the files a cooperative exports."""

from dataclasses import dataclass

MOVEMENTS = (
    # date, what, C or D, amount
    ("2026-08-31", "Nómina agosto", "C", "1420000.00"),
    ("2026-09-02", "Mercado La Placita", "D", "236500.50"),
    ("2026-09-30", "Nómina septiembre", "C", "1420000.00"),
    ("2026-10-05", "Servicios públicos", "D", "183240.00"),
    ("2026-10-31", "Nómina octubre", "C", "1420000.00"),
)


@dataclass(frozen=True)
class Asociado:
    """A member of the old system's files."""

    document: str
    name: str
    surname: str
    email: str
    pin: str = "7294"
    phrase: str = "guayacán en flor"
    mobile: str = ""

    @property
    def savings(self) -> str:
        return f"10{self.document}01"

    @property
    def second_savings(self) -> str:
        return f"10{self.document}02"

    @property
    def aportes(self) -> str:
        return f"30{self.document}03"

    def member_row(self) -> dict[str, str]:
        return {
            "tipo_documento": "CC", "numero_documento": self.document, "nombres": self.name,
            "apellidos": self.surname, "fecha_nacimiento": "1958-03-21", "correo": self.email,
            "celular": self.mobile, "municipio": "05001", "direccion": "CL 10 # 20-30",
            "fecha_vinculacion": "2015-02-01",
        }  # fmt: skip

    def product_rows(self) -> list[dict[str, str]]:
        kinds = (
            ("AHORRO_VISTA", self.savings),
            ("AHORRO_VISTA", self.second_savings),
            ("APORTES", self.aportes),
        )
        return [
            {
                "tipo_documento": "CC", "numero_documento": self.document, "producto": kind,
                "numero_cuenta": number, "fecha_apertura": "2015-02-01",
            }
            for kind, number in kinds
        ]  # fmt: skip

    def movement_rows(self) -> list[dict[str, str]]:
        return [
            {
                "numero_cuenta": self.savings, "fecha": day, "descripcion": what, "tipo": side,
                "valor": amount, "saldo": "", "referencia": f"{self.document}-{number}",
            }
            for number, (day, what, side, amount) in enumerate(MOVEMENTS)
        ]  # fmt: skip


ROSA = Asociado("43567812", "Rosa Elena", "Quintero Mesa", "rosa.quintero@ejemplo.co")
TULIO = Asociado("71345908", "Tulio", "Arango Vélez", "tulio.arango@ejemplo.co")
INES = Asociado("32876541", "Inés", "Palacios Mosquera", "ines.palacios@ejemplo.co")
NOEL = Asociado("15234987", "Noel", "Buitrago Rueda", "noel.buitrago@ejemplo.co")
DORA = Asociado("52468097", "Dora Luz", "Marín Cardona", "dora.marin@ejemplo.co")
GILMA = Asociado("41789203", "Gilma", "Ospina Tabares", "gilma.ospina@ejemplo.co")
AIDA = Asociado("43128765", "Aida", "Cano Rendón", "aida.cano@ejemplo.co", mobile="3105550142")
SAUL = Asociado("70563219", "Saúl", "Duque Marulanda", "saul.duque@ejemplo.co")
ELVIA = Asociado("42891037", "Elvia", "Zapata Rúa", "elvia.zapata@ejemplo.co", mobile="3105550178")
BLANCA = Asociado(
    "24567013", "Blanca Nubia", "Toro Giraldo", "blanca.toro@ejemplo.co", mobile="3105550191"
)
HERNAN = Asociado(
    "79345612", "Hernán", "Cuesta Mena", "hernan.cuesta@ejemplo.co", mobile="3105550126"
)
YOLANDA = Asociado(
    "39478215", "Yolanda", "Ríos Atehortúa", "yolanda.rios@ejemplo.co", mobile="3105550133"
)
AMPARO = Asociado("21654398", "Amparo", "Hincapié Loaiza", "amparo.hincapie@ejemplo.co")
OFELIA = Asociado("32478651", "Ofelia", "Tangarife Loaiza", "ofelia.tangarife@ejemplo.co")
RAMON = Asociado("71834920", "Ramón", "Echeverri Cano", "ramon.echeverri@ejemplo.co")
LUCILA = Asociado("43781290", "Lucila", "Bedoya Serna", "lucila.bedoya@ejemplo.co")
EFREN = Asociado("71290345", "Efrén", "Guisao Usuga", "efren.guisao@ejemplo.co")
MIRIAM = Asociado("32590178", "Miriam", "Tabares Oquendo", "miriam.tabares@ejemplo.co")
ORFA = Asociado("43908172", "Orfa Nelly", "Giraldo Patiño", "orfa.giraldo@ejemplo.co")
DEBORA = Asociado("43561298", "Débora", "Urrego Higuita", "debora.urrego@ejemplo.co")
FERMIN = Asociado("71438209", "Fermín", "Arboleda Sepúlveda", "fermin.arboleda@ejemplo.co")
IRMA = Asociado("32815647", "Irma", "Cataño Villa", "irma.catano@ejemplo.co")
CAST = (
    ORFA, DEBORA, FERMIN, IRMA,
    LUCILA, EFREN, MIRIAM,
    OFELIA, RAMON, AMPARO, YOLANDA, BLANCA, HERNAN, AIDA, SAUL, ELVIA, GILMA,
    ROSA, TULIO, INES, NOEL, DORA,
)  # fmt: skip
