"""What is folded away on the screen and stands on paper."""

from playwright.sync_api import expect


def test_a_page_of_figures_is_printed_with_its_formulas_and_tables(visitor):
    official = visitor("en", on_phone=False)
    official.sign_in("wushan")
    official.go("/statistics/")
    formula = official.main.get_by_text("Each parcel counts once, refunded or not")
    table = official.main.get_by_role("columnheader", name="A year earlier", exact=True)
    expect(formula).to_be_hidden()
    expect(table).to_be_hidden()
    official.page.emulate_media(media="print")
    expect(formula).to_be_visible()
    expect(table).to_be_visible()
