from siss_interop.wire.tree.locate import *  # noqa
