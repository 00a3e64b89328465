"""Addresses of the simulators: for everybody, without signing in."""

from django.urls import path

from minga.doors.web.simulate_credit import simulate_credit
from minga.doors.web.simulate_term import simulate_term

urlpatterns = [
    path("simulador/credito/", simulate_credit, name="simulate_credit"),
    path("simulador/cdat/", simulate_term, name="simulate_term"),
]
