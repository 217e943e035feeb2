import csv
import io

import pytest

from shop.ledger.reports.faults import ReportRefused
from shop.payments.transfers.statement import lines_of
from tests.shop.payments.transfers.bank import HEADER, line, statement

pytestmark = pytest.mark.django_db


def test_what_came_in_is_read_and_what_went_out_passed_over():
    ((key, came),) = lines_of(statement(line("货款 A7C9", 123_456, number="N1")))
    assert (came.amount_fen, came.booked_on.isoformat()) == (123_456, "2026-07-01")
    assert (came.payer, came.account, came.text) == ("烟台市总工会", "6222 0001", "货款 A7C9")
    assert key == "20260701:123456:N1"


def test_a_csv_of_another_bank_is_read():
    text = io.StringIO()
    csv.writer(text).writerows(
        [
            ["某银行账户明细"],
            ["记账日期", "摘要", "用途", "收入金额"],
            ["2026-07-01", "转账", "转账", "1,000.00"],
            ["2026-07-01", "手续费", "", "0.00"],
        ]
    )
    ((_key, came),) = lines_of(text.getvalue().encode("gb18030"))
    assert (came.amount_fen, came.text, came.payer) == (100_000, "转账", "")


def test_lines_that_say_the_same_are_told_apart_and_keep_their_keys():
    twice = statement(line("同", 100), line("同", 100), line("异", 100))
    keys = [key for key, _came in lines_of(twice)]
    assert len(set(keys)) == 3
    assert [key for key, _came in lines_of(twice)] == keys


def test_each_fault_is_named_by_row_and_column():
    wrong = [line("a", 100), line("b", 100), line("c", 100)]
    wrong[0][0], wrong[1][5] = "月初", "-5"
    with pytest.raises(ReportRefused) as refused:
        lines_of(statement(*wrong))
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [
        (2, HEADER[0]),
        (3, HEADER[5]),
    ]


@pytest.mark.parametrize("content", [b"what,is,this\n1,2,3\n", "收入金额\n1.00\n".encode()])
def test_a_file_without_the_columns_is_refused(content):
    with pytest.raises(ReportRefused):
        lines_of(content)
