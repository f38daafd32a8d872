"""Form controls with the right keyboard and the right hint."""

from typing import Any

from django.forms import widgets


class PartialDateInput(widgets.TextInput):
    """A date as far as it is known, typed as text: ``1957.7.1``, ``1957.7`` or ``1957``."""

    hint = "知道多少写多少：1957.7.1、1957.7、1957 都可以。"
    short = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "maxlength": "14", **(attrs or {})})


class IdNumberInput(widgets.TextInput):
    """An identity number: 18 (or 15) characters, no suggestions from the browser."""

    short = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": "24"}
        super().__init__({**base, **(attrs or {})})


class PhoneInput(widgets.TextInput):
    """A telephone number, mobile or fixed."""

    input_type = "tel"
    short = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "maxlength": "20", **(attrs or {})})


class FigureInput(widgets.TextInput):
    """A whole number typed as text, with the digits' keyboard and without the mouse wheel's accidents."""

    short = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "maxlength": "12", **(attrs or {})})
