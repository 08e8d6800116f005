//! P2: references.

use super::family;

family! { REFERENCES:
    P201 = "unknown-person", Error, "A person who is none of ours.",
        "`owner` and `contact` name people of ours by their keys under `people` in planc.yaml, so that \
         every account is in somebody's book and nobody has two. Write the key (`maria.lopez`), not the \
         name; someone new is added to planc.yaml first.",
        bad "owner: maria.lpez\n",
        good "owner: maria.lopez\n";
    P202 = "unknown-stakeholder", Error, "A stakeholder whom this plan does not have.",
        "`reports_to`, `confirmed_by`, `sponsor` and `with` name people at the client by the `id` under \
         `stakeholders`. Someone who answers a survey and is no stakeholder may be any text in `by`.",
        bad "meetings:\n  - {date: 2026-09-20, kind: qbr, with: [anna]}\n",
        good "meetings:\n  - {date: 2026-09-20, kind: qbr, with: [ana]}\n";
    P203 = "unknown-action", Error, "An action that this plan does not have.",
        "A risk's `mitigation` names actions by their `id`. An action from a table without an id column has \
         the words of its text as id: `build-a-relationship-with-the-cfo`.",
        bad "risks:\n  - {id: turnover, risk: Our champion may leave, category: stakeholder-turnover, likelihood: low, impact: low, mitigation: [cof]}\n",
        good "risks:\n  - {id: turnover, risk: Our champion may leave, category: stakeholder-turnover, likelihood: low, impact: low, mitigation: [cfo]}\n";
    P204 = "unknown-record", Error, "An action that supports something this plan does not have.",
        "`supports` names opportunities, risks, objectives or contracts of the same plan by their `id`. An \
         open action that supports a contract is that renewal's action.",
        bad "actions:\n  - {id: cfo, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: The CFO attends, supports: [rolout]}\n",
        good "actions:\n  - {id: cfo, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: The CFO attends, supports: [rollout]}\n";
    P205 = "unknown-contract", Error, "A contract that this plan does not have.",
        "`renews` and an opportunity's `contract` name contracts by their `id`. Renewals, retention and the \
         forecast all follow `renews`, so a wrong one is never passed over. A contract of another account \
         is written `account/contract`.",
        bad "contracts:\n  - {id: NW-2025, product: Platform, arr: 260k, start: 2025-01-01, end: 2025-12-31, signed: 2024-12-01}\n  - {id: NW-2026, product: Platform, arr: 260k, start: 2026-01-01, end: 2027-12-31, renews: NW-2052}\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: 260k, start: 2025-01-01, end: 2025-12-31, signed: 2024-12-01}\n  - {id: NW-2026, product: Platform, arr: 260k, start: 2026-01-01, end: 2027-12-31, renews: NW-2025}\n";
    P206 = "unknown-tier", Error, "A tier that is not configured.",
        "`tier` is one of those under `tiers` in planc.yaml; without it: strategic, key, growth and \
         standard. The framework asks more of some tiers than of others.",
        bad "tier: strategc\n",
        good "tier: strategic\n";
    P207 = "unknown-product", Error, "A product that is not on the list.",
        "Where planc.yaml lists `products`, contracts and opportunities name one of them exactly so: with \
         two spellings of one product, an upsell would look like a cross-sell.",
        bad "contracts:\n  - {id: NW-2026, product: Platfrom, arr: 260k, start: 2025-01-01, end: 2027-12-31}\n",
        good "contracts:\n  - {id: NW-2026, product: Platform, arr: 260k, start: 2025-01-01, end: 2027-12-31}\n";
    P208 = "unknown-unit", Error, "A business unit that the client does not have.",
        "Where the profile's `structure` lists the client's business units, every `unit` is one of them, \
         written exactly so: the whitespace of units and products is drawn from both.",
        bad "opportunities:\n  - {id: rollout, name: Roll out to Logistics, kind: cross-sell, arr: 90k, stage: proposal, close: 2027-02-28, unit: Logistic}\n",
        good "opportunities:\n  - {id: rollout, name: Roll out to Logistics, kind: cross-sell, arr: 90k, stage: proposal, close: 2027-02-28, unit: Logistics}\n";
    P209 = "no-exchange-rate", Error, "An amount in a currency without a rate.",
        "All figures are in the portfolio's currency. planc.yaml says under `exchange_rates` what one unit \
         of each other currency is in it; one rate serves for all days, so that growth is in constant \
         currency.",
        bad "contracts:\n  - {id: NW-2026, product: Platform, arr: GBP 260k, start: 2025-01-01, end: 2027-12-31}\n",
        good "contracts:\n  - {id: NW-2026, product: Platform, arr: EUR 260k, start: 2025-01-01, end: 2027-12-31}\n";
    P210 = "reporting-circle", Error, "Stakeholders who report to each other in a circle.",
        "From each stakeholder the way up through `reports_to` must end at someone who reports to nobody. \
         The circle is told once, at its first person, with the others' places; take `reports_to` out where \
         the top is.",
        bad "stakeholders:\n  - {id: ana, name: Ana Trujillo, role: [decision-maker, executive-sponsor], influence: high, contact: maria.lopez, last_contact: 2026-09-20, reports_to: luis}\n  - {id: luis, name: Luis Ortega, role: champion, last_contact: 2026-09-20, reports_to: ana}\n  - {id: mei, name: Mei Chen, role: technical-buyer, last_contact: 2026-09-20}\n",
        good "stakeholders:\n  - {id: ana, name: Ana Trujillo, role: [decision-maker, executive-sponsor], influence: high, contact: maria.lopez, last_contact: 2026-09-20}\n  - {id: luis, name: Luis Ortega, role: champion, last_contact: 2026-09-20, reports_to: ana}\n  - {id: mei, name: Mei Chen, role: technical-buyer, last_contact: 2026-09-20}\n";
    P220 = "account-id-taken", Error, "Two plans have the same account id.",
        "An account's id names its page, its figures and whatever refers to it, so each is taken once in a \
         portfolio, whatever its letter case. The id is the file's name (or the folder's) unless `id:` in the \
         front matter says another. The first plan by path keeps it; the other one counts in no figure until it \
         has its own.",
        bad "id: contoso\n",
        good "id: northwind-traders\n";
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
        bad "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31, renews: contosso/C-2025}\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31}\n";
    P224 = "unknown-renewed-contract", Error, "A contract renews one that the other account doesn't have.",
        "The account before the `/` exists, but none of its contracts has the id after it. A contract that moved \
         from one account to another is named by both, so that its renewal counts.",
        bad "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31, renews: contoso/C-2055}\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31}\n";
}
