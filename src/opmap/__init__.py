"""opmap"""
