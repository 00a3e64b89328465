"""What the room remembers."""

from minga.access.models.approvals import Approval
from minga.access.models.kept import KeptForm
from minga.access.models.passkeys import Passkey, PasskeyChallenge, PasskeyPurpose
from minga.access.models.protection import (
    AccessAlarm,
    AccessBlock,
    BlockLink,
    ChannelUse,
    FormerCredential,
    MoneyHold,
    RecoveryLink,
    SprayMark,
    WayInLink,
)
from minga.access.models.ways_in import (
    Browser,
    Credential,
    Enrolment,
    Flow,
    FlowKind,
    OfficeSession,
    OneTimeCode,
    PinBlock,
    SealedAnswer,
    SourceAttempt,
    Stage,
)

__all__ = [
    "AccessAlarm",
    "AccessBlock",
    "Approval",
    "BlockLink",
    "Browser",
    "ChannelUse",
    "Credential",
    "Enrolment",
    "Flow",
    "FlowKind",
    "FormerCredential",
    "KeptForm",
    "MoneyHold",
    "OfficeSession",
    "OneTimeCode",
    "Passkey",
    "PasskeyChallenge",
    "PasskeyPurpose",
    "PinBlock",
    "RecoveryLink",
    "SealedAnswer",
    "SourceAttempt",
    "SprayMark",
    "Stage",
    "WayInLink",
]
