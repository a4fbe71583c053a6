from siss_interop.wire.tree.select import *  # noqa
