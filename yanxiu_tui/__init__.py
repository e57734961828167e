"""yanxiu: the staffroom terminal of a school's 校本研修."""

__version__ = "0.1.0"
