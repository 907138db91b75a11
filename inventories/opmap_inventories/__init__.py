"""Data that ships with opmap: vendors, samples and templates."""
