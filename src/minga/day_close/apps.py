from django.apps import AppConfig


class DayCloseConfig(AppConfig):
    name = "minga.day_close"
    label = "day_close"
    default_auto_field = "django.db.models.BigAutoField"
