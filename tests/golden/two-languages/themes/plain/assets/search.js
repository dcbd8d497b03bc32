// The script of search has tests of its own.
