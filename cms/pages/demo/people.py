"""Who can sign in. These accounts are made for the demo and nowhere else."""

from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission

from cms.pages.editors import editors_group, review
from cms.users.models import User
from producers.cooperatives.models import Cooperative, Staff
from producers.cooperatives.tax_number import check_character
from producers.regions.models import Posting
from shop.buyers.models import Member, Organisation

HOST = "shanhuo.example"
PASSWORD = "demo-shanhuo"
FROM = date(2021, 1, 1)

# Family name, given name, and where an official is posted: "" is the whole country.
PEOPLE = {
    "buyer": ("林", "晓"),
    "union": ("宋", "岚"),
    "coop": ("向", "明"),
    "wushan": ("谭", "静"),
    "yantai": ("于", "海"),
    "chongqing": ("罗", "毅"),
    "national": ("周", "安"),
    "editor": ("沈", "文"),
    "chushen": ("马", "宁"),
    "fushen": ("白", "杨"),
    "zhongshen": ("邱", "实"),
    "operator": ("韩", "青"),
    "hall": ("孙", "晴"),
}
# Who takes the three reviews of a page: 初审, 复审, 终审.
REVIEWERS = ["chushen", "fushen", "zhongshen"]
POSTS = {"wushan": "500237", "yantai": "370600", "chongqing": "500000", "national": None}
ORGANISATIONS = [
    ("烟台市总工会", "union", "370613", "81"),
    ("烟台市芝罘区机关食堂", "budget_unit", "370602", "12"),
    ("山东滨海港务集团", "state_firm", "370611", "91"),
    ("重庆江岸超市连锁", "supermarket", "500103", "91"),
]


def email_of(name: str) -> str:
    return f"{name}@{HOST}"


def load() -> dict[str, User]:
    """The people by the first part of their address."""
    password = make_password(PASSWORD)
    people = {
        name: User.objects.create(
            email=email_of(name), password=password, last_name=family, first_name=given
        )
        for name, (family, given) in PEOPLE.items()
    }
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, primary=True, verified=True)
        for person in people.values()
    )
    for name, region in POSTS.items():
        Posting.objects.create(
            user=people[name], region_id=region, starts_on=FROM, made_by=people["operator"]
        )
    people["operator"].user_permissions.add(Permission.objects.get(codename="operate"))
    people["editor"].groups.add(editors_group())
    for name, group in zip(REVIEWERS, review(), strict=True):
        people[name].groups.add(group)
    return people


def seat(people: dict[str, User]) -> None:
    """Give the cooperative's clerk a desk and the union's keeper a union."""
    Staff.objects.create(user=people["coop"], cooperative=Cooperative.objects.get(county="500237"))
    organisations = [
        Organisation.objects.create(
            name_zh=name, kind=kind, region_id=region, tax_number=tax_number(first, region, number)
        )
        for number, (name, kind, region, first) in enumerate(ORGANISATIONS, start=1)
    ]
    Member.objects.create(organisation=organisations[0], user=people["union"], keeper=True)


def tax_number(first: str, region: str, number: int) -> str:
    """An invented one that passes the check: kind, region, nine of an organisation, a check."""
    code = f"{first}{region}MA5U{number:05}"
    return code + check_character(code)
