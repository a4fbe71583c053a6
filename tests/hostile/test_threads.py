"""Many threads that come first together: what is made once at first use is whole for each of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

#: all threads begin at once in a fresh interpreter, which goes from one to the other as often as it can
_PROGRAM = """
import sys, threading
import siss_interop as siss

sys.setswitchinterval(1e-6)
data, begin, told = open(sys.argv[1], "rb").read(), threading.Barrier(6), []

def work():
    begin.wait()
    try:
        found = siss.read(data)
        as_json = siss.write(found, to="json", original=False).payload
        as_fhir = siss.write(found, to="fhir", original=False).payload
        again = [siss.read(each).message is not None for each in (as_json, as_fhir)]
        told.append((as_json, as_fhir, *again, len(siss.validate(found))))
    except BaseException as error:
        told.append(repr(error))

threads = [threading.Thread(target=work) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
first, *others = told
print(len(told), type(first) is tuple and all(each == first for each in others), first if type(first) is str else "")
"""


@pytest.mark.parametrize(
    "name",
    ["vaccinazioni/scheda-singola.cda.xml", "vaccinazioni/eventi/vaccinazione-effettuata.xml", "documenti/referto-anatomia-patologica.cda.xml"],
)
def test_threads_that_come_first_together_all_find_the_same(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM, str(EXAMPLES / name)], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("6 True", "")
