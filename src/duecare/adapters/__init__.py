"""Everything outside the process: clock, files, keys, mail, jobs, documents."""
