"""What is said of a figure beside its aim. A measurement that misses one ends with 1."""


def verdict(reached: bool) -> str:
    return "holds" if reached else "FALLS SHORT"
