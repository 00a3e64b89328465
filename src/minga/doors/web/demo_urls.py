"""Addresses of the demo's mailbox."""

from django.urls import path

from minga.doors.web.demo_mailbox import demo_mailbox, demo_mailbox_json

urlpatterns = [
    path("demo/buzon/", demo_mailbox, name="demo_mailbox"),
    path("demo/buzon.json", demo_mailbox_json, name="demo_mailbox_json"),
    # Without it a missing slash would be answered by a redirect, also outside demo mode.
    path("demo/buzon", demo_mailbox),
]
