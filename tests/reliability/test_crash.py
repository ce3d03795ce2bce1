"""R58: a crash before and after every step of an opening, a check-in, a close and the janitor's
round that leaves something on the disk. `python -m tests.reliability crash every` takes all lines.
"""

from __future__ import annotations

from tests.reliability.test_kill import run

DESTROYED = [
    "destroy: os.write(handle, secrets.token_bytes(max(KEY_BYTES, os.fstat(handle).st_size)))",
    "destroy: os.fsync(handle)",
    "destroy: path.unlink(missing_ok=True)",
    "_flush_folder: os.fsync(handle)",
]
STEPS_OF_A_CLOSE = [
    "begin_afresh: db.session.commit()",
    "close: db.session.commit()",
    *DESTROYED,  # the key
    *DESTROYED,  # the door
    '_empty_log: busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]',
]
"""As they were met while a check-in closed. A step that is new fails here until it is looked at;
it is crashed at in any case."""


def test_r58_after_a_crash_at_any_step_it_is_open_or_over() -> None:
    done = run("crash")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    acts = [line.partition(":")[0] for line in lines if not line.startswith(" ")]
    assert acts == ["open", "put", "close", "tidy", "0 faults"]
    begins = next(at for at, line in enumerate(lines) if line.startswith("close: ")) + 1
    ends = next(at for at, line in enumerate(lines) if line.startswith("tidy: "))
    assert [line.strip() for line in lines[begins:ends]] == STEPS_OF_A_CLOSE
    put = (
        '_kept_at_once: return bool(connection.execute(_PUT_AT_ONCE, {**row, "now": now}).rowcount)'
    )
    assert f"  {put}" in lines
