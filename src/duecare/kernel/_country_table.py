"""The table behind `countries`: one place a line, read by eye and by `countries.py`.

Codes are ISO 3166-1; names are plain English short names, aliases after "|" are forms that
publishers of indices and lists use. Kosovo has no ISO code: XK/XKX are user-assigned, numeric 000.
Nothing here takes a position on the status of any territory.
"""

from __future__ import annotations

COUNTRIES = """\
AW ABW 533 Aruba
AF AFG 004 Afghanistan|Islamic Republic of Afghanistan
AO AGO 024 Angola|Republic of Angola
AI AIA 660 Anguilla
AX ALA 248 Åland Islands
AL ALB 008 Albania|Republic of Albania
AD AND 020 Andorra|Principality of Andorra
AE ARE 784 United Arab Emirates|UAE
AR ARG 032 Argentina|Argentine Republic
AM ARM 051 Armenia|Republic of Armenia
AS ASM 016 American Samoa
AQ ATA 010 Antarctica
TF ATF 260 French Southern Territories
AG ATG 028 Antigua and Barbuda
AU AUS 036 Australia
AT AUT 040 Austria|Republic of Austria
AZ AZE 031 Azerbaijan|Republic of Azerbaijan
BI BDI 108 Burundi|Republic of Burundi
BE BEL 056 Belgium|Kingdom of Belgium
BJ BEN 204 Benin|Dahomey|Republic of Benin
BQ BES 535 Bonaire, Sint Eustatius and Saba
BF BFA 854 Burkina Faso|Upper Volta
BD BGD 050 Bangladesh|People's Republic of Bangladesh
BG BGR 100 Bulgaria|Republic of Bulgaria
BH BHR 048 Bahrain|Kingdom of Bahrain
BS BHS 044 Bahamas|Commonwealth of the Bahamas
BA BIH 070 Bosnia and Herzegovina|Bosnia and Hercegovina|Bosnia
BL BLM 652 Saint Barthélemy
BY BLR 112 Belarus|Republic of Belarus
BZ BLZ 084 Belize
BM BMU 060 Bermuda
BO BOL 068 Bolivia|Bolivia, Plurinational State of|Plurinational State of Bolivia
BR BRA 076 Brazil|Federative Republic of Brazil
BB BRB 052 Barbados
BN BRN 096 Brunei|Brunei Darussalam
BT BTN 064 Bhutan|Kingdom of Bhutan
BV BVT 074 Bouvet Island
BW BWA 072 Botswana|Republic of Botswana
CF CAF 140 Central African Republic
CA CAN 124 Canada
CC CCK 166 Cocos Islands|Cocos (Keeling) Islands
CH CHE 756 Switzerland|Swiss Confederation
CL CHL 152 Chile|Republic of Chile
CN CHN 156 China|People's Republic of China|PR China
CI CIV 384 Côte d'Ivoire|Ivory Coast|Cote d Ivoire|Republic of Côte d'Ivoire|Ivory Coast (Cote d'Ivoire)
CM CMR 120 Cameroon|Republic of Cameroon
CD COD 180 Congo (Kinshasa)|Congo, The Democratic Republic of the|Democratic Republic of the Congo|Congo, Dem. Rep.|\
Dem. Rep. Congo|DR Congo|DRC|Zaire|Congo, Democratic Republic of (Zaire)|DemocraticRepublicCongo
CG COG 178 Congo (Brazzaville)|Congo|Republic of the Congo|Congo, Rep.|Congo Republic
CK COK 184 Cook Islands
CO COL 170 Colombia|Republic of Colombia
KM COM 174 Comoros|Union of the Comoros
CV CPV 132 Cabo Verde|Cape Verde|Republic of Cabo Verde
CR CRI 188 Costa Rica|Republic of Costa Rica
CU CUB 192 Cuba|Republic of Cuba
CW CUW 531 Curaçao
CX CXR 162 Christmas Island
KY CYM 136 Cayman Islands
CY CYP 196 Cyprus|Republic of Cyprus
CZ CZE 203 Czechia|Czech Republic
DE DEU 276 Germany|Federal Republic of Germany|Germany, W.|Germany, West|West Germany|German Federal Republic
DJ DJI 262 Djibouti|Republic of Djibouti
DM DMA 212 Dominica|Commonwealth of Dominica
DK DNK 208 Denmark|Kingdom of Denmark
DO DOM 214 Dominican Republic
DZ DZA 012 Algeria|People's Democratic Republic of Algeria
EC ECU 218 Ecuador|Republic of Ecuador
EG EGY 818 Egypt|Egypt, Arab Rep.|Arab Republic of Egypt
ER ERI 232 Eritrea|the State of Eritrea
EH ESH 732 Western Sahara|Sahrawi Arab Democratic Republic
ES ESP 724 Spain|Kingdom of Spain
EE EST 233 Estonia|Republic of Estonia
ET ETH 231 Ethiopia|Federal Democratic Republic of Ethiopia
FI FIN 246 Finland|Republic of Finland
FJ FJI 242 Fiji|Republic of Fiji
FK FLK 238 Falkland Islands|Falkland Islands (Malvinas)
FR FRA 250 France|French Republic
FO FRO 234 Faroe Islands
FM FSM 583 Micronesia|Micronesia, Federated States of|Federated States of Micronesia|Micronesia, Fed. Sts.
GA GAB 266 Gabon|Gabonese Republic
GB GBR 826 United Kingdom|UK|Great Britain|United Kingdom of Great Britain and Northern Ireland
GE GEO 268 Georgia
GG GGY 831 Guernsey
GH GHA 288 Ghana|Republic of Ghana
GI GIB 292 Gibraltar
GN GIN 324 Guinea|Republic of Guinea
GP GLP 312 Guadeloupe
GM GMB 270 Gambia|Republic of the Gambia
GW GNB 624 Guinea-Bissau|Republic of Guinea-Bissau
GQ GNQ 226 Equatorial Guinea|Republic of Equatorial Guinea
GR GRC 300 Greece|Hellenic Republic
GD GRD 308 Grenada
GL GRL 304 Greenland
GT GTM 320 Guatemala|Republic of Guatemala
GF GUF 254 French Guiana
GU GUM 316 Guam
GY GUY 328 Guyana|Republic of Guyana
HK HKG 344 Hong Kong|Hong Kong SAR, China|Hong Kong SAR|Hong Kong (China)|\
Hong Kong Special Administrative Region of China
HM HMD 334 Heard Island and McDonald Islands
HN HND 340 Honduras|Republic of Honduras
HR HRV 191 Croatia|Republic of Croatia
HT HTI 332 Haiti|Republic of Haiti
HU HUN 348 Hungary
ID IDN 360 Indonesia|Republic of Indonesia
IM IMN 833 Isle of Man
IN IND 356 India|Republic of India
IO IOT 086 British Indian Ocean Territory
IE IRL 372 Ireland
IR IRN 364 Iran|Iran, Islamic Rep.|Iran, Islamic Republic of|Islamic Republic of Iran
IQ IRQ 368 Iraq|Republic of Iraq
IS ISL 352 Iceland|Republic of Iceland
IL ISR 376 Israel|State of Israel
IT ITA 380 Italy|Italian Republic
JM JAM 388 Jamaica
JE JEY 832 Jersey|Jersey, Channel Islands
JO JOR 400 Jordan|Hashemite Kingdom of Jordan
JP JPN 392 Japan
KZ KAZ 398 Kazakhstan|Republic of Kazakhstan
KE KEN 404 Kenya|Republic of Kenya
KG KGZ 417 Kyrgyzstan|Kyrgyz Republic
KH KHM 116 Cambodia|Kampuchea|Kingdom of Cambodia
KI KIR 296 Kiribati|Republic of Kiribati
KN KNA 659 Saint Kitts and Nevis
KR KOR 410 South Korea|Korea, Rep.|Korea, South|Korea, Republic of|Republic of Korea|South Korea (Republic of Korea)
KW KWT 414 Kuwait|State of Kuwait
LA LAO 418 Laos|Lao PDR|Lao People's Democratic Republic
LB LBN 422 Lebanon|Lebanese Republic
LR LBR 430 Liberia|Republic of Liberia
LY LBY 434 Libya|Libyan Arab Jamahiriya|State of Libya
LC LCA 662 Saint Lucia
LI LIE 438 Liechtenstein|Principality of Liechtenstein
LK LKA 144 Sri Lanka|Ceylon|Democratic Socialist Republic of Sri Lanka|SriLanka
LS LSO 426 Lesotho|Kingdom of Lesotho
LT LTU 440 Lithuania|Republic of Lithuania
LU LUX 442 Luxembourg|Grand Duchy of Luxembourg
LV LVA 428 Latvia|Republic of Latvia
MO MAC 446 Macao|Macao SAR, China|Macau|Macao SAR|Macao Special Administrative Region of China
MF MAF 663 Saint Martin|Saint Martin (French part)|St. Martin (French part)
MA MAR 504 Morocco|Kingdom of Morocco
MC MCO 492 Monaco|Principality of Monaco
MD MDA 498 Moldova|Moldova, Republic of|Republic of Moldova
MG MDG 450 Madagascar|Republic of Madagascar
MV MDV 462 Maldives|Republic of Maldives
MX MEX 484 Mexico|United Mexican States
MH MHL 584 Marshall Islands|Republic of the Marshall Islands
MK MKD 807 North Macedonia|Macedonia|Macedonia, FYR|FYR Macedonia|Former Yugoslav Republic of Macedonia|\
Republic of North Macedonia
ML MLI 466 Mali|Republic of Mali
MT MLT 470 Malta|Republic of Malta
MM MMR 104 Myanmar|Burma|Burma/Myanmar|Myanmar (Burma)|Republic of the Union of Myanmar
ME MNE 499 Montenegro
MN MNG 496 Mongolia
MP MNP 580 Northern Mariana Islands|Commonwealth of the Northern Mariana Islands
MZ MOZ 508 Mozambique|Republic of Mozambique
MR MRT 478 Mauritania|Islamic Republic of Mauritania
MS MSR 500 Montserrat
MQ MTQ 474 Martinique
MU MUS 480 Mauritius|Republic of Mauritius
MW MWI 454 Malawi|Republic of Malawi
MY MYS 458 Malaysia
YT MYT 175 Mayotte
NA NAM 516 Namibia|Republic of Namibia
NC NCL 540 New Caledonia
NE NER 562 Niger|Republic of the Niger
NF NFK 574 Norfolk Island
NG NGA 566 Nigeria|Federal Republic of Nigeria
NI NIC 558 Nicaragua|Republic of Nicaragua
NU NIU 570 Niue
NL NLD 528 Netherlands|Holland|Kingdom of the Netherlands
NO NOR 578 Norway|Kingdom of Norway
NP NPL 524 Nepal|Federal Democratic Republic of Nepal
NR NRU 520 Nauru|Republic of Nauru
NZ NZL 554 New Zealand
OM OMN 512 Oman|Sultanate of Oman
PK PAK 586 Pakistan|Islamic Republic of Pakistan
PA PAN 591 Panama|Republic of Panama
PN PCN 612 Pitcairn|Pitcairn Islands
PE PER 604 Peru|Republic of Peru
PH PHL 608 Philippines|Republic of the Philippines
PW PLW 585 Palau|Republic of Palau
PG PNG 598 Papua New Guinea|Independent State of Papua New Guinea
PL POL 616 Poland|Republic of Poland
PR PRI 630 Puerto Rico
KP PRK 408 North Korea|Korea, Dem. Rep.|Korea, Dem. People's Rep.|Korea, North|\
Korea, Democratic People's Republic of|Democratic People's Republic of Korea|DPRK
PT PRT 620 Portugal|Portuguese Republic
PY PRY 600 Paraguay|Republic of Paraguay
PS PSE 275 Palestine|Palestine, State of|State of Palestine|West Bank and Gaza|West Bank and Gaza Strip|\
Palestine/West Bank|Palestinian Territories|Palestinian Territory, Occupied|Occupied Palestinian Territory|\
Palestinian Authority
PF PYF 258 French Polynesia
QA QAT 634 Qatar|State of Qatar
RE REU 638 Réunion
RO ROU 642 Romania
RU RUS 643 Russia|Russian Federation
RW RWA 646 Rwanda|Rwandese Republic|Republic of Rwanda
SA SAU 682 Saudi Arabia|Saudi|Kingdom of Saudi Arabia
SD SDN 729 Sudan|Republic of the Sudan
SN SEN 686 Senegal|Republic of Senegal
SG SGP 702 Singapore|Republic of Singapore
GS SGS 239 South Georgia and the South Sandwich Islands
SH SHN 654 Saint Helena, Ascension and Tristan da Cunha|Saint Helena
SJ SJM 744 Svalbard and Jan Mayen
SB SLB 090 Solomon Islands
SL SLE 694 Sierra Leone|Republic of Sierra Leone
SV SLV 222 El Salvador|Republic of El Salvador
SM SMR 674 San Marino|Republic of San Marino
SO SOM 706 Somalia|Federal Republic of Somalia
PM SPM 666 Saint Pierre and Miquelon
RS SRB 688 Serbia|Republic of Serbia
SS SSD 728 South Sudan|Republic of South Sudan
ST STP 678 São Tomé and Príncipe|Democratic Republic of Sao Tome and Principe
SR SUR 740 Suriname|Republic of Suriname
SK SVK 703 Slovakia|Slovak Republic
SI SVN 705 Slovenia|Republic of Slovenia
SE SWE 752 Sweden|Kingdom of Sweden
SZ SWZ 748 Eswatini|Swaziland|Kingdom of Eswatini
SX SXM 534 Sint Maarten|Sint Maarten (Dutch part)
SC SYC 690 Seychelles|Republic of Seychelles
SY SYR 760 Syria|Syrian Arab Republic
TC TCA 796 Turks and Caicos Islands
TD TCD 148 Chad|Republic of Chad
TG TGO 768 Togo|Togolese Republic
TH THA 764 Thailand|Kingdom of Thailand
TJ TJK 762 Tajikistan|Republic of Tajikistan
TK TKL 772 Tokelau
TM TKM 795 Turkmenistan
TL TLS 626 Timor-Leste|East Timor|Democratic Republic of Timor-Leste|East Timor (Timor L'este)
TO TON 776 Tonga|Kingdom of Tonga
TT TTO 780 Trinidad and Tobago|Republic of Trinidad and Tobago
TN TUN 788 Tunisia|Republic of Tunisia
TR TUR 792 Türkiye|Turkey|Republic of Türkiye
TV TUV 798 Tuvalu
TW TWN 158 Taiwan|Taiwan, China|Taiwan, Province of China|Chinese Taipei
TZ TZA 834 Tanzania|Tanzania, United Republic of|United Republic of Tanzania
UG UGA 800 Uganda|Republic of Uganda
UA UKR 804 Ukraine
UM UMI 581 United States Minor Outlying Islands
UY URY 858 Uruguay|Eastern Republic of Uruguay
US USA 840 United States|US|USA|United States of America
UZ UZB 860 Uzbekistan|Republic of Uzbekistan
VA VAT 336 Holy See|Holy See (Vatican City State)|Vatican City|Vatican
VC VCT 670 Saint Vincent and the Grenadines
VE VEN 862 Venezuela|Venezuela, RB|Venezuela, Bolivarian Republic of|Bolivarian Republic of Venezuela
VG VGB 092 British Virgin Islands|Virgin Islands, British
VI VIR 850 United States Virgin Islands|Virgin Islands, U.S.|US Virgin Islands|Virgin Islands of the United States
VN VNM 704 Vietnam|Viet Nam|Socialist Republic of Viet Nam|Vietnam, N.|Vietnam, North|North Vietnam
VU VUT 548 Vanuatu|Republic of Vanuatu
WF WLF 876 Wallis and Futuna
WS WSM 882 Samoa|Western Samoa|Independent State of Samoa
XK XKX 000 Kosovo|Republic of Kosovo|Kosovo (UNSCR 1244)
YE YEM 887 Yemen|Yemen, Rep.|Republic of Yemen
ZA ZAF 710 South Africa|Republic of South Africa
ZM ZMB 894 Zambia|Republic of Zambia
ZW ZWE 716 Zimbabwe|Rhodesia|Zimbabwe (Rhodesia)|Republic of Zimbabwe
"""
"""alpha-2, alpha-3, numeric, name|alias|alias…"""

