from siss_interop.wire.tree.emit import *  # noqa
