from uuid import UUID

from minga.kit import ids


def test_uuid7_is_version_7_and_grows_with_time() -> None:
    many = [ids.uuid7() for _ in range(2000)]
    assert {(one.version, one.variant) for one in many} == {(7, "specified in RFC 4122")}
    assert len(set(many)) == 2000
    assert [one.int >> 80 for one in many] == sorted(one.int >> 80 for one in many)


def test_a_key_in_another_scope_is_another_key_with_the_same_time() -> None:
    key = ids.uuid7()
    ana, luis = ids.key_in_scope("member:ana", key), ids.key_in_scope("member:luis", key)
    assert ana != luis
    assert ana == ids.key_in_scope("member:ana", key)
    assert ana.int >> 80 == key.int >> 80
    assert ana.version == 8


def test_keys_from_words_do_not_run_together() -> None:
    assert ids.key_from("ab", "c") != ids.key_from("a", "bc")


def test_a_reference_reads_aloud() -> None:
    text = ids.reference(UUID("018f0000-0000-7000-8000-000000000000"))
    assert len(text) == 11
    assert text[5] == "-"
    assert not set(text) & set("ILOU")
