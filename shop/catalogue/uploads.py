"""Pictures that are handed in. What is kept is painted anew from the pixels: upright, in sRGB, no
larger than a page needs, and with nothing else in the file, neither where a phone was nor what
somebody hid behind the last pixel."""

import warnings
from hashlib import sha1
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.forms import FileField
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from shop.catalogue.covers import keep_covers_with
from shop.catalogue.models import Picture
from shop.catalogue.pictures import make_renditions

BYTES_AT_MOST = 10 * 1024 * 1024
PIXELS_AT_MOST = 50_000_000
SIDE_KEPT = 3000
RIGHTS = ["author", "licence", "consent"]
FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]

register_heif_opener()
warnings.simplefilter("error", Image.DecompressionBombWarning)


class CleanPicture(ContentFile):
    """A picture of which nothing but the pixels was kept."""


def picture_from(upload, *, title: str, by=None, of_a_buyer: bool = False) -> Picture:
    """The stored picture, with its renditions, so that no reader waits for them and no GET writes.
    A file that is refused raises ValidationError and stores nothing."""
    clean = upload if isinstance(upload, CleanPicture) else cleaned(upload)
    content = clean.read()
    picture = Picture.objects.create(
        title=title[:255],
        file=clean,
        file_size=len(content),
        file_hash=sha1(content).hexdigest(),
        uploaded_by_user=by,
        of_a_buyer=of_a_buyer,
    )
    make_renditions(picture)
    return picture


def cleaned(upload, *, side: int = SIDE_KEPT) -> CleanPicture:
    """With no side longer than `side` pixels. Raises ValidationError."""
    if upload.size > BYTES_AT_MOST:
        raise refusal("size", _("This picture has more than 10 MB. Choose a smaller one."))
    try:
        return painted_anew(upload, side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise too_many_pixels() from bomb
    except UnidentifiedImageError as unknown:
        raise refusal(
            "format", _("This file is not a JPEG, PNG, WebP or HEIC picture. Choose another.")
        ) from unknown
    except (OSError, SyntaxError, ValueError, EOFError) as damage:
        raise refusal(
            "damaged", _("This picture is damaged or incomplete. Send it again.")
        ) from damage


def painted_anew(upload, side: int) -> CleanPicture:
    upload.seek(0)
    with Image.open(upload, formats=FORMATS) as opened:
        if opened.width * opened.height > PIXELS_AT_MOST:
            raise too_many_pixels()
        if opened.format in ("PNG", "WEBP") and getattr(opened, "n_frames", 1) > 1:
            raise refusal("animated", _("This picture moves. Choose one that stands still."))
        # A JPEG is decoded no larger than it is kept, which spares the memory of the rest.
        opened.draft("RGB", (side, side))
        opened.load()
        image = in_srgb(ImageOps.exif_transpose(opened))
    image.thumbnail((side, side))
    # What hangs on an image in memory (comment, XMP, profile) is written with it.
    image.info = {}
    written = BytesIO()
    if image.mode == "RGBA":
        image.save(written, "PNG", optimize=True)
    else:
        image.save(written, "JPEG", quality=88, progressive=True, optimize=True)
    content = written.getvalue()
    ending = "png" if image.mode == "RGBA" else "jpg"
    # Named by what is in it: a name given at home may say who somebody is.
    return CleanPicture(content, name=f"{sha1(content).hexdigest()[:16]}.{ending}")


def in_srgb(image: Image.Image) -> Image.Image:
    """With an alpha channel only where something shines through."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        if image.getextrema()[3][0] == 255:
            image = image.convert("RGB")
    elif image.mode != "RGB" and not (profile and image.mode == "CMYK"):
        image, profile = image.convert("RGB"), None
    if profile:
        image = with_profile_applied(image, profile)
    return image if image.mode == "RGBA" else image.convert("RGB")


def with_profile_applied(image: Image.Image, profile: bytes) -> Image.Image:
    """A telephone's wide colours look pale where a page takes them for sRGB."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        return ImageCms.profileToProfile(
            image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except ImageCms.PyCMSError:
        return image


def too_many_pixels() -> ValidationError:
    return refusal(
        "pixels", _("This picture has more than 50 million pixels. Choose a smaller one.")
    )


def refusal(code: str, message) -> ValidationError:
    return ValidationError(message, code=code)


class PictureField(WagtailImageField):
    """Gives a CleanPicture. Wagtail's own field lets a truncated file through as a server error."""

    def to_python(self, data):
        file = FileField.to_python(self, data)
        return file and cleaned(file)


class PictureForm(BaseImageForm):
    """The admin's form for pictures: what an editor hands in goes the same way."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(label=field.label, widget=field.widget)
        for name in RIGHTS:
            self.fields[name].required = True

    def save(self, commit=True):
        picture = super().save(commit=commit)
        if commit:
            make_renditions(picture)
            keep_covers_with(picture)
        return picture
