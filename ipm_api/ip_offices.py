"""Offices that register marks, by their two letters (WIPO standard ST.3)."""

import re

from ipm_api.sentence import Sentence

REGIONAL = {
    "EM": Sentence("European Union (EUIPO)"),
    "WO": Sentence("International registration (WIPO)"),
    "BX": Sentence("Benelux (BOIP)"),
    "OA": Sentence("African Intellectual Property Organization (OAPI)"),
    "AP": Sentence("African Regional Intellectual Property Organization (ARIPO)"),
    "GC": Sentence("Gulf Cooperation Council (GCC)"),
}
"""Offices of several countries; those of one country have its letters (ISO 3166-1)."""

COUNTRIES = frozenset(
    """AD AE AF AG AI AL AM AN AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW
    BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET
    FI FJ FK FM FO FR GA GB GD GE GH GI GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR
    IS IT JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD
    ME MG MK ML MM MN MO MR MS MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH
    PK PL PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR ST SV SX SY SZ TC TD
    TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WS YE ZA ZM ZW""".split()  # noqa: SIM905 - a table
)

_FORMS = {"EM": re.compile(r"[0-9]{9}"), "WO": re.compile(r"[0-9]{5,7}[A-Z]?")}
_ANY = re.compile(r"(?=[^0-9]*[0-9]{2})[0-9A-Za-z][0-9A-Za-z /.-]{2,58}[0-9A-Za-z]")


def is_office(code: str) -> bool:
    """True if *code* is an office of ST.3 that registers marks."""
    return code in REGIONAL or code in COUNTRIES


def is_number_of(office: str, number: str) -> bool:
    """True if *number* has the form of a registration at *office*, as far as we know its form."""
    return _FORMS.get(office, _ANY).fullmatch(number) is not None
