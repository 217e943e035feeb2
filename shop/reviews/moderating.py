"""Reviews are shown at once and looked at afterwards. The e-commerce law (电子商务法, article 39)
forbids a shop to delete what buyers say of its goods; other laws forbid to show somebody's data, an
insult, or that a food cures. So an operator may hide words and photographs, with a reason that
stands in their place. The stars stay: nobody raises an average by hiding."""

from django.db import transaction

from cms.users.models import User
from shop.catalogue.models import Product
from shop.reviews.keeping import keep_latest
from shop.reviews.models import Review, ReviewDecision


def hide(review: Review, *, reason: str, by: User) -> None:
    decide(review, hidden_for=reason, by=by)


def show_again(review: Review, *, by: User) -> None:
    decide(review, hidden_for="", by=by)


@transaction.atomic
def decide(review: Review, *, hidden_for: str, by: User) -> None:
    """A second tap on the same button changes nothing and is not written down."""
    Product.objects.select_for_update().get(pk=review.product_id)
    other = Review.objects.filter(pk=review.pk).exclude(hidden_for=hidden_for)
    if other.update(hidden_for=hidden_for):
        ReviewDecision.objects.create(review=review, hidden_for=hidden_for, by=by)
        keep_latest(review.product_id)
