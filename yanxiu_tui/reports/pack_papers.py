"""迎检材料: how each of its files is made: what is read for it, and who writes it down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yanxiu_tui.reports import (
    attendance,
    bulletin,
    hours,
    inspection_bulletin,
    notice,
    observation_record,
    observation_statistics,
    pack_index,
    pairing_agreement,
    pairing_register,
    paper,
    prep_record,
    word,
)
from yanxiu_tui.reports import certificates as certificate_register
from yanxiu_tui.reports import skills as skill_sheet
from yanxiu_tui.reports.sheets import Letterhead
from yanxiu_tui.services import (
    bulletins,
    certificates,
    files,
    hours_records,
    inspections,
    pack_reading,
    pairing_papers,
    prep_records,
    publishing,
    school,
    skills,
)
from yanxiu_tui.services import observation_statistics as statistics
from yanxiu_tui.services.attendance import sheet
from yanxiu_tui.services.pack import Here, Pack
from yanxiu_tui.services.pack_reading import Kept, Text


@dataclass(frozen=True)
class Maker:
    """``read`` gets what a file is made of, ``write`` makes the file of nothing else."""

    read: Callable[[Pack, Any], Any]
    write: Callable[[Path, Any], None]


def _heading(here: Here) -> Letterhead:
    return Letterhead(school.school_name(), here.seen.regulation.office)


def _sheet(pack: Pack, activity_id: int) -> Any:
    regulation = pack.here.seen.regulation
    calls = regulation.attendance.rule().roll_calls
    letterhead = attendance.Letterhead(pack.school, regulation.office, calls)
    return sheet(pack.here.actor, activity_id), letterhead


def _hours(pack: Pack, _: int) -> Any:
    here = pack.here
    letterhead = hours.Letterhead(pack.school, pack.term_name, pack.office)
    return hours_records.hours_forms(here.actor, here.term_id, here.at), letterhead


def _bulletin(pack: Pack, number: int) -> Any:
    found = bulletins.bulletins(pack.here.actor, pack.here.term_id)
    return next(each for each in found if each.number == number), _heading(pack.here)


def _heard_month(pack: Pack, number: int) -> Any:
    found = statistics.frozen(pack.here.actor, pack.here.term_id)
    return next(each for each in found if each.number == number), _heading(pack.here)


def _certificates(pack: Pack, year: int) -> Any:
    return certificates.page(pack.here.actor, year, pack.here.at), pack.school


def _write_text(path: Path, text: Text) -> None:
    paper.write(path, text.under, text.title, text.sections, text.school)


def _write_texts(path: Path, texts: Sequence[Text]) -> None:
    """All that one person wrote, each from a page of its own."""
    made = word.paper(texts[0].title, texts[0].school)
    for number, text in enumerate(texts):
        if number:
            made.add_page_break()
            word.headed(made, text.title, text.school)
        for words in text.under:
            word.line(made, words, centred=True)
        for name, words in text.sections:
            if name:
                word.heading(made, name)
            word.prose(made, words)
    word.write(made, path)


def _copy(path: Path, kept: Kept) -> None:
    files.take_out(kept.file_id, path)


MAKERS: Mapping[str, Maker] = {
    "lacks": Maker(lambda pack, _: pack_index.lacking(pack), pack_index.write_table),
    "index": Maker(lambda pack, _: pack_index.contents(pack), pack_index.write_table),
    "overview": Maker(lambda pack, _: pack_index.overview(pack), pack_index.write_table),
    "list": Maker(
        lambda pack, key: pack_reading.listed(pack.here, key, pack.numbers),
        pack_index.write_listed,
    ),
    "growth": Maker(
        lambda pack, key: pack_reading.growth(pack.here, key, pack.numbers),
        pack_index.write_growth,
    ),
    "sheet": Maker(_sheet, lambda path, found: attendance.write_sheet(path, *found)),
    "prep": Maker(
        lambda pack, key: prep_records.record(pack.here.actor, key), prep_record.write_record
    ),
    "written": Maker(lambda pack, key: pack_reading.text(pack.here, key), _write_text),
    "claim": Maker(lambda pack, key: pack_reading.claim_text(pack.here, key), _write_text),
    "wrote": Maker(lambda pack, key: pack_reading.texts(pack.here, key), _write_texts),
    "heard": Maker(
        lambda pack, key: pack_reading.heard(pack.here, key), observation_record.write_book
    ),
    "hours": Maker(_hours, lambda path, found: hours.write_forms(path, *found)),
    "pairs": Maker(
        lambda pack, _: pairing_papers.register(pack.here.actor, pack.here.at),
        pairing_register.write_register,
    ),
    "agreement": Maker(
        lambda pack, key: pairing_papers.agreement(pack.here.actor, key, pack.here.at),
        pairing_agreement.write_agreement,
    ),
    "notice": Maker(lambda pack, key: publishing.notice(pack.here.actor, key), notice.write_notice),
    "bulletin": Maker(_bulletin, lambda path, found: bulletin.write_bulletin(path, *found)),
    "heard_month": Maker(
        _heard_month, lambda path, found: observation_statistics.write_statistics(path, *found)
    ),
    "regulation": Maker(lambda _, key: pack_reading.regulation(key), _write_text),
    "minutes": Maker(lambda pack, key: pack_reading.minutes(pack.here, key), _write_text),
    "inspection": Maker(
        lambda pack, key: inspections.bulletin(pack.here.actor, key, pack.here.at),
        inspection_bulletin.write_bulletin,
    ),
    "skill_test": Maker(
        lambda pack, key: (skills.test(pack.here.actor, key), pack.school),
        lambda path, found: skill_sheet.write_sheet(path, *found),
    ),
    "certificates": Maker(
        _certificates, lambda path, found: certificate_register.write_register(path, *found)
    ),
    "copy": Maker(lambda _, key: pack_reading.kept(key), _copy),
}
