"""Addresses of the public site and the members' office; the back office has its own."""

from django.urls import include, path

from minga.doors.web import (
    access_urls,
    account_request_urls,
    approval_urls,
    demo_urls,
    goal_urls,
    loan_urls,
    office_urls,
    paper_urls,
    passkey_urls,
    quota_urls,
    recovery_urls,
    request_urls,
    security_urls,
    simulator_urls,
    term_urls,
)
from minga.doors.web.home import home

app_name = "web"
pages = (
    [
        path("", home, name="home"),
        *access_urls.urlpatterns,
        *account_request_urls.urlpatterns,
        *approval_urls.urlpatterns,
        *loan_urls.urlpatterns,
        *goal_urls.urlpatterns,
        *office_urls.urlpatterns,
        *paper_urls.urlpatterns,
        *passkey_urls.urlpatterns,
        *quota_urls.urlpatterns,
        *recovery_urls.urlpatterns,
        *request_urls.urlpatterns,
        *security_urls.urlpatterns,
        *simulator_urls.urlpatterns,
        *term_urls.urlpatterns,
        *demo_urls.urlpatterns,
    ],
    app_name,
)
urlpatterns = [path("", include("minga.doors.office.urls")), path("", include(pages))]
handler400 = "minga.doors.web.failures.bad_request"
handler403 = "minga.doors.web.failures.forbidden"
handler404 = "minga.doors.web.failures.not_found"
handler500 = "minga.doors.web.failures.failed"
