"""`minga`: one command for whoever installs and runs the office."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType

from minga.doors.cli.words import speak_spanish

# name -> (module, what it does, in plain words)
COMMANDS = {
    "up": ("up", "Arranca la oficina: base de datos, tareas y portal"),
    "test": ("run_tests", "Prepara todo y corre las pruebas"),
    "migrate": ("migrate", "Crea o actualiza las tablas y los permisos de la base de datos"),
    "import": ("import_files", "Trae asociados, productos, planes o líneas de crédito desde CSV"),
    "books": ("books", "Prueba que los libros cuadran, y los imprime"),
    "quote": ("quote", "Calcula el plan de pagos de un crédito o el rendimiento de un CDAT"),
    "day": ("day", "Cierra el día: intereses, vencimientos, cartera"),
    "savings": ("savings", "Ahorros y aportes: solicitudes de cuentas, cifras de los estatutos"),
    "loans": ("loans", "Solicitudes de crédito: estudiarlas, proponer y decidir"),
    "outbox": ("outbox", "Mensajes por salir y mensajes que no pudieron salir"),
    "access": ("access", "Acceso de un asociado: cómo está, desbloquear, registrar otra vez"),
    "staff": ("staff", "Empleados: invitar, roles, enlaces para su llave, retirar"),
    "audit": ("audit", "El registro: comprobar que nadie lo cambió, o sacar su firma"),
    "keys": ("keys", "Llaves de las claves: cuáles hay y cómo cambiarlas"),
    "bench": ("bench", "Mide el libro mayor frente a otros, lado a lado"),
    "drill": ("drill", "Simulacros: qué pasa si algo se cae en el peor momento"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one subcommand; returns the process's exit code (2 for words it does not understand)."""
    speak_spanish()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in COMMANDS:
        return _run(_load(given[0]), given[0], given[1:])
    parser = argparse.ArgumentParser(
        prog="minga",
        usage="minga COMANDO [opciones]",
        description="Minga, la oficina digital de tu cooperativa.",
        epilog="\n".join(
            ["comandos:"]
            + [f"  {name:<9} {summary}" for name, (_, summary) in COMMANDS.items()]
            + ["", "«minga COMANDO --help» explica cada uno. Guía: README.md."]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="store_true", help="muestra esta ayuda")
    if not given or given[0] in {"-h", "--help"}:
        parser.print_help()
        return 0
    print(f"minga: no conozco el comando «{given[0]}». Mira «minga --help».", file=sys.stderr)
    return 2


def _load(name: str) -> ModuleType:
    return importlib.import_module(f"minga.doors.cli.{COMMANDS[name][0]}")


def _run(module: ModuleType, name: str, given: list[str]) -> int:
    from minga.kit.embedded_postgres import EmbeddedPostgresError
    from minga.kit.setting import BadSetting

    parser = argparse.ArgumentParser(prog=f"minga {name}", description=COMMANDS[name][1])
    module.add_arguments(parser)
    if name == "test" and given[:1] not in (["-h"], ["--help"], ["--"]):
        given = ["--", *given]  # every word after it is pytest's, options included
    try:
        code: int = module.run(parser.parse_args(given))
    except EmbeddedPostgresError as error:
        print(f"minga: {error}", file=sys.stderr)
        return 1
    except BadSetting as problem:
        print(f"minga: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
