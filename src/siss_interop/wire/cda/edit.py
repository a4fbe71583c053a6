from siss_interop.wire.tree.edit import *  # noqa
