"""Addresses of the back office. Who may open each is in `permissions.py`."""

from django.urls import include, path

from minga.doors.office import (
    account_requests,
    bad_loans,
    books,
    loan_acts,
    loan_requests,
    retentions,
    study_request,
    workings,
)
from minga.doors.office.decide_loan import decide_loan
from minga.doors.office.demo_office import demo_office
from minga.doors.office.enrol_key import enrol_key, enrol_key_options
from minga.doors.office.forgive_cost import forgive_cost
from minga.doors.office.home import home
from minga.doors.office.sign_in import sign_in, sign_in_options, sign_out

app_name = "office"
REQUEST = "solicitudes/<uuid:request_id>/"
ACCOUNT = "cuentas/<uuid:request_id>/"
LOAN = "cartera/<uuid:loan_id>/"
ACT = "cartera/propuestas/<uuid:act_id>/"
RETENTION = "retenciones/<slug:what>/<uuid:product_id>/"
RETURN = "retenciones/propuestas/<uuid:act_id>/"
pages = [
    path("", home, name="home"),
    path("ingreso/", sign_in, name="sign_in"),
    path("ingreso/opciones/", sign_in_options, name="sign_in_options"),
    path("llave/<str:token>/", enrol_key, name="enrol_key"),
    path("llave/<str:token>/opciones/", enrol_key_options, name="enrol_key_options"),
    path("salir/", sign_out, name="sign_out"),
    path("solicitudes/", loan_requests.loan_requests, name="loan_requests"),
    path(REQUEST, loan_requests.loan_request, name="loan_request"),
    path(f"{REQUEST}documentos/<int:place>/", loan_requests.loan_document, name="loan_document"),
    path(
        f"{REQUEST}codeudores/<uuid:codebtor_id>/obligacion/",
        loan_requests.codebtor_obligation,
        name="codebtor_obligation",
    ),
    path(f"{REQUEST}pedir/", study_request.ask_missing, name="ask_missing"),
    path(f"{REQUEST}proponer/", study_request.propose_loan, name="propose_loan"),
    path(f"{REQUEST}renovar/", study_request.renew_offer, name="renew_offer"),
    path(f"{REQUEST}decidir/", decide_loan, name="decide_loan"),
    path("cuentas/", account_requests.account_requests, name="account_requests"),
    path(ACCOUNT, account_requests.account_request, name="account_request"),
    path(f"{ACCOUNT}responder/", account_requests.answer_account, name="answer_account"),
    path("cartera/", bad_loans.bad_loans, name="bad_loans"),
    path(LOAN, bad_loans.loan_file, name="loan_file"),
    path(f"{LOAN}castigar/", loan_acts.propose_write_off, name="propose_write_off"),
    path(f"{LOAN}recuperar/", loan_acts.propose_recovery, name="propose_recovery"),
    path(f"{LOAN}cobranza/<int:charge_id>/condonar/", forgive_cost, name="forgive_cost"),
    path(ACT, loan_acts.loan_act, name="loan_act"),
    path(f"{ACT}decidir/", loan_acts.decide_act, name="decide_act"),
    path("retenciones/", retentions.retentions, name="retentions"),
    path(RETURN, retentions.return_act, name="return_act"),
    path(f"{RETURN}decidir/", retentions.decide_return, name="decide_return"),
    path(RETENTION, retentions.retention_file, name="retention_file"),
    path(f"{RETENTION}devolver/", retentions.propose_return, name="propose_return"),
    path("libros/", books.books, name="books"),
    path("libros/buscar/", books.find_entry, name="find_entry"),
    path("libros/balance/", books.trial_balance, name="trial_balance"),
    path("libros/balance.csv", books.trial_balance_csv, name="trial_balance_csv"),
    path("libros/diario/", books.daily_book, name="daily_book"),
    path("libros/mayor/", books.general_ledger, name="general_ledger"),
    path("libros/asientos/<int:entry_id>/", books.entry, name="entry"),
    path("parametros/", workings.parameters, name="parameters"),
    path("cierres/", workings.closes, name="closes"),
    path("cierres/<int:year>-<int:month>-<int:day>/", workings.day_close, name="day_close"),
    path("empleados/", workings.employees, name="employees"),
]
urlpatterns = [
    path("gestion/", include(pages)),
    path("demo/oficina/", demo_office, name="demo_office"),
    # Without it a missing slash would be answered by a redirect, also outside demo mode.
    path("demo/oficina", demo_office, name="demo_office"),
]
