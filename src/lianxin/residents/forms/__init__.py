"""Shape and wording of what is asked about places, units and persons."""

from lianxin.residents.forms.persons import (
    CorrectConsentForm,
    CorrectPersonForm,
    GiveConsentForm,
    PersonFilterForm,
    ReachForm,
    RegisterPersonForm,
    WithdrawConsentForm,
)
from lianxin.residents.forms.places import (
    AddStairwaysForm,
    ClosePlaceForm,
    CorrectCourtyardForm,
    CorrectPartForm,
    PlaceFilterForm,
    RegisterBuildingForm,
    RegisterCourtyardForm,
)
from lianxin.residents.forms.units import (
    CloseUnitForm,
    CorrectUnitForm,
    MergeUnitForm,
    RegisterUnitForm,
    RenameUnitForm,
    UnitFilterForm,
)

__all__ = [
    "AddStairwaysForm",
    "ClosePlaceForm",
    "CloseUnitForm",
    "CorrectConsentForm",
    "CorrectCourtyardForm",
    "CorrectPartForm",
    "CorrectPersonForm",
    "CorrectUnitForm",
    "GiveConsentForm",
    "MergeUnitForm",
    "PersonFilterForm",
    "PlaceFilterForm",
    "ReachForm",
    "RegisterBuildingForm",
    "RegisterCourtyardForm",
    "RegisterPersonForm",
    "RegisterUnitForm",
    "RenameUnitForm",
    "UnitFilterForm",
    "WithdrawConsentForm",
]
