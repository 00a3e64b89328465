"""Addresses of passkeys: signing in with one, and the member's own."""

from django.urls import path

from minga.doors.web.add_passkey import add_passkey, keep_passkey
from minga.doors.web.passkeys import passkeys
from minga.doors.web.remove_passkey import remove_passkey
from minga.doors.web.rename_passkey import rename_passkey
from minga.doors.web.sign_in_passkey import passkey_options, sign_in_passkey

KEYS = "oficina/seguridad/llaves/"
private = [
    path(KEYS, passkeys, name="passkeys"),
    path(f"{KEYS}agregar/", add_passkey, name="add_passkey"),
    path(f"{KEYS}nueva/", keep_passkey, name="keep_passkey"),
    path(f"{KEYS}<uuid:passkey_id>/nombre/", rename_passkey, name="rename_passkey"),
    path(f"{KEYS}<uuid:passkey_id>/quitar/", remove_passkey, name="remove_passkey"),
]
urlpatterns = [
    path("ingreso/llave/", sign_in_passkey, name="sign_in_passkey"),
    path("ingreso/llave/opciones/", passkey_options, name="passkey_options"),
    *private,
]
