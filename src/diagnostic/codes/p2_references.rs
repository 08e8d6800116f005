//! P2: references.

use super::family;

family! { REFERENCES:
    P201 = "unknown-person", Error, "Nobody of ours",
        "TODO",
        bad "",
        good "";
    P202 = "unknown-stakeholder", Error, "No such stakeholder",
        "TODO",
        bad "",
        good "";
    P203 = "unknown-action", Error, "No such action",
        "TODO",
        bad "",
        good "";
    P204 = "unknown-record", Error, "Nothing of that id to support",
        "TODO",
        bad "",
        good "";
    P205 = "unknown-contract", Error, "No such contract",
        "TODO",
        bad "",
        good "";
    P206 = "unknown-tier", Error, "No such tier",
        "TODO",
        bad "",
        good "";
    P207 = "unknown-product", Error, "No such product",
        "TODO",
        bad "",
        good "";
    P208 = "unknown-unit", Error, "No such business unit",
        "TODO",
        bad "",
        good "";
    P209 = "no-exchange-rate", Error, "A currency without a rate",
        "TODO",
        bad "",
        good "";
    P210 = "reporting-circle", Error, "People who report to each other",
        "TODO",
        bad "",
        good "";
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
