"""What a refusal of the access room says on the page: what happened, and what to do."""

from datetime import datetime, timedelta

from minga.access import code_limits, codes, new_pin, pin_gate, register
from minga.access.register_security import SecurityRefused
from minga.doors.web.templatetags.money import hour
from minga.kit.refusal import Refusal

NOTICES = {
    "sesion": "Tu sesión terminó porque pasó un rato sin uso. Ingresa otra vez para seguir.",
    "sin_guardar": (
        "Tu sesión terminó antes de guardar. Ingresa otra vez: vuelves a la misma página para"
        " escribirlo de nuevo. Lo que guardaste antes sigue ahí."
    ),
    "guardado": (
        "Tu sesión terminó antes de enviar lo que escribiste. Ingresa otra vez y lo encuentras en"
        " la misma página. No hemos enviado nada."
    ),
    "tiempo": "Pasó mucho tiempo. Empieza otra vez desde aquí.",
    "registrado": "Ya estás registrado. Escribe tu usuario e ingresa con tu clave.",
    "respuestas": "Usaste todos los intentos. Escribe tu usuario y empieza otra vez.",
    "sin_preguntas": "Tu cooperativa ya no usa preguntas de seguridad. Ingresa con tu clave.",
    "llave": "No pudimos ingresar con esa llave. Intenta otra vez o escribe tu usuario.",
    "llave_bloqueada": "Tu acceso está bloqueado. Recupera tu clave para volver a ingresar.",
    "clave": "Escribe tu usuario y tu clave para seguir con el cambio.",
    "bloqueo": "Bloqueamos tu clave por seguridad después de varios intentos.",
    "equipo": "Usaste todos los intentos. Escribe tu usuario y te enviamos un código nuevo.",
}
PIN_FAULTS = {
    "repeats": "Esa clave repite números. Usa al menos tres números diferentes.",
    "run": "Esa clave son números seguidos. Escribe otra.",
    "birth": "Esa clave sale en tu fecha de nacimiento. Escribe otra.",
    "document": "Esa clave sale en tu documento. Escribe otra.",
    "mobile": "Esa clave sale en tu celular. Escribe otra.",
    "year": "Esa clave parece un año. Escribe otra.",
    "common": "Mucha gente usa esa clave. Escribe otra que sea difícil de adivinar.",
    "short": "Escribe una clave de {characters} caracteres o más.",
    "long": "Escribe una clave más corta.",
    "pattern": "Esa clave repite letras o sigue el orden del teclado. Escribe otra.",
    "own": "Esa clave son tus propios datos. Escribe otra.",
    "popular": "Mucha gente usa palabras como esas. Escribe otras que sean solo tuyas.",
}
SECURITY_FAULTS = {
    ("phrase", "length"): "La frase debe tener entre 3 y 20 letras.",
    ("phrase", "letters"): "Escribe la frase solo con letras y espacios.",
    ("phrase", "number"): "La frase no puede ser un número. Escribe otra.",
    ("phrase", "image"): "La frase no puede ser el nombre de tu imagen. Escribe otra.",
    ("phrase", "name"): "La frase no puede ser tu nombre. Escribe otra.",
    ("question", "unknown"): "Elige una pregunta.",
    ("question", "twice"): "Elige una pregunta diferente de las otras.",
    ("answer", "short"): "Escribe una respuesta de 3 letras o más.",
    ("answer", "question"): "La respuesta no puede ser la misma pregunta.",
    ("answer", "twice"): "Escribe una respuesta diferente de las otras.",
    ("image", "missing"): "Elige una imagen.",
}
WAY_IN_LINKS = {
    "unknown": "Este enlace no está completo. Ábrelo otra vez desde tu mensaje.",
    "expired": "El enlace venció. Empieza otra vez.",
    "used": "Este enlace ya se usó. Empieza otra vez si todavía lo necesitas.",
    "superseded": "Este enlace ya no sirve. Empieza otra vez.",
}
MINOR = (
    "Los menores de edad se registran en la oficina. "
    "Ve con tu documento y con tu papá, tu mamá o quien te represente."
)
COMPANY = (
    "Las empresas se registran en la oficina. "
    "El representante legal debe llevar su cédula y el certificado de existencia y representación."
)
_FIELDS = {
    "phrase": "frase",
    "question": "pregunta",
    "answer": "respuesta",
    "image": "imagen",
}


def words(refusal: Refusal) -> str:  # noqa: PLR0911 (one line for each refusal reads best)
    """The sentence for a refusal that is shown in a form."""
    match refusal:
        case codes.WrongCode():
            return f"El código no coincide. {_tries(refusal.tries_left)}"
        case codes.CodeSpent():
            return "Ese código ya no sirve. Pide otro."
        case codes.CodeExpired():
            return "El código venció. Pide otro."
        case code_limits.ResendTooSoon():
            return f"Espera {refusal.seconds} segundos y pide otro código."
        case code_limits.TooManyCodes():
            if refusal.has_link:
                return (
                    "Ya enviamos los códigos por ahora. Si los datos coinciden, te enviamos un "
                    "enlace: busca el último que te llegó y ábrelo en este equipo."
                )
            until = _minute(refusal.until)
            return f"Ya pediste varios códigos. Espera hasta las {until} y empieza otra vez."
        case pin_gate.WrongPin():
            return f"La clave no coincide. {_tries(refusal.tries_left)}"
        case new_pin.WeakPin():
            return PIN_FAULTS[refusal.why].format(characters=refusal.characters)
        case new_pin.SamePin():
            return "Esa es la clave que ya tienes. Escribe otra."
        case pin_gate.WrongAnswer():
            return f"La respuesta no coincide. {_tries(refusal.tries_left)}"
        case register.OfficeOnly():
            return COMPANY if refusal.is_company else MINOR
    raise refusal


def locked(refusal: Refusal) -> str:
    """The sentence for a PIN that cannot be tried now."""
    if isinstance(refusal, pin_gate.PinWaits):
        return f"Bloqueamos tu acceso por seguridad hasta las {_minute(refusal.until)}"
    if isinstance(refusal, pin_gate.AccessBlocked):
        return (
            "Pediste bloquear tu acceso: nadie puede entrar, tampoco con tu clave. "
            "Para abrirlo, cambia tu clave desde tu correo y confirma con el código de tu celular, "
            "o ve a la oficina con tu documento."
        )
    return (
        "Bloqueamos tu clave por seguridad después de varios intentos. "
        "Ve a la oficina con tu documento y te damos acceso de nuevo."
    )


def security_errors(refusal: SecurityRefused) -> list[tuple[str, str]]:
    """Field and sentence of everything that is wrong in the last step of a registration."""
    errors = []
    for part, why in refusal.faults:
        kind, _, nth = part.partition("_")
        field = f"{_FIELDS[kind]}_{nth}" if nth else _FIELDS[kind]
        errors.append((field, SECURITY_FAULTS[kind, why]))
    return errors


def _tries(left: int) -> str:
    return "Te queda 1 intento." if left == 1 else f"Te quedan {left} intentos."


def _minute(until: datetime) -> str:
    """«3:40 p. m.»: the first whole minute at which it is over."""
    whole = until.replace(second=0, microsecond=0)
    return hour(whole if whole == until else whole + timedelta(minutes=1))
