"""What is wrong with a variable of the environment, said to whoever wrote it."""


class BadSetting(ValueError):
    """The office does not start with it; the text is Spanish and says what to write instead."""


def is_said(variable: str, written: str | None, word: str) -> bool:
    """Whether the variable says that word; unset is no. Raises BadSetting for any other word: half
    of a claim is not to be guessed."""
    if written is None:
        return False
    if written.strip().lower() != word:
        raise BadSetting(f"{variable} solo puede decir {word}: escríbelo así, o quita la variable")
    return True
