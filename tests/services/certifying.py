"""A school with two terms of a 学年 behind it, whose regulation says what earns a certificate."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from db.models import Adoption, Claim, Term
from tests.builders import NOW
from tests.services.cast import Cast, a_cast
from tests.services.regulations import SOURCE, adopt

YEAR = 2026
SPRING = datetime(2027, 5, 12, 6, 30, tzinfo=UTC)
CERTIFICATE = """
[certificate]
name = "继续教育证书"
conditions = [{ measure = "training_hours", at_least = 20 }]
clause = { id = "P12", words = "完成继续教育校本培训任务合格以上者，在证书上给予登记认可" }
"""


def a_school_year(source: str = SOURCE + CERTIFICATE) -> tuple[Cast, Term]:
    """The people, and the second term."""
    cast = a_cast()
    adopt(cast.term, source)
    spring = Term.create(
        name="2026—2027学年第二学期", starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 9),
        regulation=cast.term.regulation,
    )  # fmt: skip
    Adoption.create(term=spring, regulation=spring.regulation, at=NOW, reason="沿用")
    return cast, spring


def studied(term: Term, teacher, hours: int, title: str = "读《学记》", **values) -> Claim:
    """So many 学时 granted in a term; at most 12 of the project count."""
    day = term.starts_on + timedelta(days=20)
    return Claim.create(
        **{
            "term": term, "teacher": teacher, "kind": "self_study", "title": title, "first": day,
            "last": day, "hours_asked": Decimal(hours), "hours_granted": Decimal(hours),
            "state": "granted", "asked_at": NOW, **values,
        }
    )  # fmt: skip
