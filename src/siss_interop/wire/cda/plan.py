from siss_interop.wire.tree.plan import *  # noqa
from siss_interop.wire.tree import plan as _p
from siss_interop.wire.cda.dialect import CDA
def plan_of(binding, tag="", marks=None, extra=()):
    return _p.plan_of(binding, CDA, tag, marks, extra)
