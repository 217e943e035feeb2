"""The least a Django site can do for the same pages: what the market is measured beside.

One file, plain templates, the usual middlewares; 2,000 products in 50 categories. No languages, no
filters, no account, no freight, no payment. `python -m tests.bench.bare` makes tables and rows.
"""

import os
import secrets

import dj_database_url
import django
from django.conf import settings

COUNT, CATEGORIES, PER_PAGE = 2000, 50, 24
TEMPLATES = {
    "base.html": """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">
<title>{% block title %}{% endblock %}</title><link rel="stylesheet" href="/static/site.css"></head>
<body><header><a href="/">山货集</a> <a href="/basket/">购物车</a></header>
<main>{% block main %}{% endblock %}</main></body></html>""",
    # As in catalogue/cards.html, written the plain way.
    "card.html": """<li class="card">
<div class="card__media"><picture><source type="image/webp" srcset="/media/{{ product.small }} 320w,
/media/{{ product.large }} 640w" sizes="(min-width: 60rem) 18rem, (min-width: 40rem) 33vw, 50vw">
<img src="/media/{{ product.picture }}" alt="{{ product.alt }}" width="640" height="480"
loading="lazy"></picture></div>
<div class="card__body">
<h2><a href="/products/{{ product.slug }}/">{{ product.name }}</a></h2>
<p class="muted">{{ product.county.name }} · {{ product.category.name }}</p>
{% if product.price_fen %}<p><span class="price">¥{{ product.price }}</span><br>
<span class="price__unit">¥{{ product.per_500g }} / 500 g</span></p>{% endif %}
{% if product.in_season or product.indication %}<p class="cluster">
{% if product.in_season %}<span class="badge badge--season">当季</span>{% endif %}
{% if product.indication %}<span class="badge badge--info">地理标志</span>{% endif %}</p>{% endif %}
</div></li>""",
    "list.html": """{% extends "base.html" %}{% block title %}商品{% endblock %}{% block main %}
<p>{{ count }}</p><ul>{% for product in products %}{% include "card.html" %}{% endfor %}</ul>
<nav>{% for category in categories %}<a href="?category={{ category.pk }}">{{ category.name }}</a>
{% endfor %}</nav>{% endblock %}""",
    "kept.html": """{% extends "base.html" %}{% load cache %}{% block title %}商品{% endblock %}
{% block main %}{% cache 600 grid page %}<ul>{% for product in products %}
{% include "card.html" %}{% endfor %}</ul>{% endcache %}{% endblock %}""",
    "detail.html": """{% extends "base.html" %}{% block title %}{{ product.name }}{% endblock %}
{% block main %}<h1>{{ product.name }}</h1><p>{{ product.county.name }}</p>
{% for image in images %}<img src="/media/{{ image.file }}" alt="{{ image.alt }}">{% endfor %}
<p>{{ product.description }}</p><p>{{ product.price_fen }} · {{ product.stock }}</p>
<form method="post" action="/add/{{ product.pk }}/"><input name="packs" value="1">
<button>加入购物车</button></form><ul>{% for product in related %}{% include "card.html" %}
{% endfor %}</ul>{% endblock %}""",
}

settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": dj_database_url.parse(os.environ["BARE_DATABASE_URL"], conn_max_age=600)},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", TEMPLATES)],
                    )
                ]
            },
        }
    ],
    LANGUAGE_CODE="zh-hans",
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.db.models import F
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


class Table(models.Model):
    class Meta:
        abstract = True
        app_label = "bare"


class Category(Table):
    name = models.CharField(max_length=60)


class County(Table):
    name = models.CharField(max_length=60)


class Product(Table):
    category = models.ForeignKey(Category, models.CASCADE)
    county = models.ForeignKey(County, models.CASCADE)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    alt = models.CharField(max_length=60)
    picture = models.CharField(max_length=60)
    small = models.CharField(max_length=60)
    large = models.CharField(max_length=60)
    in_season = models.BooleanField()
    indication = models.BooleanField()
    description = models.TextField()
    price_fen = models.IntegerField()
    net_g = models.IntegerField()
    stock = models.IntegerField()

    class Meta(Table.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=models.Q(stock__gte=0), name="stock_not_below_zero")
        ]

    @property
    def price(self):
        return f"{self.price_fen / 100:,.2f}"

    @property
    def per_500g(self):
        return f"{self.price_fen * 5 / self.net_g:,.2f}"


class Image(Table):
    product = models.ForeignKey(Product, models.CASCADE)
    file = models.CharField(max_length=60)
    alt = models.CharField(max_length=60)


