from shop.buyers import masking


def test_what_is_left_is_enough_to_recognise_and_too_little_to_call():
    assert masking.phone("13812341234") == "138****1234"
    assert masking.phone("1234567") == "****"
    assert masking.email("zhangsan@shanhuo.example") == "z***@shanhuo.example"
    assert masking.name("张三丰") == "张**"
    assert masking.street("港城东大街1号3单元501") == "********"
