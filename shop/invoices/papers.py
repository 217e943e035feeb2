"""Which kind of file an invoice is, by what is in it: a name says nothing."""

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from shop.sheets import UNREADABLE

LARGEST = 5 * 1024 * 1024
PDF, OFD = "application/pdf", "application/ofd"
# The part every OFD file begins at (GB/T 33190), and the most it can sensibly hold.
ENTRY, LARGEST_ENTRY = "OFD.xml", 1024 * 1024


class NoInvoice(Exception):
    """It is no file an invoice comes in, in words for who chose it."""


def type_of(content: bytes) -> str:
    """PDF or OFD. Raises NoInvoice."""
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-1024:]:
            raise NoInvoice(_("This PDF file is cut off. Fetch it again and upload it whole."))
        return PDF
    if content.startswith(b"PK") and is_ofd(content):
        return OFD
    raise NoInvoice(_("This is no PDF or OFD file. Choose the file of the invoice itself."))


def is_ofd(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            fits = archive.getinfo(ENTRY).file_size <= LARGEST_ENTRY
            return fits and b"OFD" in archive.read(ENTRY)
    except UNREADABLE:
        return False
