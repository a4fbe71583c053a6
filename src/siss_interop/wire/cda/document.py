from siss_interop.wire.cda.dialect import CDA
from siss_interop.wire.tree import document as _d
from siss_interop.wire.tree.document import *  # noqa
from siss_interop.wire.tree.plan import plan_of
def read(data, binding, options, *, root=None): return _d.read(data, plan_of(binding, CDA), "cda", options, root=root)
def write(message, binding): return _d.write(message, plan_of(binding, CDA))
def write_onto(message, binding, original, options): return _d.write_onto(message, plan_of(binding, CDA), original, options)
