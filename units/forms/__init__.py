"""What people may send: one form per act, with the fields of the act and no others."""
