"""Addresses of the public site and the members' office."""

from django.urls import URLPattern

app_name = "web"
urlpatterns: list[URLPattern] = []
