from minga.savings.tails import tails


def test_four_characters_are_enough_when_they_differ() -> None:
    assert tails(["1000004821", "1000007710"]) == {"1000004821": "4821", "1000007710": "7710"}


def test_shows_more_when_two_numbers_end_alike() -> None:
    assert tails(["1043567812", "1143567812"]) == {
        "1043567812": "043567812",
        "1143567812": "143567812",
    }


def test_shows_the_whole_of_a_number_that_is_the_end_of_another() -> None:
    assert tails(["567812", "43567812", "99"]) == {
        "567812": "567812", "43567812": "3567812", "99": "99",
    }  # fmt: skip
