"""Addresses of «Seguridad», and of closing one's access from anywhere."""

from django.urls import path

from minga.doors.web.access_history import access_history
from minga.doors.web.block_access import access_blocked, block_access
from minga.doors.web.block_by_link import block_by_link
from minga.doors.web.change_pin import change_pin
from minga.doors.web.change_questions import change_questions
from minga.doors.web.change_strip import change_strip
from minga.doors.web.close_session import close_other_sessions, close_session
from minga.doors.web.forget_browser import forget_browser, forget_other_browsers
from minga.doors.web.more import more
from minga.doors.web.prove_with_passkey import prove_with_passkey
from minga.doors.web.security import security

HERE = "oficina/seguridad/"
private = [
    path("oficina/mas/", more, name="more"),
    path(HERE, security, name="security"),
    path(f"{HERE}confirmar/<slug:page>/", prove_with_passkey, name="prove_with_passkey"),
    path(f"{HERE}clave/", change_pin, name="change_pin"),
    path(f"{HERE}imagen/", change_strip, name="change_strip"),
    path(f"{HERE}preguntas/", change_questions, name="change_questions"),
    path(f"{HERE}equipos/olvidar/", forget_other_browsers, name="forget_other_browsers"),
    path(f"{HERE}equipos/<uuid:browser_id>/olvidar/", forget_browser, name="forget_browser"),
    path(f"{HERE}sesiones/cerrar/", close_other_sessions, name="close_other_sessions"),
    path(f"{HERE}sesiones/<uuid:session_id>/cerrar/", close_session, name="close_session"),
    path(f"{HERE}historial/", access_history, name="access_history"),
    path(f"{HERE}bloquear/", block_access, name="block_access"),
]
urlpatterns = [
    *private,
    path("bloquear/<str:token>/", block_by_link, name="block_by_link"),
    path("bloqueado/", access_blocked, name="access_blocked"),
]
