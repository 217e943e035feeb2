from shop.ledger.reports.lines import text_of


def test_a_code_that_a_table_program_keeps_as_a_fraction_reads_as_the_code():
    assert text_of(500237.0) == "500237"
    assert text_of(2.5) == "2.5"
