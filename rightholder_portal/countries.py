"""Countries of forms: ISO 3166-1 alpha-2 and the short English name."""

COUNTRIES = dict(
    item.split(" ", 1)
    for item in """AE United Arab Emirates
AR Argentina
AT Austria
AU Australia
BE Belgium
BG Bulgaria
BR Brazil
CA Canada
CH Switzerland
CI Côte d'Ivoire
CL Chile
CM Cameroon
CN China
CO Colombia
CY Cyprus
CZ Czechia
DE Germany
DK Denmark
DZ Algeria
EE Estonia
EG Egypt
ES Spain
FI Finland
FR France
GB United Kingdom
GH Ghana
GR Greece
HR Croatia
HU Hungary
ID Indonesia
IE Ireland
IL Israel
IN India
IT Italy
JP Japan
KE Kenya
KR Korea, Republic of
LT Lithuania
LU Luxembourg
LV Latvia
MA Morocco
MT Malta
MX Mexico
MY Malaysia
NG Nigeria
NL Netherlands
NO Norway
NZ New Zealand
PE Peru
PH Philippines
PL Poland
PT Portugal
RO Romania
RS Serbia
SA Saudi Arabia
SE Sweden
SG Singapore
SI Slovenia
SK Slovakia
SN Senegal
TH Thailand
TN Tunisia
TR Türkiye
TZ Tanzania
UA Ukraine
UG Uganda
US United States
UY Uruguay
VN Viet Nam
ZA South Africa""".splitlines()
)