class Basket(Table):
    key = models.CharField(max_length=40, unique=True)


class BasketLine(Table):
    basket = models.ForeignKey(Basket, models.CASCADE)
    product = models.ForeignKey(Product, models.CASCADE)
    packs = models.IntegerField()


class Order(Table):
    token = models.CharField(max_length=40, unique=True)
    total_fen = models.IntegerField()


class OrderLine(Table):
    order = models.ForeignKey(Order, models.CASCADE)
    product = models.ForeignKey(Product, models.CASCADE)
    name = models.CharField(max_length=60)
    packs = models.IntegerField()
    price_fen = models.IntegerField()


class Event(Table):
    order = models.ForeignKey(Order, models.CASCADE)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)


TABLES = [Category, County, Product, Image, Basket, BasketLine, Order, OrderLine, Event]


def cards(request):
    first = (int(request.GET.get("page", 1)) - 1) * PER_PAGE
    products = Product.objects.select_related("category", "county").order_by("-pk")
    return products[first : first + PER_PAGE]


def listed(request):
    given = {
        "products": cards(request),
        "count": Product.objects.count(),
        "categories": Category.objects.all(),
    }
    return render(request, "list.html", given)


def kept(request):
    given = {"products": cards(request), "page": request.GET.get("page", 1)}
    return render(request, "kept.html", given)


def detail(request, slug):
    product = get_object_or_404(Product.objects.select_related("category", "county"), slug=slug)
    related = Product.objects.select_related("category", "county").filter(
        category=product.category_id
    )
    given = {"product": product, "images": product.image_set.all(), "related": related[:6]}
    return render(request, "detail.html", given)


@csrf_exempt
def add(request, key):
    product = get_object_or_404(Product, pk=key)
    basket = Basket.objects.create(key=secrets.token_hex(16))
    basket.basketline_set.create(product=product, packs=int(request.POST["packs"]))
    answer = JsonResponse({"lines": 1})
    answer.set_cookie("basket", basket.key)
    return answer


@csrf_exempt
def place(request):
    with transaction.atomic():
        lines = list(
            BasketLine.objects.filter(basket__key=request.COOKIES["basket"])
            .select_related("product")
            .order_by("product_id")
        )
        order = Order.objects.create(
            token=request.POST["token"],
            total_fen=sum(line.packs * line.product.price_fen for line in lines),
        )
        for line in lines:
            left = Product.objects.filter(pk=line.product_id, stock__gte=line.packs)
            if not left.update(stock=F("stock") - line.packs):
                transaction.set_rollback(True)
                return HttpResponseBadRequest()
        OrderLine.objects.bulk_create(
            OrderLine(
                order=order,
                product=line.product,
                name=line.product.name,
                packs=line.packs,
                price_fen=line.product.price_fen,
            )
            for line in lines
        )
        Event.objects.create(order=order, kind="placed")
        BasketLine.objects.filter(pk__in=[line.pk for line in lines]).delete()
    return JsonResponse({"order": order.pk})


urlpatterns = [
    path("list/", listed),
    path("kept/", kept),
    path("products/<slug:slug>/", detail),
    path("add/<int:key>/", add),
    path("place/", place),
]
application = get_wsgi_application()


def fill() -> None:
    with connection.schema_editor() as editor:
        for table in TABLES:
            editor.create_model(table)
    categories = Category.objects.bulk_create(
        Category(name=f"分类{number}") for number in range(CATEGORIES)
    )
    counties = County.objects.bulk_create(
        County(name=f"巫山县{number}") for number in range(CATEGORIES)
    )
    products = Product.objects.bulk_create(
        Product(
            category=categories[number % CATEGORIES],
            county=counties[number % CATEGORIES],
            slug=f"product-{number}",
            name=f"高山脆李{number}号",
            alt="青绿色的脆李",
            picture=f"images/{number:016x}.fill-640x480.format-jpeg.jpg",
            small=f"images/{number:016x}.fill-320x240.format-webp.webp",
            large=f"images/{number:016x}.fill-640x480.format-webp.webp",
            in_season=True,
            indication=False,
            description="自家果园，当天采摘。" * 20,
            price_fen=6880,
            net_g=2500,
            stock=1_000_000,
        )
        for number in range(COUNT)
    )
    Image.objects.bulk_create(
        Image(product=product, file=f"pictures/{product.pk:016x}.{at}.jpg", alt="青绿色的脆李")
        for product in products
        for at in range(2)
    )


if __name__ == "__main__":
    fill()
