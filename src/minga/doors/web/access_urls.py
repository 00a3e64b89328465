"""Addresses of getting in: sign-in, registration, sign-out, security images."""

from django.urls import path

from minga.doors.web.answer_question import answer_question
from minga.doors.web.enter_pin import enter_pin
from minga.doors.web.identify import identify
from minga.doors.web.open_way_in_link import open_way_in_link
from minga.doors.web.register import register
from minga.doors.web.register_code import register_code
from minga.doors.web.register_passkey import register_passkey
from minga.doors.web.register_pin import register_pin
from minga.doors.web.register_security import register_security
from minga.doors.web.registered import registered
from minga.doors.web.renew_pin import renew_pin
from minga.doors.web.security_image import security_image
from minga.doors.web.sign_out import sign_out
from minga.doors.web.verify_browser import verify_browser

urlpatterns = [
    path("ingreso/", identify, name="identify"),
    path("ingreso/codigo/", verify_browser, name="verify_browser"),
    path("ingreso/clave/", enter_pin, name="enter_pin"),
    path("ingreso/pregunta/", answer_question, name="answer_question"),
    path("ingreso/clave-nueva/", renew_pin, name="renew_pin"),
    path("entrar/<str:token>/", open_way_in_link, name="open_way_in_link"),
    path("registro/", register, name="register"),
    path("registro/codigo/", register_code, name="register_code"),
    path("registro/clave/", register_pin, name="register_pin"),
    path("registro/llave/", register_passkey, name="register_passkey"),
    path("registro/seguridad/", register_security, name="register_security"),
    path("registro/listo/", registered, name="registered"),
    path("salir/", sign_out, name="sign_out"),
    path("imagen/<str:token>/", security_image, name="security_image"),
]
