"""What a column and a sheet are; the registry of them is columns.py."""

from dataclasses import dataclass

from ipm_api.bulk.kinds import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column, or one per language.

    Attributes:
        name: its heading in our own files; ``name[en]`` if the kind is by language.
        kind: how a cell is read and written.
        field: the attribute, or key, that holds it; the name unless said otherwise.
        aliases: other headings that mean the same.
        example: for the template.
    """

    name: str
    kind: Kind
    field: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    example: str = ""

    @property
    def attribute(self) -> str:
        """Where the value is."""
        return self.field or self.name


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One kind of row.

    Attributes:
        name: of the sheet, or of the CSV file in a ZIP.
        columns: in their order.
        key: the columns that say which thing a row is about.
        part_of: the field of a product that a row is an item of; "" if a row is a thing itself.
        about: what it says, in a few words.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    part_of: str = ""

    @property
    def is_about_a_product(self) -> bool:
        """True if a row names, or may name, the product that it belongs to."""
        return self.columns[0].name == "product"

    def column(self, name: str) -> Column:
        """The column *name* (KeyError: none)."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
