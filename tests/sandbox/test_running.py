"""Programs run in real children; how they end, what they print and what they leave behind."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.rules.run import MOST_SOURCE, Ran, RunJob, RunLimits, RunStatus
from bot.sandbox.engine import Engine
from bot.sandbox.running import run

LIMITS = RunLimits(wall_s=5, cpu_s=5, memory_mib=256)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["A", "B"])
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[Engine]:
    async with Engine(tier=request.param) as engine:
        yield engine


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def ran(engine: Engine, code: str | bytes, stdin: bytes = b"", limits: RunLimits = LIMITS) -> Ran:
    return await run(engine, RunJob(code.encode() if isinstance(code, str) else code, stdin, limits))


async def test_a_program_is_a_script_and_its_last_value_is_told(engine: Engine) -> None:
    told = await ran(engine, "import sys\nprint(__name__, input())\nprint('oh', file=sys.stderr)\n2 + 3", b"hey\nyou")
    assert (told.status, told.exit_code, told.stdout, told.stderr) == (RunStatus.OK, 0, "__main__ hey\n", "oh\n")
    assert told.result == "5"
    assert told.cpu_ms > 0


@pytest.mark.parametrize(
    ("code", "status", "exit_code"),
    [
        ("1/0", RunStatus.ERROR, 1),
        ("import sys; sys.exit(3)", RunStatus.ERROR, 3),
        ("import sys; sys.exit()", RunStatus.OK, 0),
        ("import sys; sys.exit('no')", RunStatus.ERROR, 1),
        ("import os; os._exit(0)", RunStatus.OK, 0),
        ("x = bytearray(1 << 30)", RunStatus.MEMORY_LIMIT, 1),
        ("def f(:", RunStatus.ERROR, 1),
        ("(" * 5000, RunStatus.ERROR, 1),
        (b"a\0b", RunStatus.ERROR, 1),
        (b"\xff\xfe", RunStatus.ERROR, 1),
        (b"\xef\xbb\xbfprint(1)", RunStatus.OK, 0),
        ("import os; os.closerange(0, 100)", RunStatus.OK, 0),
        ("import sys; sys.stdout = sys.stderr = None; 1/0", RunStatus.ERROR, 1),
        ("import ctypes; ctypes.string_at(0)", RunStatus.SIGNAL, None),
        ("import os; os.kill(os.getpid(), 9)", RunStatus.SIGNAL, None),
        ("import atexit; atexit.register(print, 'bye')", RunStatus.OK, 0),
        ("class A:\n    def __repr__(self): raise ValueError\nA()", RunStatus.ERROR, 1),
        ("import joblib; joblib.Parallel(2)(joblib.delayed(abs)(n) for n in (1, 2))", RunStatus.OK, 0),
    ],
)
async def test_how_it_ended_is_told(
    engine: Engine, code: str | bytes, status: RunStatus, exit_code: int | None
) -> None:
    told = await ran(engine, code)
    assert (told.status, told.exit_code) == (status, exit_code), told


async def test_time_processor_and_output_end_it(engine: Engine) -> None:
    endless = await ran(engine, "print('step')\nwhile True: pass", limits=RunLimits(wall_s=0.5))
    assert (endless.status, endless.stdout) == (RunStatus.TIMEOUT, "step\n")
    flood = await ran(engine, "import os\nwhile True: os.write(3, bytes(9))", limits=RunLimits(wall_s=0.3))
    assert flood.status is RunStatus.TIMEOUT
    busy = await ran(engine, "while True: pass", limits=RunLimits(wall_s=9, cpu_s=0.3))
    assert busy.status is RunStatus.CPU_LIMIT
    loud = await ran(engine, "while True: print('ab' * 999)", limits=RunLimits(output_kib=1))
    assert loud.status is RunStatus.OUTPUT_LIMIT
    assert f"… {loud.omitted_bytes} bytes left out …" in loud.stdout


async def test_pictures_and_files_come_back(engine: Engine) -> None:
    told = await ran(
        engine,
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nopen('a.txt', 'w').write('hey')\n"
        "import os; os.symlink('/etc/passwd', 'b.txt'); None",
    )
    assert [(file.name, file.type) for file in told.files] == [("a.txt", "text/plain"), ("figure-1.png", "image/png")]
    assert told.stderr == ""


async def test_a_traceback_names_the_programs_own_lines_alone(engine: Engine) -> None:
    told = await ran(engine, "def f():\n    raise KeyError('x')\nf()")
    assert told.stderr.splitlines()[1:5:2] == [
        '  File "main.py", line 3, in <module>',
        '  File "main.py", line 2, in f',
    ]
    assert "inside" not in told.stderr


async def test_too_much_source_is_refused_before_it_runs(engine: Engine) -> None:
    told = await ran(engine, b"#" * (MOST_SOURCE + 1))
    assert told.status is RunStatus.ERROR
    assert "at most" in told.stderr


async def test_every_run_has_random_state_of_its_own(engine: Engine) -> None:
    code = "import random, numpy\nrandom.random(), numpy.random.rand()"
    assert (await ran(engine, code)).result != (await ran(engine, code)).result


async def test_a_profile_that_is_not_there_is_nobodys_fault(engine: Engine) -> None:
    told = await run(engine, RunJob(b"1", profile="torch"))
    assert told.status is RunStatus.SETUP_FAILED
    assert told.cause.startswith("profile: there is no profile torch here; remedy: install its packages (make torch)")
