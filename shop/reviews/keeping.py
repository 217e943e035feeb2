"""What the page of a product shows of its reviews, kept with the product: neither it nor a card
asks a question for them."""

from django.db.models import F
from django.utils import timezone

from shop.catalogue.models import Product
from shop.catalogue.pictures import USES, shown
from shop.reviews.models import Review, ReviewAnswer, ReviewPhotograph

SHOWN = 3


def keep_latest(product_id: int) -> None:
    """Call this in the transaction that changes what a review says. Product locked. Only the page
    of this product is drawn anew."""
    latest = Review.objects.read().filter(product=product_id, hidden_for="")[:SHOWN]
    told = [told_of(review) for review in latest]
    Product.objects.filter(pk=product_id).update(
        latest_reviews=told, reviews_version=F("reviews_version") + 1
    )


def told_of(review: Review) -> dict:
    return {
        "signed": review.signed,
        "stars": review.stars,
        "text": review.text,
        "on": timezone.localdate(review.at).isoformat(),
        "answer": answer_to(review),
        "photographs": [photograph(photo) for photo in review.photographs.all()],
    }


def answer_to(review: Review) -> str:
    try:
        return review.answer.text
    except ReviewAnswer.DoesNotExist:
        return ""


def photograph(of: ReviewPhotograph) -> dict:
    renditions = shown(of.picture.renditions.all())
    return {
        "alt_zh": "买家拍的照片",
        "alt_en": "Photograph by the buyer",
        "renditions": {spec: renditions[spec] for spec in USES["card"].specs if spec in renditions},
    }
