"""What was uploaded, whole or in part: where no part can be had, a video cannot be sought in, and
some browsers show none at all."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

RANGE = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?")
CHUNK = 64 * 1024


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponse | StreamingHttpResponse:
    whole = serve(request, path, document_root=settings.MEDIA_ROOT)
    if not isinstance(whole, FileResponse):
        return whole
    whole["Accept-Ranges"] = "bytes"
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    changed = request.headers.get("If-Range", whole["Last-Modified"]) != whole["Last-Modified"]
    if not asked or changed or not any(asked.groups()):
        return whole
    return part_of(whole, *asked.groups())


def part_of(whole: FileResponse, first: str | None, last: str | None) -> HttpResponse:
    """RFC 9110, section 14: from one byte to another, both included, or the last so many."""
    size = int(whole["Content-Length"])
    begin = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if begin > end:
        whole.file_to_stream.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = StreamingHttpResponse(
        read(whole.file_to_stream, begin, end - begin + 1), status=206, headers=whole.headers
    )
    part["Content-Length"] = end - begin + 1
    part["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return part


def read(file: BinaryIO, begin: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(begin)
        while length and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
