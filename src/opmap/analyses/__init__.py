"""One question a file: a graph goes in, an answer comes out, as a value that prints nothing."""
