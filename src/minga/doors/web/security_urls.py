"""Addresses of «Seguridad», and of closing one's access from anywhere."""

from django.urls import path

from minga.doors.web.block_access import access_blocked, block_access
from minga.doors.web.block_by_link import block_by_link

SECURITY = "oficina/seguridad/"
urlpatterns = [
    path(f"{SECURITY}bloquear/", block_access, name="block_access"),
    path("bloquear/<str:token>/", block_by_link, name="block_by_link"),
    path("bloqueado/", access_blocked, name="access_blocked"),
]
