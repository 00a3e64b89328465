"""Credentials, browsers, codes, ways in half walked, sessions."""

from django.db import models

from minga.kit.ids import uuid7


class Credential(models.Model):
    """What a registered member gets in with. Sealed records are useless without the keys.

    Whoever registered with a passkey instead has no PIN, image or phrase until they choose them.
    """

    member = models.OneToOneField(
        "members.Member", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    sealed_pin = models.BinaryField(null=True)
    image = models.CharField(max_length=40)
    phrase = models.CharField(max_length=20)
    registered_at = models.DateTimeField()
    is_long = models.BooleanField(default=False, help_text="A long secret instead of four digits")
    pin_changed_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row, on any browser")
    last_sign_in_at = models.DateTimeField(null=True)

    @property
    def has_secret(self) -> bool:
        """Whether there is a PIN, or a long secret, besides passkeys."""
        return self.sealed_pin is not None

    def __str__(self) -> str:
        return f"credential of {self.member_id}"


class SealedAnswer(models.Model):
    """One security question with its sealed answer."""

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=40)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential", "question"], name="answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question} of {self.credential_id}"


class PinBlock(models.Model):
    """The PIN stopped serving: since when, why, and who gave it back."""

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="blocks")
    at = models.DateTimeField()
    why = models.CharField(max_length=40)
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credential"],
                condition=models.Q(lifted_at=None),
                name="one_open_block",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.why} since {self.at:%Y-%m-%d %H:%M}"


class Browser(models.Model):
    """A browser that somebody proved to be theirs; it shows the token digested here."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    token_digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    user_agent = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"browser {self.id}"


class Enrolment(models.Model):
    """One member in one browser, with the wrong PINs tried there.

    Until the PIN is right it has no browser: the code was proven, and the tries are counted here.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    browser = models.ForeignKey(
        Browser, on_delete=models.CASCADE, null=True, related_name="enrolments"
    )
    proven_at = models.DateTimeField()
    enrolled_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["browser", "member"],
                condition=models.Q(ended_at=None),
                name="enrolled_once",
            ),
            models.CheckConstraint(
                condition=models.Q(browser=None, enrolled_at=None, expires_at=None)
                | models.Q(
                    browser__isnull=False, enrolled_at__isnull=False, expires_at__isnull=False
                ),
                name="enrolled_in_a_browser",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.browser_id}"


class FlowKind(models.TextChoices):
    """What somebody set out to do."""

    SIGN_IN = "sign_in", "Ingreso"
    REGISTER = "register", "Registro"
    RECOVER_PIN = "recover_pin", "Recuperación de la clave"
    RECOVER_QUESTIONS = "recover_questions", "Recuperación de las preguntas"
    CHANGE_STRIP = "change_strip", "Cambio de imagen y frase"


class Stage(models.TextChoices):
    """The next thing to do."""

    CODE = "code", "Código"
    PIN = "pin", "Clave"
    QUESTION = "question", "Pregunta de seguridad"
    PIN_CHANGE = "pin_change", "Clave nueva"
    SECURITY = "security", "Frase, preguntas e imagen"
    DONE = "done", "Listo"


class Flow(models.Model):
    """A way in, half walked: what was proven so far, for whoever holds its cookie.

    `subject` stands for what was typed (a keyed digest): a stranger's number is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    token_digest = models.BinaryField(unique=True)
    kind = models.CharField(max_length=20, choices=FlowKind.choices)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    subject = models.BinaryField()
    member = models.ForeignKey(
        "members.Member", on_delete=models.PROTECT, null=True, related_name="+"
    )
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, null=True, related_name="+")
    sealed_pin = models.BinaryField(null=True)
    is_long = models.BooleanField(default=False, help_text="What `sealed_pin` seals")
    remembers = models.BooleanField(default=True, help_text="«Recordar este equipo»")
    question = models.CharField(max_length=40, blank=True, help_text="The one to be answered")
    question_failures = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=8, blank=True, help_text="The way the code was asked for")
    candidates = models.JSONField(default=list, help_text="Ids a code may be for; or one of nobody")
    people = models.JSONField(default=list, help_text="Ids a link instead of a code may be for")
    images = models.JSONField(default=list, help_text="[opaque token, slug], in the order shown")
    image = models.CharField(max_length=40, blank=True)
    next_path = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="flow_by_end")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.stage}"


class OneTimeCode(models.Model):
    """A code of six digits, good in the flow it was asked in.

    `digests` maps a member to the keyed digest of the code sent to them; a stranger's row holds one
    that no code fits. `silent`: nothing was sent, because this number had used up its codes.
    `superseded_at`: a newer one was sent elsewhere; this one fits no more, and does not say so.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="codes")
    purpose = models.CharField(max_length=20)
    subject = models.BinaryField()
    digests = models.JSONField()
    silent = models.BooleanField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    superseded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "issued_at"], name="code_by_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "purpose"],
                condition=models.Q(closed_at=None, superseded_at=None, silent=False),
                name="one_live_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} code of {self.issued_at:%Y-%m-%d %H:%M}"


class SourceAttempt(models.Model):
    """One number tried from one address, to see how many come from there and how often."""

    source = models.CharField(max_length=45)
    step = models.CharField(max_length=10)
    subject = models.BinaryField()
    at = models.DateTimeField(help_text="The last time")
    tries = models.PositiveSmallIntegerField(help_text="Without a pause as long as the window")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "step", "subject"], name="source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step} from {self.source}"


class OfficeSession(models.Model):
    """A member inside the office."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    token_digest = models.BinaryField(unique=True)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="+")
    passkey = models.ForeignKey(
        "access.Passkey", on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    idle = models.DurationField()
    expires_at = models.DateTimeField()
    previous_sign_in_at = models.DateTimeField(null=True)
    proven_at = models.DateTimeField(null=True, help_text="By a passkey, once more")
    proven_for = models.CharField(max_length=20, blank=True, help_text="What was about to be done")
    ip = models.CharField(max_length=45)
    user_agent = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-started_at"], name="sessions_of_member")]

    def __str__(self) -> str:
        return f"session of {self.member_id} since {self.started_at:%Y-%m-%d %H:%M}"
