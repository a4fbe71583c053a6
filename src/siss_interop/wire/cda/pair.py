from siss_interop.wire.tree.pair import *  # noqa
