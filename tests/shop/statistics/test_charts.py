from xml.etree import ElementTree

from shop.statistics.charts import Point, bar, series_chart


def drawn(points: list[Point]) -> ElementTree.Element:
    chart = series_chart(points, title="<Amount>", description="of plums")
    return ElementTree.fromstring(chart)


def test_it_says_what_it_is_of():
    chart = drawn([Point("2022-07", 100_000, 50_000)])
    assert chart.get("role") == "img"
    named = [chart.find(name).get("id") for name in ("title", "desc")]
    assert chart.get("aria-labelledby").split() == named
    assert chart.find("title").text == "<Amount>"


def test_a_column_is_as_high_as_its_amount():
    chart = drawn([Point("a", 1_000_000, 0), Point("b", 500_000, 0), Point("c", 0, 0)])
    heights = [float(column.get("height")) for column in chart.iter("rect")]
    assert heights[0] == 2 * heights[1] > 0
    assert heights[2] == 0
    assert chart.find("polyline") is None


def test_what_is_below_zero_hangs_from_the_line():
    chart = drawn([Point("a", 1_000_000, 900_000), Point("b", -1_000_000, 0)])
    up, down = chart.iter("rect")
    assert float(up.get("y")) + float(up.get("height")) == float(down.get("y"))
    assert len(chart.find("polyline").get("points").split()) == 2


def test_nothing_and_very_much_are_drawn_too():
    assert len(list(drawn([Point("a", 0, 0)]).iter("line"))) == 2
    many = drawn([Point(str(n), n * 10**12, 0) for n in range(92)])
    assert 3 <= len(list(many.iter("line"))) <= 7
    labels = [text for text in many.iter("text") if text.get("text-anchor") == "middle"]
    assert len(labels) <= 6


def test_a_bar_is_a_part_of_the_longest():
    def width(amount: int, most: int) -> str:
        return ElementTree.fromstring(bar(amount, most)).findall("rect")[1].get("width")

    assert [width(50, 200), width(-5, 200), width(0, 0)] == ["25.0", "0.0", "0.0"]
