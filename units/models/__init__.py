"""Who works where: the records of the first room."""

from units.models.access import ActivationCode, RoleGrant, User
from units.models.classification import Classification
from units.models.decision import ChainHead, Decision
from units.models.demo import DemoCity
from units.models.files import FileContent, PrivateFile
from units.models.imports import ImportRun
from units.models.jobs import JobRun
from units.models.looks import AccessLook
from units.models.mandates import Mandate
from units.models.notices import Mailing, NoticeSwitch, Outbox
from units.models.people import (
    Employee,
    EmployeeSkill,
    Exclusion,
    Home,
    Position,
    Posting,
    Skill,
)
from units.models.tokens import ApiReceipt, ApiToken
from units.models.tree import Place, Unit
from units.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "AccessLook",
    "ActivationCode",
    "ApiReceipt",
    "ApiToken",
    "ChainHead",
    "Classification",
    "Decision",
    "DemoCity",
    "Employee",
    "EmployeeSkill",
    "Exclusion",
    "FileContent",
    "Home",
    "ImportRun",
    "JobRun",
    "Mailing",
    "Mandate",
    "NoticeSwitch",
    "Outbox",
    "Place",
    "Position",
    "Posting",
    "PrivateFile",
    "RoleGrant",
    "Skill",
    "Unit",
    "User",
    "Webhook",
    "WebhookDelivery",
]
