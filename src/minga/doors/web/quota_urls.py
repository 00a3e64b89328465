"""Addresses of aportes and permanent savings."""

from django.urls import path

from minga.doors.web.quotas import quotas

urlpatterns = [
    path("oficina/productos/<uuid:product_id>/cuotas/", quotas, name="quotas"),
]
