"""Addresses of a forgotten PIN and of forgotten questions."""

from django.urls import path

from minga.doors.web.change_forgotten_pin import change_forgotten_pin, pin_recovered
from minga.doors.web.change_forgotten_questions import (
    change_forgotten_questions,
    questions_recovered,
)
from minga.doors.web.forgot_pin import forgot_pin, pin_link_sent
from minga.doors.web.forgot_questions import forgot_questions
from minga.doors.web.open_recovery_link import open_recovery_link
from minga.doors.web.recover_pin_code import recover_pin_code
from minga.doors.web.recover_pin_passkey import recover_pin_passkey
from minga.doors.web.recover_questions_code import recover_questions_code

urlpatterns = [
    path("clave/olvidada/", forgot_pin, name="forgot_pin"),
    path("clave/enlace/", pin_link_sent, name="pin_link_sent"),
    path("clave/enlace/<str:token>/", open_recovery_link, name="open_recovery_link"),
    path("clave/codigo/", recover_pin_code, name="recover_pin_code"),
    path("clave/llave/", recover_pin_passkey, name="recover_pin_passkey"),
    path("clave/nueva/", change_forgotten_pin, name="change_forgotten_pin"),
    path("clave/lista/", pin_recovered, name="pin_recovered"),
    path("preguntas/olvidadas/", forgot_questions, name="forgot_questions"),
    path("preguntas/codigo/", recover_questions_code, name="recover_questions_code"),
    path("preguntas/nuevas/", change_forgotten_questions, name="change_forgotten_questions"),
    path("preguntas/listas/", questions_recovered, name="questions_recovered"),
]
