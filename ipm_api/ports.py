"""
Main sea and air ports by UN/LOCODE, for routes on a map.

Written from general knowledge for this project, not copied from the UN/LOCODE files: the ports that
most goods in boxes pass. Coordinates are of the place, in degrees, good for a map of the world and
for nothing finer. A port that is missing is entered as a place with coordinates.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Port:
    """A port; ``country`` is the first two characters of its code."""

    locode: str
    name: str
    latitude: float
    longitude: float

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        return self.locode[:2]


_TABLE = """
AEAUH Abu Dhabi|24.5|54.4
AEDXB Dubai|25.3|55.4
AEJEA Jebel Ali|25.0|55.1
AEKLF Khor Fakkan|25.4|56.4
AESHJ Sharjah|25.4|55.4
AOLAD Luanda|-8.8|13.2
ARBUE Buenos Aires|-34.6|-58.4
ATVIE Vienna|48.2|16.4
AUADL Adelaide|-34.9|138.5
AUBNE Brisbane|-27.4|153.2
AUFRE Fremantle|-32.1|115.7
AUMEL Melbourne|-37.8|144.9
AUSYD Sydney|-33.9|151.2
BDCGP Chattogram|22.3|91.8
BEANR Antwerp|51.3|4.3
BEBRU Brussels|50.9|4.5
BELGG Liège|50.6|5.4
BEZEE Zeebrugge|51.3|3.2
BGBOJ Burgas|42.5|27.5
BGVAR Varna|43.2|27.9
BHKBS Bahrain (Khalifa bin Salman)|26.0|50.7
BJCOO Cotonou|6.3|2.4
BRITJ Itajaí|-26.9|-48.7
BRMAO Manaus|-3.1|-60.0
BRPNG Paranaguá|-25.5|-48.5
BRRIG Rio Grande|-32.1|-52.1
BRRIO Rio de Janeiro|-22.9|-43.2
BRSSZ Santos|-24.0|-46.3
BRSUA Suape|-8.4|-35.0
BSFPO Freeport|26.5|-78.8
CAHAL Halifax|44.6|-63.6
CAMTR Montréal|45.5|-73.6
CAPRR Prince Rupert|54.3|-130.3
CATOR Toronto|43.6|-79.4
CAVAN Vancouver|49.3|-123.1
CGPNR Pointe-Noire|-4.8|11.8
CHBSL Basel|47.6|7.6
CHGVA Geneva|46.2|6.1
CHZRH Zürich|47.5|8.6
CIABJ Abidjan|5.3|-4.0
CLSAI San Antonio|-33.6|-71.6
CLVAP Valparaíso|-33.0|-71.6
CMDLA Douala|4.1|9.7
CMKBI Kribi|2.9|9.9
CNCAN Guangzhou|23.1|113.3
CNDLC Dalian|38.9|121.6
CNFOC Fuzhou|26.1|119.3
CNLYG Lianyungang|34.7|119.4
CNNGB Ningbo|29.9|121.8
CNNSA Nansha|22.7|113.6
CNPEK Beijing|40.1|116.6
CNPVG Shanghai Pudong (air)|31.1|121.8
CNSHA Shanghai|31.2|121.5
CNSZX Shenzhen|22.5|114.1
CNTAO Qingdao|36.1|120.3
CNTXG Tianjin (Xingang)|39.0|117.8
CNXMN Xiamen|24.5|118.1
CNYIW Yiwu|29.3|120.1
COBUN Buenaventura|3.9|-77.1
COCTG Cartagena|10.4|-75.5
CRMOB Puerto Moín|10.0|-83.1
CYLMS Limassol|34.7|33.0
CZPRG Prague|50.1|14.3
DEBRE Bremen|53.1|8.8
DEBRV Bremerhaven|53.5|8.6
DEDUI Duisburg|51.4|6.8
DEFRA Frankfurt am Main|50.0|8.6
DEHAM Hamburg|53.5|9.9
DELEJ Leipzig|51.4|12.2
DEWVN Wilhelmshaven|53.6|8.2
DJJIB Djibouti|11.6|43.1
DKAAR Aarhus|56.2|10.2
DKCPH Copenhagen|55.7|12.6
DOCAU Caucedo|18.4|-69.6
DOHAI Rio Haina|18.4|-70.0
DZALG Algiers|36.8|3.1
DZORN Oran|35.7|-0.6
ECGYE Guayaquil|-2.3|-79.9
EETLL Tallinn|59.4|24.8
EGALY Alexandria|31.2|29.9
EGDAM Damietta|31.5|31.8
EGPSD Port Said|31.3|32.3
EGSOK Sokhna|29.7|32.4
ESALG Algeciras|36.1|-5.4
ESBCN Barcelona|41.4|2.2
ESBIO Bilbao|43.3|-3.0
ESLPA Las Palmas|28.1|-15.4
ESMAD Madrid|40.5|-3.6
ESVLC Valencia|39.4|-0.3
FIHEL Helsinki|60.2|24.9
FIKTK Kotka|60.5|26.9
FRCDG Paris Charles de Gaulle|49.0|2.5
FRDKK Dunkerque|51.0|2.4
FRFOS Fos-sur-Mer|43.4|4.9
FRLEH Le Havre|49.5|0.1
FRLYS Lyon|45.7|5.1
FRMRS Marseille|43.3|5.4
GBBEL Belfast|54.6|-5.9
GBFXT Felixstowe|52.0|1.3
GBGRG Grangemouth|56.0|-3.7
GBLGP London Gateway|51.5|0.5
GBLHR London Heathrow|51.5|-0.5
GBLIV Liverpool|53.4|-3.0
GBSOU Southampton|50.9|-1.4
GEPTI Poti|42.2|41.7
GHTEM Tema|5.6|0.0
GRPIR Piraeus|37.9|23.6
GRSKG Thessaloniki|40.6|22.9
GTSTC Santo Tomás de Castilla|15.7|-88.6
HKHKG Hong Kong|22.3|114.2
HNPCR Puerto Cortés|15.8|-87.9
HRRJK Rijeka|45.3|14.4
HUBUD Budapest|47.5|19.1
IDBLW Belawan|3.8|98.7
IDJKT Jakarta (Tanjung Priok)|-6.1|106.9
IDSRG Semarang|-7.0|110.4
IDSUB Surabaya|-7.2|112.7
IEDUB Dublin|53.3|-6.2
IEORK Cork|51.9|-8.4
ILASH Ashdod|31.8|34.6
ILHFA Haifa|32.8|35.0
INBLR Bengaluru|13.2|77.7
INBOM Mumbai|19.0|72.8
INCCU Kolkata|22.5|88.3
INCOK Kochi|10.0|76.2
INDEL Delhi|28.6|77.1
INMAA Chennai|13.1|80.3
INMUN Mundra|22.8|69.7
INNSA Nhava Sheva|18.9|72.9
INTUT Tuticorin|8.8|78.2
IQUQR Umm Qasr|30.0|47.9
IRBND Bandar Abbas|27.2|56.3
ITGIT Gioia Tauro|38.4|15.9
ITGOA Genoa|44.4|8.9
ITLIV Livorno|43.6|10.3
ITMXP Milan Malpensa|45.6|8.7
ITNAP Naples|40.8|14.3
ITSPE La Spezia|44.1|9.8
ITTRS Trieste|45.6|13.8
ITVCE Venice|45.4|12.3
JMKIN Kingston|18.0|-76.8
JOAQJ Aqaba|29.5|35.0
JPKIX Osaka Kansai (air)|34.4|135.2
JPNGO Nagoya|35.1|136.9
JPNRT Tokyo Narita (air)|35.8|140.4
JPOSA Osaka|34.6|135.4
JPTYO Tokyo|35.6|139.8
JPUKB Kobe|34.7|135.2
JPYOK Yokohama|35.4|139.7
KEMBA Mombasa|-4.1|39.7
KENBO Nairobi|-1.3|36.8
KHKOS Sihanoukville|10.6|103.5
KRICN Incheon (air)|37.5|126.4
KRINC Incheon|37.5|126.6
KRKAN Gwangyang|34.9|127.7
KRPUS Busan|35.1|129.0
KWSWK Shuwaikh|29.4|47.9
LBBEY Beirut|33.9|35.5
LKCMB Colombo|6.9|79.8
LTKLJ Klaipėda|55.7|21.1
LULUX Luxembourg|49.6|6.2
LVRIX Riga|56.9|24.1
LYMRA Misrata|32.4|15.1
MACAS Casablanca|33.6|-7.6
MAPTM Tanger Med|35.9|-5.5
MGTMM Toamasina|-18.2|49.4
MMRGN Yangon|16.8|96.2
MRNKC Nouakchott|18.1|-16.0
MTMLA Marsaxlokk|35.8|14.5
MUPLU Port Louis|-20.2|57.5
MXLZC Lázaro Cárdenas|17.9|-102.2
MXMEX Mexico City|19.4|-99.1
MXVER Veracruz|19.2|-96.1
MXZLO Manzanillo|19.1|-104.3
MYPEN Penang|5.4|100.3
MYPKG Port Klang|3.0|101.4
MYTPP Tanjung Pelepas|1.4|103.5
MZBEW Beira|-19.8|34.8
MZMPM Maputo|-26.0|32.6
NAWVB Walvis Bay|-23.0|14.5
NGLOS Lagos|6.5|3.4
NGONN Onne|4.7|7.2
NLAMS Amsterdam|52.4|4.9
NLRTM Rotterdam|51.9|4.1
NLVLI Vlissingen|51.4|3.6
NOOSL Oslo|59.9|10.7
NZAKL Auckland|-36.8|174.8
NZTRG Tauranga|-37.7|176.2
OMSLL Salalah|17.0|54.0
OMSOH Sohar|24.5|56.6
PABLB Balboa|9.0|-79.6
PAMIT Manzanillo (Colón)|9.4|-79.9
PECLL Callao|-12.1|-77.1
PHCEB Cebu|10.3|123.9
PHMNL Manila|14.6|121.0
PKBQM Port Qasim|24.8|67.3
PKKHI Karachi|24.9|67.0
PLGDN Gdańsk|54.4|18.7
PLGDY Gdynia|54.5|18.5
PLWAW Warsaw|52.2|21.0
PTLEI Leixões|41.2|-8.7
PTLIS Lisbon|38.7|-9.1
PTSIE Sines|38.0|-8.9
PYASU Asunción|-25.3|-57.6
QAHMD Hamad|25.0|51.6
ROCND Constanța|44.2|28.6
RSBEG Belgrade|44.8|20.5
SADMM Dammam|26.5|50.2
SAJED Jeddah|21.5|39.2
SARUH Riyadh|24.7|46.7
SDPZU Port Sudan|19.6|37.2
SEGOT Gothenburg|57.7|11.9
SESTO Stockholm|59.3|18.1
SGSIN Singapore|1.3|103.8
SIKOP Koper|45.5|13.7
SKBTS Bratislava|48.1|17.1
SNDKR Dakar|14.7|-17.4
TGLFW Lomé|6.1|1.3
THBKK Bangkok|13.7|100.5
THLCH Laem Chabang|13.1|100.9
TNRDS Radès|36.8|10.3
TRALI Aliağa|38.8|26.9
TRAMR Ambarlı|41.0|28.7
TRIST Istanbul|41.0|29.0
TRIZM Izmir|38.4|27.1
TRMER Mersin|36.8|34.6
TTPOS Port of Spain|10.7|-61.5
TWKEL Keelung|25.1|121.7
TWKHH Kaohsiung|22.6|120.3
TWTPE Taipei|25.1|121.2
TZDAR Dar es Salaam|-6.8|39.3
UAODS Odesa|46.5|30.7
UGKLA Kampala|0.3|32.6
USATL Atlanta|33.6|-84.4
USBAL Baltimore|39.3|-76.6
USBOS Boston|42.4|-71.0
USCHI Chicago|41.9|-87.6
USCHS Charleston|32.8|-79.9
USHOU Houston|29.7|-95.3
USJFK New York Kennedy (air)|40.6|-73.8
USLAX Los Angeles|33.7|-118.3
USLGB Long Beach|33.8|-118.2
USMEM Memphis|35.0|-90.0
USMIA Miami|25.8|-80.2
USNYC New York|40.7|-74.0
USOAK Oakland|37.8|-122.3
USORF Norfolk|36.9|-76.3
USSAV Savannah|32.1|-81.1
USSEA Seattle|47.6|-122.3
UYMVD Montevideo|-34.9|-56.2
VELAG La Guaira|10.6|-66.9
VNCMT Cai Mep|10.5|107.0
VNDAD Da Nang|16.1|108.2
VNHPH Hai Phong|20.9|106.7
VNSGN Ho Chi Minh City|10.8|106.7
YEADE Aden|12.8|45.0
ZACPT Cape Town|-33.9|18.4
ZADUR Durban|-29.9|31.0
ZAJNB Johannesburg|-26.2|28.0
ZAZBA Coega|-33.8|25.7
"""


def _read(line: str) -> Port:
    code_and_name, latitude, longitude = line.split("|")
    return Port(code_and_name[:5], code_and_name[6:], float(latitude), float(longitude))


PORTS = {port.locode: port for port in map(_read, _TABLE.strip().splitlines())}
"""By UN/LOCODE."""
