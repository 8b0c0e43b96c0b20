"""Due files: what of a plan is to be made, because what stands in output/ is not that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sitegen.build.plan import Plan
from sitegen.build.reuse.files import file_answer, full_answer
from sitegen.build.standing import stands
from sitegen.cache.rows import LedgerRow
from sitegen.cache.store import Store
from sitegen.model.answers import FileAnswer, Why
from sitegen.model.tasks import Task


def due_files(
    plan: Plan, ledger: Mapping[str, LedgerRow], output: str
) -> tuple[list[Task], dict[Why, int]]:
    """Return the tasks whose files do not stand, and how many there are of each reason.

    Args:
        ledger: what the last build left in output/.
        output: the folder's path.
    """
    tasks: list[Task] = []
    reasons: Counter[Why] = Counter()
    for task in plan.tasks:
        row = ledger.get(task.file)
        is_there = row is not None and row.key == task.key and stands(output, row)
        answer = file_answer(task.key, row, is_there)
        if not answer.holds:
            tasks.append(task)
            reasons[answer.why] += 1
    return tasks, dict(reasons)


def explain_file(
    file: str, plan: Plan, tasks: Sequence[Task], ledger: Mapping[str, LedgerRow], store: Store
) -> FileAnswer:
    """Say of one file of output/ why it is made again, or is not.

    Args:
        tasks: those that are due.
    """
    task = next((task for task in tasks if task.file == file), None)
    answer = full_answer(file, plan.files, task, ledger.get(file), store.origin(file))
    return FileAnswer(file, answer)
