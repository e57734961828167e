"""The 借阅登记 of a term in the user's documents; both importing and writing it take a while."""

from pathlib import Path

from yanxiu_tui import clock
from yanxiu_tui.services import loans, school
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView


def print_register(actor: Actor, term: TermView) -> Path:
    """Save the register of that term; called in a worker."""
    from yanxiu_tui.reports.loan_register import write
    from yanxiu_tui.screens.paper_files import new_file
    from yanxiu_tui.services.loan_register import lines

    found = loans.register(actor, term.id, clock.now())
    path = new_file(f"借阅登记_{term.name}", "xlsx")
    write(path, lines(found), school.school_name(), term.name)
    return path
