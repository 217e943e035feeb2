from shop.orders.masking import masked_name, masked_phone, masked_street


def test_what_is_left_is_enough_to_recognise_and_too_little_to_call():
    assert masked_phone("13812341234") == "138****1234"
    assert masked_name("张三丰") == "张**"
    assert masked_street("港城东大街1号3单元501") == "********"
