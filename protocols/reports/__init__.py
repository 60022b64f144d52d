"""What can be told of a course: status, timeline, handover, skin trend, picture, supply."""
