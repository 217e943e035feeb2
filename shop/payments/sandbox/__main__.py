import sys

from shop.payments.sandbox.server import main

sys.exit(main())
