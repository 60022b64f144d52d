"""Restoring: a verified copy takes the ledger's place, and what was there is kept aside.

All copies are made first, in a folder beside the ledger; then a plan is written of what goes where. A restore
that broke off before that has changed nothing; one that broke off later goes on when it is begun again.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from store.errors import LedgerError, NotCopied, disk_errors
from store.files.alone import alone
from store.files.disk import Disk, write_new
from store.files.engine import FileEngine
from store.files.folders import make_like
from store.files.lock import FileLock
from store.files.network_share import refuse_share
from store.files.platform import this_disk
from store.files.restoring import PLAN, Plan, folder_of, plan_for
from store.ledger.reader import PATIENCE
from store.log.segment_chain import SegmentChain
from store.maintenance.backup import Copy
from store.maintenance.copying import copy, whole


def oldest_in(folder: Path) -> Path | None:
    """The first file of a ledger that was backed up to `folder`, None when there is none."""
    for path in sorted(folder.glob("*.json")):
        chain = SegmentChain(FileEngine(this_disk(), share_ok=True).open_log, path, write=False)
        try:
            chain.read_first()
            if not chain.file.base:
                return path
        except LedgerError:
            continue
        finally:
            chain.close()
    return None


def restore(source: Path, target: Path, *, disk: Disk | None = None, share_ok: bool = False) -> Copy:
    """Put a copy of the ledger `source` in the place of `target`, whose file is kept under another name.

    Owner, group and rights stay those of the file that was there. A ledger of several files is named by its
    first one; files that are put aside together go to a folder. Sessions that have the old file open are told
    to start again. Damaged, and nothing changed, when `source` is not whole.
    """
    disk, target = disk or this_disk(), target.resolve()
    if not share_ok:
        refuse_share(target)
    mark = target.with_name(f"{target.stem}.restore-lock")
    with disk_errors(lambda why: NotCopied(target, why)), alone(disk, mark) as mine:
        if not mine:
            why = "Somebody restores it at this moment. Wait for the end, then look at what is there."
            raise NotCopied(target, why)
        return _restored(disk, source, target)


def _restored(disk: Disk, source: Path, target: Path) -> Copy:
    with whole(FileEngine(disk, share_ok=True), source.resolve()) as files:
        first, head = files[0].file.path, files[-1].head
        if len(files) > 1 and first.name != target.name:
            why = f"Its files name each other, so the first one must be called {first.name}."
            raise NotCopied(target, why)
        with disk_errors(lambda why: NotCopied(target, why)):
            plan = _broken_off(disk, target, head) or _ready(disk, files, target)
    with disk_errors(lambda why: NotCopied(target, f"{why} Begin the restore again: it goes on.")):
        _carry_out(disk, target, plan)
    return Copy(target, plan.entries, plan.head, target.with_name(plan.aside) if plan.old else None)


def _broken_off(disk: Disk, target: Path, head: str) -> Plan | None:
    """The plan of an earlier restore of the same backup, None where there is none to go on with."""
    folder, plan = folder_of(target), plan_for(target)
    if plan and not any((folder / name).exists() for name in plan.new):
        _tidy(disk, folder)  # It was done, but for this.
        plan = None
    if plan and plan.head != head:
        why = f"An earlier restore, of {plan.head}, broke off. Go on with that one first: {folder}."
        raise NotCopied(target, why)
    return plan


def _ready(disk: Disk, files: list[SegmentChain], target: Path) -> Plan:
    """Copy the files beside the ledger, and write down what is to be done with them."""
    folder = folder_of(target)
    if folder.exists():
        _tidy(disk, folder)
    make_like(folder, target.parent)
    names = {chain.file.path: chain.file.path.name for chain in files} | {files[0].file.path: target.name}
    for chain in files:
        place = target.with_name(names[chain.file.path])
        like = next((model for model in (place, target) if model.exists()), target.parent)
        copy(disk, chain, folder / place.name, like)
    new = tuple(reversed(names.values()))
    old = _there(disk, target)
    old += [name for name in new if target.with_name(name).exists() and name not in old]
    plan = Plan(files[-1].head, files[-1].file.count, tuple(reversed(old)), _aside(target, len(old)), new)
    write_new(disk, folder / PLAN, [msgspec.json.encode(plan)], target.parent)
    return plan


def _carry_out(disk: Disk, target: Path, plan: Plan) -> None:
    """Do what the plan says and is not done yet. The file that people name goes last, and comes last."""
    folder, aside = folder_of(target), target.with_name(plan.aside)
    if len(plan.old) > 1 and not aside.exists():
        make_like(aside, target.parent)
    for name in plan.old:
        _put_aside(disk, target.with_name(name), aside / name if len(plan.old) > 1 else aside)
    if len(plan.old) > 1:
        disk.sync_folder(aside)
    for name in plan.new:
        _move(disk, folder / name, target.with_name(name))
    disk.sync_folder(target.parent)
    _tidy(disk, folder)


def _there(disk: Disk, target: Path) -> list[str]:
    """The names of the files of the ledger at `target`, as far as they can be read, the oldest first."""
    if not target.exists():
        return []
    try:
        newest, _ = FileEngine(disk, share_ok=True).newest(target, write=False, patience=PATIENCE)
    except LedgerError:
        return [target.name]
    newest.close()
    return [path.name for path in newest.files if target.with_name(path.name).exists()] or [target.name]


def _aside(target: Path, count: int) -> str:
    """A free name for what was there: a file, or a folder for several."""
    number = 1
    while (free := target.with_name(f"{target.stem}.before-restore-{number}")).exists() or (
        free.with_name(f"{free.name}.json").exists()
    ):
        number += 1
    return free.name if count > 1 else f"{free.name}.json"


def _put_aside(disk: Disk, path: Path, aside: Path) -> None:
    """Give a file another name, while nobody writes to it."""
    if not path.exists() or (aside.exists() and not aside.samefile(path)):
        return  # That was done before, and what is there now is new.
    lock = FileLock(disk, path)
    try:
        with lock.held(PATIENCE):
            if disk.renames_open:
                _move(disk, path, aside)
    finally:
        lock.close()
    if not disk.renames_open:
        _move(disk, path, aside)  # There, a file that anybody has open cannot be renamed at all.


def _move(disk: Disk, path: Path, target: Path) -> None:
    """Rename, also where that was done by half: on some disks it takes a second name, then the first goes."""
    if not path.exists():
        return
    if target.exists() and target.samefile(path):
        disk.remove(path)
        return
    try:
        disk.publish(path, target)
    except FileExistsError as error:
        why = "Meanwhile another file came there. Put it aside, and begin the restore again: it goes on."
        raise NotCopied(target, why) from error


def _tidy(disk: Disk, folder: Path) -> None:
    """Take away a folder in which nothing is needed any more, the plan first."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name != PLAN):
        disk.remove(path)
    with contextlib.suppress(FileNotFoundError):
        folder.rmdir()
