from siss_interop.wire.tree.findings import *  # noqa
