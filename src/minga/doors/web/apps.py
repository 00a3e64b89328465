from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "minga.doors.web"
    label = "web"
