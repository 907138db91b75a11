name, owner, environment = x
