"""The connectors that ship with opmap: one module a format."""
