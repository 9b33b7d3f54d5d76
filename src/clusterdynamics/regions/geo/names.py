"""What the countries that are shipped are called (messages to translate)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clusterdynamics.i18n import N_

__all__ = ["COUNTRY_NAMES"]

#: Code of the country → its name.
COUNTRY_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "AD": N_("Andorra"),
        "AL": N_("Albania"),
        "AM": N_("Armenia"),
        "AT": N_("Austria"),
        "AX": N_("Åland"),
        "AZ": N_("Azerbaijan"),
        "BA": N_("Bosnia and Herzegovina"),
        "BE": N_("Belgium"),
        "BG": N_("Bulgaria"),
        "BY": N_("Belarus"),
        "CH": N_("Switzerland"),
        "CY": N_("Cyprus"),
        "CZ": N_("Czechia"),
        "DE": N_("Germany"),
        "DK": N_("Denmark"),
        "DZ": N_("Algeria"),
        "EE": N_("Estonia"),
        "EG": N_("Egypt"),
        "EL": N_("Greece"),
        "ES": N_("Spain"),
        "FI": N_("Finland"),
        "FO": N_("Faroe Islands"),
        "FR": N_("France"),
        "GE": N_("Georgia"),
        "HR": N_("Croatia"),
        "HU": N_("Hungary"),
        "IE": N_("Ireland"),
        "IQ": N_("Iraq"),
        "IR": N_("Iran"),
        "IS": N_("Iceland"),
        "IT": N_("Italy"),
        "KZ": N_("Kazakhstan"),
        "LB": N_("Lebanon"),
        "LI": N_("Liechtenstein"),
        "LT": N_("Lithuania"),
        "LU": N_("Luxembourg"),
        "LV": N_("Latvia"),
        "LY": N_("Libya"),
        "MD": N_("Moldova"),
        "ME": N_("Montenegro"),
        "MK": N_("North Macedonia"),
        "MT": N_("Malta"),
        "NL": N_("Netherlands"),
        "NO": N_("Norway"),
        "PL": N_("Poland"),
        "PT": N_("Portugal"),
        "RO": N_("Romania"),
        "RS": N_("Serbia"),
        "RU": N_("Russia"),
        "SE": N_("Sweden"),
        "SI": N_("Slovenia"),
        "SK": N_("Slovakia"),
        "SM": N_("San Marino"),
        "SY": N_("Syria"),
        "TN": N_("Tunisia"),
        "TR": N_("Türkiye"),
        "UA": N_("Ukraine"),
        "UK": N_("United Kingdom"),
        "XK": N_("Kosovo"),
    }
)
