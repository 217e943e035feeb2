"""What those see of a person who do not send them anything."""


def phone(number: str) -> str:
    """138****8000."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "****"


def email(address: str) -> str:
    """z***@example.com."""
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"


def name(of_somebody: str) -> str:
    """张**"""
    return of_somebody[:1] + "*" * (len(of_somebody) - 1)


def street(and_number: str) -> str:
    return "*" * min(len(and_number), 8)
