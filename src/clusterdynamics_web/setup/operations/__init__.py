"""Every change that the set-up makes: checked, atomic, on record. One file for each thing that is changed."""
