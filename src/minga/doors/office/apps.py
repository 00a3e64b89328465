from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "minga.doors.office"
    label = "office"
