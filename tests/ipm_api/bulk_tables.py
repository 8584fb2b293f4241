"""Spreadsheets and archives as strangers send them, and what is read of them."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from ipm_api.bulk.source import open_source

HEADINGS = ["reference", "name[en]", "gtin"]
ST66 = b"""<?xml version="1.0" encoding="UTF-8"?>
<Transaction xmlns="http://www.oami.europa.eu/schemas/trademark"><TradeMarkTransactionBody>
<TransactionContentDetails><TransactionData><TradeMarkDetails><TradeMark operationCode="Insert">
<RegistrationOfficeCode>EM</RegistrationOfficeCode><ApplicationNumber>018000001</ApplicationNumber>
<RegistrationNumber>018000001</RegistrationNumber><ExpiryDate>2031-05-31</ExpiryDate>
<WordMarkSpecification><MarkVerbalElementText>ASTERIA</MarkVerbalElementText></WordMarkSpecification>
<MarkImageDetails><MarkImage><MarkImageCategory><CategoryCodeDetails><CategoryCode>
<ViennaCategory>26</ViennaCategory><ViennaDivision>4</ViennaDivision><ViennaSection>2</ViennaSection>
</CategoryCode></CategoryCodeDetails></MarkImageCategory></MarkImage></MarkImageDetails>
<GoodsServicesDetails><GoodsServices><ClassDescriptionDetails>
<ClassDescription><ClassNumber>03</ClassNumber></ClassDescription>
<ClassDescription><ClassNumber>18</ClassNumber></ClassDescription>
</ClassDescriptionDetails></GoodsServices></GoodsServicesDetails>
</TradeMark></TradeMarkDetails></TransactionData></TransactionContentDetails>
</TradeMarkTransactionBody></Transaction>"""

ST96 = b"""<?xml version="1.0" encoding="UTF-8"?>
<tmk:TrademarkBag xmlns:tmk="http://www.wipo.int/standards/XMLSchema/ST96/Trademark"
 xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common"><tmk:Trademark>
<com:RegistrationOfficeCode>FR</com:RegistrationOfficeCode>
<com:RegistrationNumber>4500001</com:RegistrationNumber>
<com:ExpiryDate>2030-01-31Z</com:ExpiryDate>
<tmk:MarkRepresentation><tmk:WordMarkSpecification>
<tmk:MarkVerbalElementText>Orlaine</tmk:MarkVerbalElementText></tmk:WordMarkSpecification>
</tmk:MarkRepresentation><tmk:GoodsServicesBag><tmk:GoodsServices>
<tmk:ClassNumber>3</tmk:ClassNumber></tmk:GoodsServices></tmk:GoodsServicesBag>
</tmk:Trademark></tmk:TrademarkBag>"""


@pytest.fixture
def sent(tmp_path):
    """What a file of these bytes holds: sheets with headings and rows, notes, pictures."""

    def read(data: bytes, name="products.csv"):
        path = tmp_path / "sent"
        path.write_bytes(data)
        with open_source(path, name) as source:
            tables = {t.name: (t.headings, list(t.rows)) for t in source.tables}
            pictures = {name: read() for name, read in source.pictures.items()}
            return tables, [str(note) for note in source.notes], pictures

    return read


def workbook(*rows, change=None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "products"
    for row in rows:
        sheet.append(row)
    if change is not None:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(*members, **options) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def cells(tables, name="products"):
    return [row.cells for row in tables[name][1]]
