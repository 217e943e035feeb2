"""Somebody adds a passkey and signs in with it."""

from playwright.sync_api import expect

from tests.world import PASSWORD

# The telephone that knows its owner's finger.
TELEPHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def test_signing_in_with_a_passkey(visitor):
    someone = visitor("zh-hans")
    # No passkey is made for an address of numbers.
    someone.site = someone.site.replace("127.0.0.1", "localhost")
    telephone = someone.page.context.new_cdp_session(someone.page)
    telephone.send("WebAuthn.enable")
    telephone.send("WebAuthn.addVirtualAuthenticator", {"options": TELEPHONE})
    someone.sign_in("keyholder")
    someone.go("/account/")
    someone.follow("Passkeys and second step")
    someone.main.locator("a[href*=webauthn]").first.click()
    # Whoever finds the telephone unlocked adds none.
    someone.main.locator("[name=password]").fill(PASSWORD)
    someone.page.keyboard.press("Enter")
    someone.main.locator("#id_passwordless").check()
    adding = someone.page.url
    someone.main.locator("#mfa_webauthn_add").click()
    expect(someone.page).not_to_have_url(adding)
    someone.go("/account/")
    someone.press("Sign out")
    expect(someone.page).to_have_url(someone.address("/"))
    someone.go("/accounts/login/")
    someone.main.locator("#passkey_login").click()
    expect(someone.page).to_have_url(someone.address("/account/"))
