"""The notice of the deposit insurance, at the foot of pages about savings."""

from django import template
from django.conf import settings

from minga.kit import clock
from minga.savings.deposit_insurance import insurance_notice

register = template.Library()


@register.inclusion_tag("web/components/deposit_insurance.html")
def deposit_insurance() -> dict[str, str]:
    """Nothing where the cooperative did not say that it is inscribed."""
    today = clock.business_date(clock.now())
    return {"notice": insurance_notice(today, is_insured=settings.DEPOSITS_INSURED)}
