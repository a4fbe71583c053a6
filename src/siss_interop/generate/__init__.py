"""What is generated from the models and bindings and committed: `cda_templates/` and the reference pages. A test holds them in step.

`python -m siss_interop.generate` writes them, `--check` only says which of them are not in step.
"""
