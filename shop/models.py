"""The index of this app's tables, for Django and outsiders; inside, import from the stages."""

from shop.basket.models import Basket, BasketLine
from shop.bulletins.models import Bulletin, BulletinFile, Closing, Confirmation
from shop.buyers.models import Member, Organisation
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
from shop.delivery.models import Carrier, PackingList, Waybill
from shop.freight.models import FreightTemplate, FreightZone
from shop.jobs.models import PeriodicJob
from shop.ledger.models import ChannelReport, Entry, Pending, ReportLine
from shop.ledger.reports.models import (
    ExpectedReport,
    Meaning,
    Profile,
    ProfileColumn,
    ReportedPlace,
    ReportEvent,
    ReportUpload,
)
from shop.notices.models import Notice
from shop.orders.models import Order, OrderEvent, OrderLine, Parcel
from shop.payments.models import Payment, ProviderEvent, Refund, RefundLine
from shop.quoting.models import QuotedFigure
from shop.statistics.models import (
    CountyDay,
    CountyDestinationMonth,
    CountyMonth,
    CountyWayMonth,
    DestinationMonth,
    Export,
    LedgerCopy,
    ProductDestinationMonth,
    ProductMonth,
    ProvincesDay,
    ProvincesMonth,
    ProvincesWayMonth,
    Uncopied,
    WayDay,
    WayMonth,
)
from shop.subsidies.models import Project, Rule, Tier
from shop.targets.models import Canteen, Output, Rate, Target

__all__ = [
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
    "Closing",
    "Confirmation",
    "CountyDay",
    "CountyDestinationMonth",
    "CountyMonth",
    "CountyWayMonth",
    "DestinationMonth",
    "Entry",
    "ExpectedReport",
    "Export",
    "FreightTemplate",
    "FreightZone",
    "LedgerCopy",
    "Meaning",
    "Member",
    "Notice",
    "Offer",
    "OfferChange",
    "OfferPrice",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Organisation",
    "Output",
    "PackingList",
    "Parcel",
    "Payment",
    "Pending",
    "PeriodicJob",
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
    "Refund",
    "RefundLine",
    "Rendition",
    "ReportEvent",
    "ReportLine",
    "ReportUpload",
    "ReportedPlace",
    "Rule",
    "Target",
    "Tier",
    "Uncopied",
    "WayDay",
    "WayMonth",
    "Waybill",
]
