from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cms.users.models import User
from shop.buyers import masking
from shop.catalogue.models import Product
from shop.catalogue.uploads import CleanPicture, picture_from
from shop.orders.models import OrderLine, Parcel
from shop.reviews.keeping import keep_latest
from shop.reviews.models import Review, ReviewPhotograph


class CannotReview(Exception):
    """Why nothing is written, in words for the buyer."""


def write(
    line: OrderLine,
    *,
    stars: int,
    text: str,
    photographs: Sequence[CleanPicture],
    by: User | None,
) -> Review:
    """A buyer says how goods were that came: it is shown, and counts, at once. Who did not receive
    them cannot write, and no law lets a shop keep back what its buyers say; what breaks one is
    hidden afterwards, see `moderating.py`. Raises CannotReview."""
    refuse_what_did_not_come(line)
    # Painting them takes long, so it is done before the transaction.
    title = f"{line.product_zh} {line.source}"
    pictures = [picture_from(photo, title=title, by=by, of_a_buyer=True) for photo in photographs]
    with transaction.atomic():
        # Reviews of one product wait for each other: each counts, and the latest is kept as such.
        Product.objects.select_for_update().get(pk=line.product_id)
        review = written(line, stars=stars, text=text, by=by)
        ReviewPhotograph.objects.bulk_create(
            ReviewPhotograph(review=review, picture=picture) for picture in pictures
        )
        Product.objects.filter(pk=line.product_id).update(
            stars_sum=F("stars_sum") + stars, stars_count=F("stars_count") + 1
        )
        keep_latest(line.product_id)
    return review


def refuse_what_did_not_come(line: OrderLine) -> None:
    if line.parcel.status != Parcel.Status.RECEIVED:
        raise CannotReview(_("Say first that the parcel came; then you can review it."))
    if Review.objects.filter(line=line).exists():
        raise CannotReview(_("You have reviewed this already. Thank you!"))


def written(line: OrderLine, **fields) -> Review:
    signed = masking.name(line.order.receiver)
    try:
        with transaction.atomic():
            return Review.objects.create(
                line=line, product_id=line.product_id, signed=signed, **fields
            )
    except IntegrityError as tapped_twice:
        raise CannotReview(_("You have reviewed this already. Thank you!")) from tapped_twice
