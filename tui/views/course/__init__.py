"""Board, banner, chart, history and what else tells of a course."""
