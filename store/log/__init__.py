"""What both engines share: the log interface, the layout on the medium, segments and their chain."""
