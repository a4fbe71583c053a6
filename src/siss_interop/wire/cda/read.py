from siss_interop.wire.tree.read import *  # noqa
