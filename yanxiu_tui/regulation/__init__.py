"""The school's decisions as data: schema, loader, and a preset for each school that gave one."""
