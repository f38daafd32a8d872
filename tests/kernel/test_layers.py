"""What the kernel may not cost: it is loaded at every start."""

import subprocess
import sys

HEAVY = ("django", "pypinyin", "stdnum")


def test_the_kernel_loads_without_django_and_without_the_big_tables() -> None:
    program = (
        "import sys\n"
        "from lianxin.kernel import clock, codes, crypto, identity_numbers, ids, names, partial_dates, phones, standing, text\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert (loaded.stdout, loaded.stderr) == ("[]\n", "")
