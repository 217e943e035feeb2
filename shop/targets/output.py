from producers.regions.models import Region
from shop.targets.models import Output
from shop.targets.setting import NotYours, lies_in


def output_of(county: str, year: int, *, product: int | None = None) -> Output | None:
    """What a county grew in a year, of a product or of all produce, as it was entered last."""
    return Output.objects.filter(county=county, year=year, product=product).first()


def newest(rows) -> list[Output]:
    """Of each county, year and product the row that holds, the largest first."""
    known = {}
    for row in rows.order_by("pk").select_related("county", "product", "entered_by"):
        known[row.county_id, row.year, row.product_id] = row
    return sorted(known.values(), key=lambda row: (-row.year, row.county_id, -row.weight_g))


def enter(output: Output, *, by, postings) -> Output:
    county: Region = output.county
    if not lies_in(county.code, postings):
        raise NotYours(county.name)
    output.entered_by = by
    output.save(force_insert=True)
    return output
