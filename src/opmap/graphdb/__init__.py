"""graphdb"""
