"""The papers of a leave: named where they are missing, registered by the office."""

from db.models import Leave, LeaveEvidence
from tests.screens.conftest import type_keys
from tests.screens.leaves import DEAN, copied, keys, open_decisions
from tests.screens.seen import rows, status
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.screens.evidence import EvidenceScreen


async def test_papers_that_are_missing_are_named_and_nothing_is_decided(app):
    copied(kind="sick")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        assert "病假还缺医院证明、书面申请" in status(app)
    assert Leave.get().state == LeaveState.ASKED


async def test_an_emergency_is_approved_and_still_owes_its_papers(app):
    copied(kind="sick", emergency=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        assert "已批准。还欠医院证明、书面申请，请交教导处登记。" in status(app)
        assert rows(app)[0][5] == "欠2份"


async def test_the_office_registers_the_papers_but_does_not_decide(app):
    copied(kind="sick")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot, DEAN)
        assert keys(app) == {"f7", "delete"}
        await type_keys(pilot, "", "f7")
        assert isinstance(app.screen, EvidenceScreen)
        await type_keys(pilot, "", "down", "enter")
        assert "的证明已登记。还欠书面申请" in status(app)
        await type_keys(pilot, "", "f7", "enter")
        assert rows(app)[0][5] == "交齐"
        assert keys(app) == {"delete"}
    papers = [(paper.kind, paper.received_by.staff_no) for paper in LeaveEvidence.select()]
    assert papers == [("hospital_certificate", DEAN), ("written_application", DEAN)]


async def test_all_papers_at_once_are_one_choice(app):
    copied(kind="sick")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot, DEAN)
        await type_keys(pilot, "", "f7", "enter")
    assert LeaveEvidence.select().count() == 2
