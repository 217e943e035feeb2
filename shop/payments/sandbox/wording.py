"""The words of the pages in both languages, English first."""

from shop.payments.sandbox.messages import Request

WORDS = {
    "title": ("Pay", "付款"),
    "test": (
        "Test payments: this is a sandbox, no money moves.",
        "测试付款：这里是沙箱，不会真的扣款。",
    ),
    "order": ("Your order", "订单内容"),
    "total": ("Total", "合计"),
    "times": ("× {}", "× {}"),
    "how": ("How would you like to pay?", "选择付款方式"),
    "alipay": ("Alipay", "支付宝"),
    "wechat_pay": ("WeChat Pay", "微信支付"),
    "card": ("Bank card", "银行卡"),
    "number": ("Card number", "卡号"),
    "expiry": ("Expiry (MM/YY)", "有效期（月/年）"),
    "cvc": ("Security code", "安全码"),
    "pay": ("Pay {}", "支付 {}"),
    "cancel": ("Cancel and return to the shop", "取消，返回商店"),
    "back": ("Back to the shop", "返回商店"),
    "number_wrong": (
        "This is no card number: check the digits, or take one of the test cards below.",
        "卡号不正确：请检查数字，或使用下面的测试卡。",
    ),
    "expiry_wrong": (
        "Give month and year of a day to come, such as 12/34.",
        "请填写尚未过期的月/年，例如 12/34。",
    ),
    "cvc_wrong": ("Give the 3 or 4 digits.", "请填写 3 到 4 位数字。"),
    "tests": ("Test cards", "测试卡"),
    "tests_how": (
        "Any date to come and any three digits go with them.",
        "有效期填任何未来日期，安全码填任意三位数字。",
    ),
    "4242424242424242": ("is paid", "付款成功"),
    "6200000000000005": ("UnionPay, is paid", "银联卡，付款成功"),
    "4000002500003155": ("asks the bank first (3-D Secure)", "先经银行验证（3-D Secure）"),
    "4000000000000002": ("is declined", "被拒绝"),
    "4000000000009995": ("has insufficient funds", "余额不足"),
    "4000000000007726": ("is paid; a refund takes a while", "付款成功；退款稍后到账"),
    "4000000000005126": ("is paid; a refund fails", "付款成功；退款失败"),
    "authenticate_title": ("Your bank asks", "银行验证"),
    "authenticate_how": (
        "The bank that issued your card wants to know that it is you who pays (3-D Secure).",
        "发卡银行需要确认是您本人付款（3-D Secure）。",
    ),
    "authenticate_succeeded": ("Yes, it is me: pay", "是我本人，确认付款"),
    "authenticate_failed": ("No, refuse", "不是我，拒绝"),
    "alipay_title": ("Pay with Alipay", "支付宝付款"),
    "alipay_how": (
        "On a phone the Alipay app would open here and ask you to authorise the payment.",
        "在手机上，这里会打开支付宝并请您确认付款。",
    ),
    "alipay_succeeded": ("Authorise the payment", "确认付款"),
    "alipay_failed": ("Refuse", "拒绝付款"),
    "wechat_pay_title": ("Pay with WeChat", "微信支付"),
    "wechat_pay_how": (
        "Open WeChat, choose Scan, and point the camera at this code.",
        "打开微信，点“扫一扫”，将镜头对准此二维码。",
    ),
    "wechat_pay_same_phone": (
        "On the same phone: press and hold the code to save it as a picture, then open WeChat, "
        "Scan, and choose it from the album.",
        "在同一部手机上：长按二维码保存图片，再打开微信“扫一扫”，从相册中选取。",
    ),
    "wechat_pay_test": (
        "This code is a drawing: in the sandbox nobody scans it, the buttons stand for it.",
        "此二维码仅为示意：沙箱中无需扫码，用下面的按钮代替。",
    ),
    "wechat_pay_code": ("The code to scan", "付款二维码"),
    "wechat_pay_succeeded": ("Scanned and paid", "已扫码并付款"),
    "wechat_pay_failed": ("Do not pay", "不付款"),
    "choose_other": ("Choose another way to pay", "选择其他付款方式"),
    "complete_title": ("This is paid", "已经付款"),
    "complete_how": ("There is nothing more to do here.", "这里无需再做什么。"),
    "expired_title": ("This payment page has expired", "付款页面已过期"),
    "expired_how": (
        "Nothing was taken. Return to the shop and pay from your order again.",
        "没有扣款。请返回商店，从订单中重新付款。",
    ),
    "missing_title": ("There is no such page", "没有这个页面"),
    "missing_how": (
        "Check the address, or return to the shop and pay from your order again.",
        "请检查网址，或返回商店，从订单中重新付款。",
    ),
    "failed": ("The payment did not go through.", "付款没有成功。"),
    "nothing_taken": (
        "Nothing was taken; try again or choose another way.",
        "没有扣款；请重试，或换一种付款方式。",
    ),
    "generic_decline": ("The card was declined.", "银行卡被拒绝。"),
    "insufficient_funds": ("The card has insufficient funds.", "卡内余额不足。"),
    "expired_card": ("The card has expired.", "银行卡已过期。"),
    "incorrect_cvc": ("The security code is wrong.", "安全码不正确。"),
    "processing_error": (
        "The bank could not process the payment just now.",
        "银行暂时无法处理这笔付款。",
    ),
    "test_mode_live_card": (
        "This is no test card. The sandbox takes test cards only.",
        "这不是测试卡。沙箱只接受测试卡。",
    ),
    "payment_intent_authentication_failure": (
        "The bank did not confirm that it was you.",
        "银行验证没有通过。",
    ),
    "payment_intent_payment_attempt_failed": (
        "The payment was refused in the wallet.",
        "您在钱包中取消了付款。",
    ),
}
"""Those named by digits are test cards; those after `nothing_taken` are codes of failures."""


def language_of(session: dict | None, request: Request) -> str:
    """`zh` or `en`: what the shop asked for, else what the browser prefers."""
    asked = (session or {}).get("locale") or "auto"
    if asked == "auto":
        asked = request.headers.get("Accept-Language", "")
    return "zh" if asked.lower().startswith("zh") else "en"


def say(language: str, name: str, *values: str) -> str:
    english, chinese = WORDS[name]
    return (chinese if language == "zh" else english).format(*values)
