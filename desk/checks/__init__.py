"""What the desk checks: one rule family a module. `desk.checks.examine` runs them; CODES.md lists what they find."""
