"""docs/accounting.md says what the code books, and nothing is booked without saying how."""

from dataclasses import replace
from pathlib import Path

from minga.doors.cli.accounting_table import ROOMS, SOURCE, chart, markdown, page
from minga.doors.cli.accounting_templates import posts_without_template, room_files, templates

PAGE = Path(__file__).parents[5] / "docs" / "accounting.md"


def test_the_accountants_page_is_written_from_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "write it again: python -m minga.doors.cli.accounting_table > docs/accounting.md"
    )


def test_a_template_that_the_page_does_not_tell_is_noticed() -> None:
    keys = chart()
    first, *others = templates(SOURCE, ROOMS, sorted(keys))
    planted = [replace(first, block="Dr one thing / Cr another"), *others]
    assert markdown(planted, keys) != page()


def test_a_code_that_changes_is_noticed() -> None:
    keys = dict(chart())
    keys["GMF_PAYABLE"] = dict(keys["GMF_PAYABLE"]) | {"code": "2442"}
    assert markdown(templates(SOURCE, ROOMS, sorted(keys)), keys) != page()


def test_nothing_is_posted_without_saying_how() -> None:
    # The ledger's own files carry out what the other rooms say.
    rooms = [SOURCE / room for room in ROOMS if room != "ledger"]
    silent = [
        str(file.relative_to(SOURCE))
        for room in rooms
        for file in room_files(room)
        if posts_without_template(file.read_text(encoding="utf-8"))
    ]
    assert silent == []


def test_a_file_that_posts_in_silence_is_found() -> None:
    assert posts_without_template("def pay():\n    post.post(entry)")
    assert posts_without_template("def pay():\n    '''Drives.'''\n    post.post_batch(entries)")
    assert not posts_without_template(
        "def pay():\n    '''Pays.\n\n    Dr a / Cr b\n    '''\n    post.post(1)"
    )


def test_a_word_of_a_helper_is_no_template() -> None:
    assert posts_without_template("def f():\n    '''Dr a, Cr b.'''\n    post.post(1)")


def test_a_family_is_its_categories_and_no_other_key_that_begins_alike() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| `IMPAIRMENT_EXPENSE`")]
    assert "loans/write_off.py" in rows[0]
    assert "loans/brought_books.py" not in rows[0]
    assert "`IMPAIRMENT_…` 140805 to 146525" in page()


def test_the_tables_families_of_keys_are_told_by_their_beginning(tmp_path: Path) -> None:
    (tmp_path / "loans").mkdir()
    (tmp_path / "loans" / "lend.py").write_text(
        "def lend(m):\n    '''Lends.\n\n        Dr the loan\n            Cr cash\n    '''\n"
        "    return f'LOANS_{m}_A', 'CASH'\n"
    )
    (found,) = templates(tmp_path, ["loans"], ["CASH", "LOANS_CONSUMO_A", "OTHER"])
    assert found.keys == ("CASH", "LOANS_…")
    assert found.block == "Dr the loan\n    Cr cash"
    assert found.where == "loans/lend.py: lend"