TERRITORIES = """\
abkhazia GEO Abkhazia
chechnya RUS Chechnya
crimea UKR Crimea
eastern-donbas UKR Eastern Donbas|Donbas
gaza-strip PSE Gaza Strip|Gaza|Palestine/Gaza|Gaza (Hamas)|Hamas/Gaza
indian-kashmir IND Indian Kashmir|Jammu and Kashmir
israel-pre-1967 ISR Israel in pre-1967 borders
israeli-occupied-territories PSE Israeli-Occupied Territories|Israel in Occupied Territories|\
Israel (occupied territories)
israel-extraterritorial ISR Israel (outside Israeli territory)|Israel (extraterritorial)
kurdistan IRQ Kurdistan|Iraqi Kurdistan
nagorno-karabakh AZE Nagorno-Karabakh
northern-cyprus CYP Northern Cyprus|Cyprus North|Turkish Republic of Northern Cyprus
northern-ireland GBR Northern Ireland
pakistani-kashmir PAK Pakistani Kashmir|Azad Kashmir
palestinian-authority-areas PSE Palestinian Authority-Administered Territories
russian-occupied-ukraine UKR Russian-Occupied Territories of Ukraine|Russia-Occupied Areas (Ukraine)
somaliland SOM Somaliland
south-ossetia GEO South Ossetia
tibet CHN Tibet
transnistria MDA Transnistria|Pridnestrovie
us-extraterritorial USA United States (outside US territory)|United States of America (extraterritorial)
us-in-iraq IRQ United States (in Irak)|United States (in Iraq)
west-bank PSE West Bank
west-papua IDN West Papua
zanzibar TZA Zanzibar
"""
"""own code, the state of which ISO counts it a part, name|alias…"""

