"""Files of invoices, and orders they are for."""

from itertools import count
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from shop.invoices.asking import ask
from shop.invoices.issuing import Paper
from shop.models import InvoiceRequest, Order
from shop.payments.refunding import want_back
from tests.bad_files import packed

numbers = count(1)


def pdf() -> bytes:
    return b"%%PDF-1.7 %d\n%%%%EOF\n" % next(numbers)


def ofd() -> bytes:
    root = b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016">%d</ofd:OFD>' % next(numbers)
    return packed({"OFD.xml": root})


def number() -> str:
    return f"2650{next(numbers):016}"


def paper(**fields) -> Paper:
    return Paper(
        **{
            "number": number(),
            "content": pdf(),
            "content_type": "application/pdf",
            "tax": "exempt",
            **fields,
        }
    )


def upload(content: bytes, name: str = "发票.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/plain")


def said(**fields) -> dict:
    whom = {
        "kind": "person",
        "sort": "ordinary",
        "title": "张三",
        "tax_number": "",
        "email": "me@shanhuo.example",
    }
    return {"token": uuid4(), **whom, **fields}


def asked(order: Order, **fields) -> InvoiceRequest:
    """Of its first cooperative."""
    return ask(order, **said(**fields))[0]


def refunded(order: Order, fen: int, *, line: int = 1) -> None:
    """So much of a line goes back."""
    with transaction.atomic():
        want_back(order, {order.lines.get(number=line).pk: fen}, reason="坏果")
