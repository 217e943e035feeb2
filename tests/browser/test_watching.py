def test_what_a_page_asks_of_another_host_is_noticed(visitor):
    someone = visitor("en")
    someone.go("/")
    with someone.page.expect_console_message():
        someone.page.evaluate("fetch('http://elsewhere.invalid/').catch(() => {})")
    assert someone.faults
    someone.faults.clear()
