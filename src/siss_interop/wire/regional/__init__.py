"""The regional XML: a dialect of our own, of the same shape as the models, so that bindings and schemas come straight from them.

No public schema of Regione Toscana's flows was found; this dialect is ours, and claims conformance to no RFC.
"""
