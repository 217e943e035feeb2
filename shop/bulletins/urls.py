from django.urls import path, register_converter

from shop.bulletins import confirmations, views


class BulletinCode:
    regex = r"[0-9]{6}-(?:19|20)[0-9]{4}(?:-(?:19|20)[0-9]{4})?-[0-9]{1,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Month(BulletinCode):
    regex = r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])"


class PairingCode(BulletinCode):
    regex = r"[0-9]{6}-[0-9]{6}"


class FileSuffix(BulletinCode):
    regex = "pdf|xlsx|zip"


register_converter(BulletinCode, "bulletin")
register_converter(Month, "month")
register_converter(PairingCode, "pairing")
register_converter(FileSuffix, "bulletin_suffix")

urlpatterns = [
    path("bulletins/", views.bulletins, name="bulletins"),
    path("bulletins/signing-key.pem", views.signing_key, name="signing_key"),
    path(
        "bulletins/pairings/<pairing:code>/<month:month>/",
        confirmations.pairing_month,
        name="pairing_month",
    ),
    path("bulletins/<bulletin:code>/", views.bulletin, name="bulletin"),
    path("bulletins/<bulletin:code>/reopening/", views.reopening, name="bulletin_reopening"),
    path(
        "bulletins/<bulletin:code>/file.<bulletin_suffix:suffix>", views.file, name="bulletin_file"
    ),
    path("bulletins/<bulletin:code>/later.<suffix:suffix>", views.later, name="bulletin_later"),
]
