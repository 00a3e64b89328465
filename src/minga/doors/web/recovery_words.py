"""What the pages of a recovery say about what went wrong."""

OFFICE_ONLY = (
    "Los menores de edad y las empresas cambian su acceso en la oficina. "
    "Ve con el documento y con quien los representa."
)
LINKS = {
    "unknown": "Este enlace no está completo. Ábrelo otra vez desde tu correo o pide otro.",
    "expired": "El enlace venció. Pide otro.",
    "used": "Este enlace ya se usó. Pide otro si todavía necesitas cambiar tu clave.",
    "superseded": "Pediste un enlace más nuevo. Abre el último que llegó a tu correo.",
}
PASSKEY = "No pudimos comprobar esa llave. Intenta otra vez."
