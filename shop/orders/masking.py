"""Names, phones and addresses as they are shown to somebody who neither ordered nor ships."""


def masked_phone(phone: str) -> str:
    """138****8000"""
    return f"{phone[:3]}****{phone[-4:]}"


def masked_name(name: str) -> str:
    """张*"""
    return name[:1] + "*" * (len(name) - 1)


def masked_street(street: str) -> str:
    return "*" * min(len(street), 8)
