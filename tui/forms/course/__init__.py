"""Forms that begin, step up, hold and decide on a course."""
