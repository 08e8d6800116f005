//! P2: references.

use super::family;

family! { REFERENCES:
    P220 = "account-id-taken", Error, "Two plans have the same account id.",
        "An account's id names its page, its figures and whatever refers to it, so each is taken once in a \
         portfolio, whatever its letter case. The id is the file's name (or the folder's) unless `id:` in the \
         front matter says another. The first plan by path keeps it; the other one counts in no figure until it \
         has its own.",
        bad "==> accounts/emea/contoso.md <==\nid: contoso\n",
        good "==> accounts/emea/contoso-emea.md <==\nid: contoso-emea\n";
    P221 = "unknown-parent", Error, "The parent is no account of this portfolio.",
        "`parent` is the id of the account above this one: its own plan's `id`, or the name of its file. \
         Figures by parent tree follow it.",
        bad "parent: contosso\n",
        good "parent: contoso\n";
    P222 = "parent-cycle", Error, "Accounts are each other's parents in a circle.",
        "From each account the way up through `parent` must end at one without a parent. Take `parent` out of \
         the topmost one.",
        bad "parent: northwind\n",
        good "parent: contoso\n";
    P223 = "unknown-renewed-account", Error, "A contract renews one of an account that doesn't exist.",
        "`renews: account/contract` names another account's contract: before the `/` its account's id, after it \
         the contract's. Contracts of the same plan are named by their id alone.",
        bad "contracts:\n  - {id: NW-2026, product: Platform, arr: 240k, start: 2026-01-01, end: 2027-12-31, renews: contosso/C-2025}\n",
        good "contracts:\n  - {id: NW-2026, product: Platform, arr: 240k, start: 2026-01-01, end: 2027-12-31}\n";
    P224 = "unknown-renewed-contract", Error, "A contract renews one that the other account doesn't have.",
        "The account exists, but none of its contracts has this id.",
        bad "contracts:\n  - {id: NW-2026, product: Platform, arr: 240k, start: 2026-01-01, end: 2027-12-31, renews: contoso/C-2055}\n",
        good "contracts:\n  - {id: NW-2026, product: Platform, arr: 240k, start: 2026-01-01, end: 2027-12-31}\n";
}
