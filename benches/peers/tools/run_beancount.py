"""Prints the accounts that are not empty: the process that is measured."""

import sys

from beancount import loader
from beancount.core import realization

entries, errors, _ = loader.load_file(sys.argv[1])
if errors:
    sys.exit(f"{len(errors)} errors, first: {errors[0]}")
for account in realization.iter_children(realization.realize(entries)):
    if not account.balance.is_empty():
        print(account.account)
