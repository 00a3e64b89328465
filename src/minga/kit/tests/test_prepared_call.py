import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from minga.kit.prepared_call import array

TEXTS = st.lists(
    st.none() | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    max_size=8,
)


@pytest.mark.django_db
@given(TEXTS)
def test_postgresql_reads_back_the_very_texts(values: list[str | None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [array(values)])
        row = cursor.fetchone()
    assert row == (values,)
