from siss_interop.wire.tree.faults import *  # noqa
