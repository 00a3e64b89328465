"""A credit request in the back office: seen with a reason, proposed by one, decided by another."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from minga.audit.models import AuditEvent
from minga.documents.tests import reading
from minga.doors.office.tests.workers import WHY, Desk, field, text
from minga.doors.web.tests import visitors
from minga.kit import clock
from minga.loans.models import LineTerms, LoanDecision, LoanRequest, RequestEvent, RequestStep
from minga.loans.send_request import send_request
from minga.loans.tests.codebtors_cast import approve, backed, sign
from minga.loans.tests.offered import line
from minga.loans.tests.requests_cast import AT, approved, cap, draft, fill, member, sent
from minga.members.models import Member
from minga.payments.tests.cast import deposit, product
from minga.savings.models import ProductKind
from minga.staff.models import Role

pytestmark = pytest.mark.django_db
TERMS = {"valor": "4.000.000", "cuotas": "12", "metodo": "french", "condiciones": "Con codeudor"}
YES = {"decision": "aprobar", "mensaje": ""}


@pytest.fixture
def who() -> UUID:
    return member().id


@pytest.fixture
def request_id(who: UUID) -> UUID:
    cap(on=clock.business_date(clock.now()))
    return sent(who, at=clock.now())


def status(request_id: UUID) -> str:
    return str(RequestEvent.objects.filter(request_id=request_id).latest("id").step)


def proposed(request_id: UUID) -> Desk:
    """By an analyst, through the pages."""
    desk = Desk(Role.ANALYST, name="Amparo Quintero")
    desk.open("loan_request", request_id)
    done = desk.post("propose_loan", request_id, **TERMS, proponer="1")
    assert done.status_code == 302, text(done)
    return desk


def looks(request_id: UUID) -> list[str]:
    found = AuditEvent.objects.filter(subject=f"loan_request:{request_id}").order_by("id")
    return [one.action for one in found if one.action.startswith("staff.")]


def test_a_reason_comes_before_anything_of_the_member(request_id: UUID, who: UUID) -> None:
    desk, name = Desk(Role.ANALYST), Member.objects.get(id=who).full_name
    first = desk.get("loan_request", request_id)
    assert "¿Para qué lo abres?" in text(first)
    assert name not in text(first)
    bad = desk.post("loan_request", request_id, para_que="Otro motivo", detalle="")
    assert (bad.status_code, "Escribe el motivo." in text(bad)) == (422, True)
    none = desk.post("loan_request", request_id, para_que="")
    assert "Elige para qué lo abres." in text(none) or none.status_code == 422
    page = text(desk.open("loan_request", request_id))
    assert name in page
    assert looks(request_id) == ["staff.open_file", "staff.see_loan_request"]
    event = AuditEvent.objects.get(action="staff.see_loan_request")
    assert (event.actor, event.detail["reason"]) == (desk.actor, "Estudio de la solicitud")


def test_an_offer_that_nobody_signed_is_renewed_from_its_page(who: UUID) -> None:
    at = clock.now()
    cap(on=clock.business_date(at))
    request_id = approved(who, line(sign_days=5), at=at)
    yesterday = clock.business_date(at) - timedelta(days=1)
    LoanDecision.objects.filter(request_id=request_id).update(offer_until=yesterday)
    desk = Desk(Role.ANALYST)
    page = text(desk.open("loan_request", request_id))
    assert "Renovar la oferta" in page
    assert "Renovar" not in text(Desk(Role.APPROVER).open("loan_request", request_id))
    assert Desk(Role.APPROVER).post("renew_offer", request_id).status_code == 403
    assert desk.post("renew_offer", request_id).status_code == 302
    renewed = LoanDecision.objects.get(request_id=request_id).offer_until
    assert renewed == yesterday + timedelta(days=6)
    again = desk.post("renew_offer", request_id)
    assert again.status_code == 409
    assert "ya está en otro punto" in text(again)


def test_shows_what_helps_to_study_it(who: UUID) -> None:
    cap(on=clock.business_date(clock.now()))
    savings = product(who, ProductKind.SIGHT)
    deposit(savings, 2_345_678)
    request_id = sent(who, pays_to=savings, at=clock.now())
    page = text(Desk(Role.AUDITOR).open("loan_request", request_id))
    for words in (
        "$ 5.000.000", "Arreglar el techo", "Recibe al mes $ 3.000.000", "Le queda cada mes",
        "Desprendible de pago", "Ahorro a la vista", "$ 2.345.678", "19,5 %", "Enviada",
    ):  # fmt: skip
        assert words in page
    assert "Proponer" not in page  # an auditor reads


def test_a_document_is_saved_never_shown_and_each_download_is_written_down(
    request_id: UUID,
) -> None:
    desk = Desk(Role.ANALYST)
    assert "¿Para qué lo abres?" in text(desk.get("loan_document", request_id, 0))
    desk.open("loan_request", request_id)
    answer = desk.get("loan_document", request_id, 0)
    number = LoanRequest.objects.get(id=request_id).number
    assert answer["Content-Disposition"] == f'attachment; filename="{number}-1.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(b"\xff\xd8")  # a picture made again, as it was kept
    event = AuditEvent.objects.get(action="staff.see_loan_document")
    assert event.detail["document"] == "Desprendible de pago"
    assert desk.get("loan_document", request_id, 9).status_code == 404


def test_what_a_codebtor_signed_is_a_paper_behind_the_reason(
    who: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitors.at(monkeypatch, AT)
    cap()
    backer, request_id = member(), draft(who, line(codebtors=1))
    fill(who, request_id)
    codebtor_id = backed(who, request_id, backer)
    send_request(member_id=who, request_id=request_id, at=AT)
    approve(request_id)
    desk, page = Desk(Role.ANALYST), "codebtor_obligation"
    assert "Lo que firmó" not in text(desk.open("loan_request", request_id))
    assert desk.get(page, request_id, codebtor_id).status_code == 404  # not signed yet
    sign(backer, codebtor_id)
    other = Desk(Role.AUDITOR)
    asked = other.get(page, request_id, codebtor_id)
    assert "¿Para qué lo abres?" in text(asked)
    assert backer.full_name not in text(asked)
    assert f"Lo que firmó {backer.full_name} (PDF)" in text(desk.get("loan_request", request_id))
    paper = desk.get(page, request_id, codebtor_id)
    assert paper["Content-Type"] == "application/pdf"
    assert "OBLIGACIÓN SOLIDARIA" in reading.words(paper.content)
    event = AuditEvent.objects.get(action="staff.see_codebtor_obligation")
    assert (event.actor, event.detail["codebtor"]) == (desk.actor, str(codebtor_id))
    assert AuditEvent.objects.get(action="issue_paper").actor == desk.actor
    assert desk.get(page, request_id, UUID(int=9)).status_code == 404


def test_a_draft_is_its_members_alone(who: UUID) -> None:
    desk, request_id = Desk(*Role), draft(who, at=clock.now())
    for page in ("loan_request", "propose_loan", "ask_missing", "decide_loan"):
        assert desk.get(page, request_id).status_code == 404
        assert desk.get(page, UUID(int=9)).status_code == 404
    assert LoanRequest.objects.get(id=request_id).number not in text(
        desk.get("loan_requests", estado="todas")
    )


def test_one_proposes_another_decides_and_the_member_may_sign(request_id: UUID) -> None:
    maker, checker = proposed(request_id), Desk(Role.APPROVER, name="Óscar Loaiza")
    decision = LoanDecision.objects.get(request_id=request_id)
    assert (decision.maker, decision.proposal["amount"]) == (maker.actor, "4000000.00")
    assert "1" in text(checker.get("home"))
    page = checker.open("decide_loan", request_id)
    for words in ("Amparo Quintero", "$ 4.000.000", "Con codeudor", "19,5 %"):
        assert words in text(page)
    seen = field(page, "visto")
    done = checker.post("decide_loan", request_id, **YES, visto=seen)
    assert done.status_code == 302
    assert status(request_id) == RequestStep.APPROVED
    decision.refresh_from_db()
    assert (decision.checker, decision.is_approved) == (checker.actor, True)
    story = text(checker.get("loan_request", request_id))
    assert "Aprobada" in story
    assert "Óscar Loaiza" in story


def test_whoever_proposed_is_not_asked_and_cannot_decide(request_id: UUID) -> None:
    both = Desk(Role.ANALYST, Role.APPROVER)
    both.open("loan_request", request_id)
    both.post("propose_loan", request_id, **TERMS, proponer="1")
    page = both.get("decide_loan", request_id)
    assert "que decida otra persona" in text(page)
    assert "Guardar mi decisión" not in text(page)
    seen = bytes(LoanDecision.objects.get(request_id=request_id).digest).hex()
    forced = both.post("decide_loan", request_id, **YES, visto=seen)
    assert forced.status_code == 422
    assert "Quien propone no decide" in text(forced)
    assert status(request_id) == RequestStep.RECOMMENDED


def test_nobody_decides_their_own_request(request_id: UUID, who: UUID) -> None:
    proposed(request_id)
    own = Member.objects.get(id=who)
    me = Desk(Role.ANALYST, Role.APPROVER, document=own.document_number)
    page = me.open("decide_loan", request_id)
    forced = me.post("decide_loan", request_id, **YES, visto=field(page, "visto"))
    assert "Nadie estudia ni decide lo que pide" in text(forced)
    again = me.post("propose_loan", request_id, **TERMS, proponer="1")
    assert "Nadie estudia ni decide lo que pide" in text(again)
    assert status(request_id) == RequestStep.RECOMMENDED


def test_a_proposal_that_changed_is_read_again_with_what_was_typed(request_id: UUID) -> None:
    maker, checker = proposed(request_id), Desk(Role.APPROVER)
    page = checker.open("decide_loan", request_id)
    old = field(page, "visto")
    maker.post("propose_loan", request_id, **(TERMS | {"valor": "9.000.000"}), proponer="1")
    typed = {"decision": "aprobar", "mensaje": "Bienvenida"}
    again = checker.post("decide_loan", request_id, **typed, visto=old)
    assert again.status_code == 422
    assert "La propuesta cambió" in text(again)
    assert "$ 9.000.000" in text(again)
    assert "Bienvenida" in text(again)
    assert status(request_id) == RequestStep.RECOMMENDED
    now = field(again, "visto")
    assert now != old
    assert checker.post("decide_loan", request_id, **typed, visto=now).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"valor": "1"}, "Esta línea presta desde"),
        ({"valor": "mucho"}, "Escribe el valor solo con números"),
        ({"cuotas": "600"}, "Esta línea se paga en"),
        ({"metodo": "bullet"}, "Elige la forma de pago."),
        ({"valor": ""}, "Escribe cuánto propones."),
        ({"condiciones": "x" * 501}, "Escribe máximo 500 letras."),
        ({"gracia": "11"}, "cuotas de gracia"),
        ({"dia": "31"}, "Elige un día."),
    ],
)
def test_mistakes_are_told_in_place_and_what_was_typed_stays(
    request_id: UUID, typed: dict[str, str], words: str
) -> None:
    desk = Desk(Role.ANALYST)
    desk.open("loan_request", request_id)
    answer = desk.post("propose_loan", request_id, **(TERMS | typed), proponer="1")
    assert answer.status_code == 422
    assert answer.content.decode().count(words) >= 2
    assert "12" in answer.content.decode() or "cuotas" in typed
    assert not LoanDecision.objects.filter(request_id=request_id).exists()


def test_works_out_an_instalment_without_proposing_anything(request_id: UUID) -> None:
    desk = Desk(Role.ANALYST)
    desk.open("loan_request", request_id)
    page = text(desk.post("propose_loan", request_id, **TERMS, calcular="1"))
    assert "Así quedaría" in page
    assert "Le queda cada mes" in page
    assert not LoanDecision.objects.filter(request_id=request_id).exists()


def test_says_that_the_month_has_no_cap(who: UUID) -> None:
    desk, request_id = Desk(Role.ANALYST), sent(who, at=clock.now())
    desk.open("loan_request", request_id)
    answer = desk.post("propose_loan", request_id, **TERMS, proponer="1")
    assert "Falta la tasa de usura de" in text(answer)


def test_asks_for_what_is_missing_in_words_the_member_reads(request_id: UUID) -> None:
    desk = Desk(Role.ANALYST)
    desk.open("loan_request", request_id)
    empty = desk.post("ask_missing", request_id, mensaje=" ")
    assert (empty.status_code, "el asociado lo lee" in text(empty)) == (422, True)
    desk.post("ask_missing", request_id, mensaje="El desprendible no se lee")
    assert status(request_id) == RequestStep.MISSING
    late = desk.post("ask_missing", request_id, mensaje="Otra cosa")
    assert "ya está en otro punto" in text(late)


def test_a_rejection_says_why(request_id: UUID) -> None:
    proposed(request_id)
    checker = Desk(Role.APPROVER)
    seen = field(checker.open("decide_loan", request_id), "visto")
    silent = checker.post("decide_loan", request_id, decision="negar", mensaje="", visto=seen)
    assert "Escríbelo: el asociado lo lee." in text(silent)
    why = {"decision": "negar", "mensaje": "La cuota no cabe en tus ingresos"}
    checker.post("decide_loan", request_id, **why, visto=seen)
    assert status(request_id) == RequestStep.REJECTED
    assert checker.get("decide_loan", request_id).status_code == 302


def test_lists_by_state_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.doors.office.loan_requests.PAGE_SIZE", 2)
    who, desk = member().id, Desk(Role.AUDITOR)
    made = [sent(who, at=clock.now()) for _ in range(3)]
    numbers = [LoanRequest.objects.get(id=one).number for one in made]
    first = desk.get("loan_requests")
    assert [one for one in numbers if one in text(first)] == numbers[:2]
    more: Any = first.context["next_url"]
    rest = desk.client.get(f"/gestion/solicitudes/{more}")
    assert [one for one in numbers if one in text(rest)] == numbers[2:]
    for junk in ("x", "2026-01-01_x", "9", "2026-01-01T00:00:00_" + str(made[0])):
        assert desk.get("loan_requests", despues=junk).status_code == 200
    assert "No hay solicitudes aquí" in text(desk.get("loan_requests", estado="decision"))


def test_what_was_typed_waits_for_a_new_reason(
    request_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, start = Desk(Role.ANALYST), clock.now()
    desk.open("loan_request", request_id)
    for minutes in (9, 18, 27, 31):  # at work all the time, and the reason grows old
        visitors.at(monkeypatch, start + timedelta(minutes=minutes))
        desk.get("home")
    asked = desk.post("propose_loan", request_id, **TERMS, proponer="1")
    assert "¿Para qué lo abres?" in text(asked)
    assert field(asked, "condiciones") == "Con codeudor"
    assert not LoanDecision.objects.exists()
    done = desk.post("propose_loan", request_id, **TERMS, proponer="1", **WHY)
    assert done.status_code == 302
    assert LoanDecision.objects.get(request_id=request_id).proposal["conditions"] == "Con codeudor"


def test_a_proposal_that_grew_old_is_not_offered_for_decision(
    request_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(request_id)
    visitors.at(monkeypatch, clock.now() + timedelta(hours=25))
    page = Desk(Role.APPROVER).open("loan_request", request_id)
    assert "Venció sin decisión" in text(page)
    assert f"{request_id}/decidir/" not in page.content.decode()


def test_the_day_to_pay_and_grace_are_proposed_and_shown_to_who_decides(who: UUID) -> None:
    cap(on=clock.business_date(clock.now()))
    request_id = sent(who, at=clock.now())
    line_id = LoanRequest.objects.get(id=request_id).line_id
    LineTerms.objects.filter(line_id=line_id).update(pay_days=[5, 20], grace_max=3)
    desk, checker = Desk(Role.ANALYST), Desk(Role.APPROVER)
    desk.open("loan_request", request_id)
    assert "El 20 de cada mes" in text(desk.get("propose_loan", request_id))
    chosen = TERMS | {"dia": "20", "gracia": "2"}
    done = desk.post("propose_loan", request_id, **chosen, proponer="1")
    assert done.status_code == 302, text(done)
    page = text(checker.open("decide_loan", request_id))
    assert "En 12 cuotas, el 20 de cada mes, 2 de gracia" in page
    assert "Primeras 2 cuotas, de gracia" in page


def test_whoever_decides_reads_what_the_proposal_would_cost_and_not_todays_line(
    request_id: UUID,
) -> None:
    proposed(request_id)
    checker = Desk(Role.APPROVER)
    _, quoted = text(checker.open("decide_loan", request_id)).split("Así quedaría")
    line_id = LoanRequest.objects.get(id=request_id).line_id
    LineTerms.objects.filter(line_id=line_id).update(
        rate_ea=Decimal("0.12"), insurance_monthly=Decimal("0.002"), first_days_min=40
    )
    assert text(checker.get("decide_loan", request_id)).split("Así quedaría")[1] == quoted
