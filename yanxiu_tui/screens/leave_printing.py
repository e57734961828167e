"""Printing a 请假条 from the rooms that show one."""

from yanxiu_tui.services.leave import LeaveView
from yanxiu_tui.services.permission import Actor


def print_slip(actor: Actor, view: LeaveView) -> str:
    """Write the slip as a Word file; the sentence says where, and what was left empty."""
    from yanxiu_tui import clock
    from yanxiu_tui.reports.leave_slip import write_slip
    from yanxiu_tui.screens.paper_files import new_file
    from yanxiu_tui.services import leave_slips

    slip = leave_slips.slip(actor, view.id)
    path = new_file(f"请假条_{view.teacher_name}_{clock.local(view.starts_at):%Y%m%d}", "docx")
    write_slip(path, slip)
    left_out = "" if slip.tells else "事由、意见和证明您不能看，空着。"
    return f"请假条已存为 {path}。{left_out}"
