from types import SimpleNamespace

import pytest

from minga.doors.cli import quote
from minga.doors.cli.main import COMMANDS, main
from minga.kit import nit


def test_help_lists_every_command_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    for name, (_, summary) in COMMANDS.items():
        assert name in said
        assert summary in said


def test_says_so_when_it_does_not_know_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["volar"]) == 2
    assert "no conozco el comando «volar»" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself_in_spanish(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        main([name, "--help"])
    said = capsys.readouterr().out
    assert done.value.code == 0
    assert said.startswith("Uso: minga")
    assert "options:" not in said


def test_hands_every_word_after_test_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr("minga.doors.cli.run_tests.subprocess.run", run)
    main(["test", "-q", "--", "tests"])
    main(["test", "src/minga/kit", "-k", "money"])
    main(["test"])
    assert asked[0][-3:] == ["-q", "--", "tests"]
    assert asked[1][-3:] == ["src/minga/kit", "-k", "money"]
    assert "--" not in asked[2]


def test_says_which_setting_is_wrong_instead_of_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quote, "add_arguments", lambda parser: None)
    monkeypatch.setattr(quote, "run", lambda _: nit.checked("900068438-2"))
    assert main(["quote"]) == 2
    assert "minga: MINGA_COOPERATIVE_NIT" in capsys.readouterr().err
