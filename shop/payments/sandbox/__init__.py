"""A stand-alone server that speaks the part of Stripe's API this shop uses. No money moves.

It runs beside the shop and is talked to over HTTP only: nothing in the shop imports it, and it
imports nothing of Django. `python -m shop.payments.sandbox --help` says how to start it.
"""
