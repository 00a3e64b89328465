"""What is wrong with a variable of the environment, said to whoever wrote it."""


class BadSetting(ValueError):
    """The office does not start with it; the text is Spanish and says what to write instead."""
