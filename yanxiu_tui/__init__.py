"""yanxiu: the staffroom terminal of a school's 校本研修."""
