"""A protocol: its steps, rules, units and totals, how two compare, and remarks on one."""