HISTORICAL = """\
ANT 2010 BES,CUW,SXM Netherlands Antilles|Netherlands Antilles (former)
CSK 1992 CZE,SVK Czechoslovakia
DDR 1990 DEU German Democratic Republic|Germany, E.|Germany, East|East Germany
RVN 1975 VNM South Vietnam|Vietnam, S.|Vietnam, South|Republic of Vietnam
SCG 2006 SRB,MNE Serbia and Montenegro|Serbia-Montenegro|Federal Republic of Yugoslavia|\
Yugoslavia, Federal Republic of
SUN 1991 RUS,UKR,BLR,UZB,KAZ,GEO,AZE,LTU,MDA,LVA,KGZ,TJK,ARM,TKM,EST Soviet Union|USSR|\
Union of Soviet Socialist Republics
YAR 1990 YEM Yemen Arab Republic|Yemen, N.|Yemen, North|North Yemen
YMD 1990 YEM South Yemen|Yemen, S.|Yemen, South|Yemen People's Republic|Yemen, Democratic|\
People's Democratic Republic of Yemen
YUG 1992 SVN,HRV,BIH,MKD,SRB,MNE,XKX Yugoslavia|Socialist Federal Republic of Yugoslavia|\
Yugoslavia, Socialist Federal Republic of
"""
"""code (ISO 3166-3 where it has one), last year, successors, name|alias…

The Federal Republic of Yugoslavia renamed itself Serbia and Montenegro in 2003 and is one entry with it;
a publisher's plain "Yugoslavia" stays YUG in every year, as the publisher wrote it."""

AGGREGATES = """\
euu European Union|EU
oecs Organisation of Eastern Caribbean States|OECS
wld World
"""
"""own code, name|alias…: groups of countries that a publisher scores as one"""

CODES = """\
* ADO AND
* KSV XKX
* UVK XKX
* RKS XKX
* ROM ROU
* TMP TLS
* ZAR COD
* WBG PSE
* BUR MMR
* UK GBR
* EL GRC
rsf XKO XKX
rsf CTU northern-cyprus
rsf XCD oecs
rsf CSS oecs
rsf YUG SCG
rsf USA2 USA
rsf USA1 us-extraterritorial
rsf USA_I us-in-iraq
rsf ISR1 ISR
rsf ISR2 israel-extraterritorial
rsf ISR3 israeli-occupied-territories
vdem PSG gaza-strip
vdem SML somaliland
vdem ZZB zanzibar
wjp SLN SLE
pts YUG YUG
"""
"""publisher (* for any), code as written, our code. Old World Bank codes first.

RSF splits the United States (2003-2012) and Israel (2003-2004, 2006-2012) into home ground and abroad:
home ground is the country, abroad is kept apart under a name of its own."""
