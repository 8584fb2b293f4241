"""What differs from country to country."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, Integer, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base


class NationalSetting(Base):
    """One country that takes part or took part."""

    __tablename__ = "national_setting"
    __table_args__ = (
        CheckConstraint(
            "working_days BETWEEN 1 AND 60 AND perishable_working_days BETWEEN 1 AND 60",
            name="periods_are_possible",
        ),
    )

    country: Mapped[str] = mapped_column(String(2), primary_key=True)  # ISO 3166-1 alpha-2
    member: Mapped[bool] = mapped_column(default=True)
    working_days: Mapped[int] = mapped_column(default=10)  # to answer on detained goods
    perishable_working_days: Mapped[int] = mapped_column(default=3)
    weekend: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=lambda: [6, 7])  # ISO
    holidays: Mapped[list[date]] = mapped_column(ARRAY(Date), default=list)
    language: Mapped[str] = mapped_column(String(20), default="en")  # BCP 47
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")  # IANA name
