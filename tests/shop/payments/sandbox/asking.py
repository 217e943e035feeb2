def plums(**more) -> dict:
    return {
        "mode": "payment",
        "allowed_payment_method_types": ["card", "alipay", "wechat_pay"],
        "payment_method_options": {"wechat_pay": {"client": "web"}},
        "line_items": [line("巫山脆李 <2.5kg>", 6800, 2), line("运费", 1200, 1)],
        "client_reference_id": "42",
        "success_url": "http://shop.test/done?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.test/order",
        "locale": "zh",
        "metadata": {"order": "42"},
        "payment_intent_data": {"metadata": {"order": "42"}},
        **more,
    }


def line(name: str, amount: int, quantity: int) -> dict:
    price = {"currency": "cny", "unit_amount": amount, "product_data": {"name": name}}
    return {"quantity": quantity, "price_data": price}
