import zlib
from io import BytesIO
from struct import pack

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from wagtail.images.forms import get_image_form

from shop.catalogue.models import Picture
from shop.catalogue.pictures import ALL_SPECS
from shop.catalogue.uploads import cleaned, picture_from
from shop.templatetags.pictures import picture as picture_tag
from tests import world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning"),
]
SECRET = b"30.7459N 109.8789E"


def upload(content: bytes, name="plums.jpg"):
    return SimpleUploadedFile(name, content)


def painted(kind="JPEG", size=(1600, 1200), mode="RGB", **options) -> bytes:
    """Left half red, right half blue."""
    image = Image.new(mode, size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return saved(image, kind, **options)


def saved(image, kind, **options) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def from_a_phone(kind="JPEG", *, upright=True, with_place=True, **options) -> bytes:
    """Held upright, with the place where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "张三"
    if upright:
        exif[ExifTags.Base.Orientation] = 6
    if with_place:
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = SECRET
    return painted(kind, exif=exif, **options)


def bomb_png(width=60_000, height=60_000) -> bytes:
    """A few hundred bytes that say they are 3.6 billion pixels."""
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 9999)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def content_of(file) -> bytes:
    with file.open() as again:
        return again.read()


def opened(file) -> Image.Image:
    image = Image.open(BytesIO(content_of(file)))
    image.load()
    return image


def refused(content: bytes, name="plums.jpg") -> str:
    with pytest.raises(ValidationError) as refusal:
        picture_from(upload(content, name), title="Plums")
    assert not Picture.objects.exists()
    return refusal.value.code


def test_turns_a_picture_upright_and_forgets_where_it_was_taken():
    sent = from_a_phone(comment=b"taken at home")
    assert SECRET in sent
    kept = picture_from(upload(sent, "张三的家.jpg"), title="Plums")
    image = opened(kept.file)
    assert image.size == (1200, 1600)
    red, _, blue = image.getpixel((600, 100))
    assert red > 200 > 50 > blue, "the red half is on top"
    assert not image.getexif()
    assert set(image.info) <= {
        "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"
    }  # fmt: skip
    assert "张" not in kept.file.name
    for rendition in kept.renditions.all():
        content = rendition.file.read()
        assert SECRET not in content and b"Exif" not in content and b"taken" not in content


def test_makes_each_size_at_once():
    kept = picture_from(upload(painted()), title="Plums", by=world.user())
    sizes = {r.filter_spec: (r.width, r.height) for r in kept.renditions.all()}
    assert set(sizes) == set(ALL_SPECS)
    assert sizes["fill-320x240|format-webp"] == (320, 240)
    assert sizes["max-1280x1280|format-jpeg"] == (1280, 960)
    assert kept.file_size == kept.file.size and len(kept.file_hash) == 40
    with CaptureQueriesContext(
        connection,
    ) as queries:
        html = picture_tag(kept, "card", "李子 <b>")
    assert len(queries) == 1
    assert 'type="image/webp"' in html and 'loading="lazy"' in html
    assert 'width="640" height="480"' in html and "李子 &lt;b&gt;" in html


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_takes_what_phones_and_cameras_write(kind):
    kept = picture_from(upload(painted(kind), f"plums.{kind.lower()}"), title="Plums")
    assert opened(kept.file).format == "JPEG"


def test_takes_a_portrait_with_a_second_picture_behind_it():
    image = Image.new("RGB", (300, 200), "red")
    mpo = saved(image, "MPO", save_all=True, append_images=[Image.new("RGB", (300, 200))])
    assert opened(cleaned(upload(mpo))).size == (300, 200)


def test_keeps_what_shines_through():
    image = Image.new("RGBA", (200, 200), (255, 0, 0, 0))
    kept = picture_from(upload(saved(image, "PNG"), "logo.png"), title="Logo")
    assert opened(kept.file).mode == "RGBA"
    assert opened(kept.renditions.get(filter_spec=ALL_SPECS[2]).file).format == "JPEG"


def test_brings_a_printers_and_a_cameras_colours_to_the_screens():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for content in (
        painted(mode="CMYK"),
        painted(icc_profile=profile),
        painted(icc_profile=b"not a profile"),
        painted("PNG", mode="L", icc_profile=profile),
    ):
        image = opened(cleaned(upload(content)))
        assert image.mode == "RGB" and "icc_profile" not in image.info


def test_keeps_no_more_pixels_than_a_page_needs():
    assert opened(cleaned(upload(painted(size=(5000, 2500))))).size == (3000, 1500)


def test_drops_what_is_hidden_behind_or_beside_the_picture():
    notes = PngInfo()
    notes.add_text("Comment", SECRET.decode())
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    for content in (painted() + hidden, painted("PNG", pnginfo=notes) + hidden):
        kept = cleaned(upload(content)).read()
        assert hidden not in kept and SECRET not in kept


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "plums.jpg", "format"),
        (b"<html><script>" + painted(), "plums.jpg", "format"),
        (b"GIF89a/*" + painted(), "plums.jpg", "format"),
        (painted("GIF"), "plums.gif", "format"),
        (b"", "plums.jpg", "format"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "plums.jpg", "format"),
        (painted()[:9000], "plums.jpg", "damaged"),
        (painted("PNG")[:2000], "plums.png", "damaged"),
        (bomb_png(), "plums.png", "pixels"),
        (bomb_png(8_000, 8_000), "plums.png", "pixels"),
        (bomb_png(10_000, 9_000), "plums.png", "pixels"),
        (b"\xff" * (30 * 1024 * 1024), "plums.jpg", "size"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refuses_what_is_no_picture_to_keep(content, name, code):
    assert refused(content, name) == code


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_refuses_a_picture_that_moves(kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    moving = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    assert refused(moving, f"plums.{kind.lower()}") == "animated"


RIGHTS = {"author": "沈文", "licence": "own", "consent": "nobody"}


def test_cleans_what_an_editor_hands_in():
    form_class = get_image_form(Picture)
    form = form_class({"title": "Plums", **RIGHTS}, {"file": upload(from_a_phone())})
    form.instance.uploaded_by_user = world.user("editor")
    assert form.is_valid(), form.errors
    kept = form.save()
    assert (kept.width, kept.height) == (1200, 1600)
    assert SECRET not in content_of(kept.file)
    assert kept.renditions.count() == len(ALL_SPECS)
    again = form_class({"title": "New title", **RIGHTS}, instance=kept)
    assert again.is_valid() and again.save().file.name == kept.file.name


def test_asks_an_editor_for_the_rights_of_a_picture():
    form = get_image_form(Picture)({"title": "Plums"}, {"file": upload(from_a_phone())})
    assert set(form.errors) == {"author", "licence", "consent"}


def test_tells_an_editor_what_is_wrong():
    for content in (painted()[:9000], bomb_png(), b"<svg/>"):
        form = get_image_form(Picture)({"title": "Plums"}, {"file": upload(content)})
        assert "file" in form.errors
