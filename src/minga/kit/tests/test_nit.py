"""The cooperative's own tax number."""

import pytest

from minga.kit.nit import BadNit, checked, of_the_demo


@pytest.mark.parametrize(
    "written", ["900068438-1", "900.068.438-1", " 9000684381 ", "900 068 438 - 1", "900068438 1"]
)
def test_reads_it_as_people_write_it(written: str) -> None:
    assert checked(written) == "900.068.438-1"


@pytest.mark.parametrize("digit", [0, 2, 3, 4, 5, 6, 7, 8, 9])
def test_refuses_every_other_check_digit(digit: int) -> None:
    with pytest.raises(BadNit, match="no corresponde"):
        checked(f"900068438-{digit}")


@pytest.mark.parametrize(
    "written",
    [
        "", "900068438", "90006843-81", "1", "900068438-12", "900.068,438-1", "NIT 900068438-1",
        "٩٠٠٠٦٨٤٣٨-١", "900068438-1\n900068438-1", "900068438-K", "9" * 500,
    ],
)  # fmt: skip
def test_refuses_what_is_no_number_of_a_cooperative(written: str) -> None:
    with pytest.raises(BadNit, match="MINGA_COOPERATIVE_NIT"):
        checked(written)


def test_the_demos_is_right_and_says_what_it_is() -> None:
    number, _, said = of_the_demo().partition(" ")
    assert checked(number) == number
    assert said == "(de demostración)"
