"""Forms about the ward: staff, approvals, handover, the clock."""
