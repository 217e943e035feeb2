from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from shop.catalogue.models import Product
from shop.reviews.keeping import keep_latest
from shop.reviews.models import Review, ReviewAnswer


class AnsweredAlready(Exception):
    """In words for the cooperative."""


@transaction.atomic
def answer(review: Review, *, text: str, by: User) -> None:
    """The cooperative says something to it, in public and once. Raises AnsweredAlready."""
    Product.objects.select_for_update().get(pk=review.product_id)
    try:
        with transaction.atomic():
            ReviewAnswer.objects.create(review=review, text=text, by=by)
    except IntegrityError as twice:
        raise AnsweredAlready(_("This review is answered already.")) from twice
    keep_latest(review.product_id)
