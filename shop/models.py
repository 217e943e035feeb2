"""The index of this app's tables, for Django and outsiders; inside, import from the stages."""

from shop.account.models import DataRequest, Favourite
from shop.basket.models import Basket, BasketLine
from shop.bulletins.models import Bulletin, BulletinFile, Closing, Confirmation
from shop.buyers.models import ConfirmedName, Member, Organisation, SavedAddress
from shop.catalogue.models import (
    CatalogueVersion,
    Category,
    Offer,
    OfferChange,
    OfferPrice,
    Picture,
    Product,
    ProductApproval,
    ProductChange,
    ProductPicture,
    Rendition,
)
from shop.channels.models import Campaign, Channel
from shop.claims.models import Claim, ClaimEvent, ClaimLine, Photograph
from shop.counters.models import Clerk, Counter, CounterGood, CounterSale, DayClose
from shop.delivery.models import Carrier, PackingList, Waybill
from shop.freight.models import FreightTemplate, FreightZone
from shop.gifts.models import Grant, Return, Use, Voucher
from shop.invoices.models import Invoice, InvoiceRequest
from shop.jobs.models import PeriodicJob
from shop.ledger.models import (
    ChannelReport,
    ConfirmedSale,
    Entry,
    Evidence,
    Pending,
    ReportLine,
)
from shop.ledger.reports.models import (
    ExpectedReport,
    Meaning,
    Profile,
    ProfileColumn,
    ReportedPlace,
    ReportEvent,
    ReportUpload,
)
from shop.notices.models import Notice, NoticeChoice
from shop.opendata.models import OpenEdition
from shop.orders.models import Order, OrderEvent, OrderLine, Parcel, Recipient
from shop.orders.recipients.models import RecipientList
from shop.payments.models import Payment, ProviderEvent, Refund, RefundLine
from shop.payments.transfers.models import BankLine, BankLineEvent, BankStatement, Payout
from shop.quoting.models import QuotedFigure
from shop.reviews.models import Review, ReviewAnswer, ReviewDecision, ReviewPhotograph
from shop.statistics.models import (
    CountyDay,
    CountyDestinationMonth,
    CountyMonth,
    CountyWayMonth,
    DestinationMonth,
    DispatchMail,
    Export,
    LedgerCopy,
    ProductDestinationMonth,
    ProductMonth,
    ProvincesDay,
    ProvincesMonth,
    ProvincesWayMonth,
    SavedView,
    Uncopied,
    WayDay,
    WayMonth,
)
from shop.subsidies.models import Project, Rule, Tier
from shop.targets.models import Canteen, Output, Rate, Target
from shop.warnings.models import Finding, FindingEvent

__all__ = [
    "BankLine",
    "BankLineEvent",
    "BankStatement",
    "Basket",
    "BasketLine",
    "Bulletin",
    "BulletinFile",
    "Campaign",
    "Canteen",
    "Carrier",
    "CatalogueVersion",
    "Category",
    "Channel",
    "ChannelReport",
    "Claim",
    "ClaimEvent",
    "ClaimLine",
    "Clerk",
    "Closing",
    "Confirmation",
    "ConfirmedName",
    "ConfirmedSale",
    "Counter",
    "CounterGood",
    "CounterSale",
    "CountyDay",
    "CountyDestinationMonth",
    "CountyMonth",
    "CountyWayMonth",
    "DataRequest",
    "DayClose",
    "DestinationMonth",
    "DispatchMail",
    "Entry",
    "Evidence",
    "ExpectedReport",
    "Export",
    "Favourite",
    "Finding",
    "FindingEvent",
    "FreightTemplate",
    "FreightZone",
    "Grant",
    "Invoice",
    "InvoiceRequest",
    "LedgerCopy",
    "Meaning",
    "Member",
    "Notice",
    "NoticeChoice",
    "Offer",
    "OfferChange",
    "OfferPrice",
    "OpenEdition",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Organisation",
    "Output",
    "PackingList",
    "Parcel",
    "Payment",
    "Payout",
    "Pending",
    "PeriodicJob",
    "Photograph",
    "Picture",
    "Product",
    "ProductApproval",
    "ProductChange",
    "ProductDestinationMonth",
    "ProductMonth",
    "ProductPicture",
    "Profile",
    "ProfileColumn",
    "Project",
    "ProviderEvent",
    "ProvincesDay",
    "ProvincesMonth",
    "ProvincesWayMonth",
    "QuotedFigure",
    "Rate",
    "Recipient",
    "RecipientList",
    "Refund",
    "RefundLine",
    "Rendition",
    "ReportEvent",
    "ReportLine",
    "ReportUpload",
    "ReportedPlace",
    "Return",
    "Review",
    "ReviewAnswer",
    "ReviewDecision",
    "ReviewPhotograph",
    "Rule",
    "SavedAddress",
    "SavedView",
    "Target",
    "Tier",
    "Uncopied",
    "Use",
    "Voucher",
    "WayDay",
    "WayMonth",
    "Waybill",
]
