"""goal - whether a figure is what was aimed at, said in the same words everywhere."""


def at_most(value, limit, unit="", digits=1):
    return f"goal {limit:.{digits}f}{unit} {'met' if value <= limit else 'MISSED'}"


def at_least(value, limit, unit="", digits=1):
    return f"goal {limit:.{digits}f}{unit} {'met' if value >= limit else 'MISSED'}"
