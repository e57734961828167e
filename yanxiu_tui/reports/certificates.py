"""证书登记册: who has what entered for a 学年, for a terminal and as an A4 sheet (P12, D8)."""

from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.reports.listing import Listing, write
from yanxiu_tui.rules.numbers import plain

if TYPE_CHECKING:
    from yanxiu_tui.services.certificates import CertificateLine, CertificatePage

_COLUMNS = {
    "序号": 7, "工号": 10, "姓名": 13, "教研组": 15, "证书编号": 22, "学时": 9, "结果": 10,
    "备注": 20,
}  # fmt: skip
HEADINGS = ("工号", "姓名", "教研组", "学时", "证书编号", "结果", "登记", "说明")


def rows(page: "CertificatePage") -> list[tuple[str, ...]]:
    """A row a teacher: what is entered, or what is lacking."""
    return [
        (
            each.staff.staff_no,
            each.staff.name,
            each.staff.research_group,
            plain(each.certificate.hours if each.certificate else each.hours),
            each.number,
            each.certificate.result if each.certificate else "",
            standing(each),
            "，".join(each.lacks or each.met),
        )
        for each in page.lines
    ]


def standing(line: "CertificateLine") -> str:
    """已登记, 可登记, or 未达到."""
    if line.certificate:
        return "已登记"
    return "可登记" if line.proposed else "未达到"


def write_register(path: Path, page: "CertificatePage", school: str) -> None:
    """What is entered, as an A4 xlsx to be signed; Refused when it cannot be written."""
    entered = [each for each in page.lines if each.certificate]
    listing = Listing(
        sheet="证书登记",
        title=f"{school}{page.name}登记册",
        under=f"{page.year_name}　共登记 {len(entered)} 人",
        columns=_COLUMNS,
        rows=[_row(number, each) for number, each in enumerate(entered, start=1)],
        left=("备注",),
        foot=("登记人：　　　　　　　　（校章）　　　　　　　　年　　月　　日",),
    )
    write(path, listing)


def _row(number: int, line: "CertificateLine") -> tuple[str, ...]:
    made = line.certificate
    assert made is not None
    staff = line.staff
    return (
        str(number), staff.staff_no, staff.name, staff.research_group, made.number,
        plain(made.hours), made.result, made.note,
    )  # fmt: skip
