"""Addresses of savings goals."""

from django.urls import path

from minga.doors.web import savings_goals as views
from minga.doors.web.exit_receipt import goal_exit_receipt
from minga.doors.web.retention_receipt import goal_retention_receipt

urlpatterns = [
    path("oficina/metas/", views.new_goal, name="new_goal"),
    path("oficina/metas/revisar/<uuid:order_id>/", views.review_goal, name="review_goal"),
    path("oficina/metas/<uuid:goal_id>/", views.goal, name="goal"),
    path("oficina/metas/<uuid:goal_id>/retirar/", views.close_goal, name="close_goal"),
    path("oficina/metas/<uuid:goal_id>/comprobante/", goal_exit_receipt, name="goal_exit_receipt"),
    path(
        "oficina/metas/<uuid:goal_id>/retencion/",
        goal_retention_receipt,
        name="goal_retention_receipt",
    ),
]
