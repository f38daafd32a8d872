"""Shape and wording of what is asked about members."""

from lianxin.party.forms.lists import BranchAssignmentForm, narrowing
from lianxin.party.forms.records import CorrectionForm, RegistrationForm
from lianxin.party.forms.steps import (
    ConversionForm,
    DepartureForm,
    FactBeginningForm,
    FactForm,
    OfficeCorrectionForm,
    OfficeEndForm,
    OfficeForm,
    ReturnForm,
    UndoForm,
)

__all__ = [
    "BranchAssignmentForm",
    "ConversionForm",
    "CorrectionForm",
    "DepartureForm",
    "FactBeginningForm",
    "FactForm",
    "OfficeCorrectionForm",
    "OfficeEndForm",
    "OfficeForm",
    "RegistrationForm",
    "ReturnForm",
    "UndoForm",
    "narrowing",
]
