//! P4: contracts and dates.

use super::family;

family! { CONTRACTS:
    P401 = "contract-ends-before-start", Error, "A contract ends before it starts.",
        "`start` is the first day in force and `end` the last one. Revenue can't be counted over days that run \
         backwards, so the account counts in no figure until this is mended.",
        bad "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2024-12-31}\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31}\n";
    P402 = "renewal-gap", Warning, "A renewal starts more than a day after the end of what it renews.",
        "On the days between, the client pays nothing: figures count churn on the day after the end, and \
         reactivation when the new contract starts. If service went on, the renewal starts on the day after; \
         that it was signed late is told by `signed`.",
        bad "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31}\n  \
               - {id: NW-2026, product: Platform, arr: 250k, start: 2026-02-01, end: 2027-12-31, renews: NW-2025}\n",
        good "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31}\n  \
               - {id: NW-2026, product: Platform, arr: 250k, start: 2026-01-01, end: 2027-12-31, renews: NW-2025}\n";
    P403 = "change-outside-term", Error, "A change lies before the contract starts, or after it ends.",
        "A change holds from its `date` on while the contract is in force. What is paid from the start on is \
         `arr` itself; what is paid after the end belongs to the contract that renews this one. A contract that \
         renews by itself may change after the end of its first term.",
        bad "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31, changes: [{date: 2024-05-01, product: Platform, arr: 260k}]}\n",
        good "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31, changes: [{date: 2026-05-01, product: Platform, arr: 260k}]}\n";
    P404 = "two-changes-one-day", Error, "One line changes twice on one day.",
        "From a day on, a line has one amount: which of the two holds can't be known. Keep the one that does.",
        bad "contracts:\n  \
               - id: NW-2025\n    \
                 product: Platform\n    \
                 arr: 240k\n    \
                 start: 2025-01-01\n    \
                 end: 2027-12-31\n    \
                 changes:\n      \
                   - {date: 2026-05-01, product: Platform, arr: 260k}\n      \
                   - {date: 2026-05-01, product: Platform, arr: 265k}\n",
        good "contracts:\n  \
               - id: NW-2025\n    \
                 product: Platform\n    \
                 arr: 240k\n    \
                 start: 2025-01-01\n    \
                 end: 2027-12-31\n    \
                 changes:\n      \
                   - {date: 2026-05-01, product: Platform, arr: 265k}\n";
    P405 = "line-twice", Error, "One product and unit stands in two lines of a contract.",
        "A line is one product for one unit; changes name it by the two. Make them one line with the sum, or \
         say by `unit` who uses which.",
        bad "contracts:\n  \
               - {id: NW-2025, lines: [{product: Platform, arr: 200k}, {product: Platform, arr: 40k}], start: 2025-01-01, end: 2027-12-31}\n",
        good "contracts:\n  \
               - {id: NW-2025, lines: [{product: Platform, arr: 200k}, {product: Routing, arr: 40k}], start: 2025-01-01, end: 2027-12-31}\n";
    P406 = "renewal-cycle", Error, "Contracts renew each other in a circle.",
        "`renews` names what came before. In a circle nothing came first, and no renewal can be told. Take \
         `renews` out of the contract that was the first.",
        bad "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31, renews: NW-2025}\n  \
               - {id: NW-2026, product: Platform, arr: 250k, start: 2026-01-01, end: 2027-12-31, renews: NW-2025}\n",
        good "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31}\n  \
               - {id: NW-2026, product: Platform, arr: 250k, start: 2026-01-01, end: 2027-12-31, renews: NW-2025}\n";
    P407 = "auto-renews-without-end", Error, "A contract renews by itself, but its first term has no end.",
        "A contract that renews by itself goes on for another term of the same length, so its first term needs \
         an end. One that simply runs on is open-ended: it has neither `end` nor `auto_renews`.",
        bad "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, auto_renews: true}\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31, auto_renews: true}\n";
    P408 = "cancelled-before-start", Error, "Notice was received before the contract starts.",
        "`cancelled` is the day on which notice was received. A contract that never came into force is not \
         cancelled: take it out.",
        bad "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, cancelled: 2024-12-01}\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01}\n";
    P409 = "uplift-without-renews", Error, "An uplift on a contract that renews nothing.",
        "`uplift` says how much of the rise over the renewed contract is price. Without `renews` there is \
         nothing that it could be over.",
        bad "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31}\n  \
               - {id: AN-2026, product: Analytics, arr: 50k, start: 2026-01-01, end: 2027-12-31, uplift: 5%}\n",
        good "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31}\n  \
               - {id: NW-2026, product: Platform, arr: 252k, start: 2026-01-01, end: 2027-12-31, renews: NW-2025, uplift: 5%}\n";
    P410 = "resolved-before-opened", Error, "An escalation was resolved before it was opened.",
        "The time to resolution would be negative. Mend one of the two, or swap them. Resolved earlier on the \
         very day of its opening counts as resolved at once.",
        bad "escalations:\n  - {id: T-118, opened: 2026-08-05, resolved: 2026-08-02}\n",
        good "escalations:\n  - {id: T-118, opened: 2026-08-02, resolved: 2026-08-05}\n";
    P411 = "renewal-not-said", Warning, "A contract looks like the renewal of one that nobody renews.",
        "It has the same product and unit and starts about when the other one ends, but doesn't say \
         `renews`. So the other one counts as lost when it came due, and the renewal rate is too low. If the \
         two have nothing to do with each other, turn this off under `rules:`.",
        bad "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31}\n  \
               - {id: NW-2026, product: Platform, arr: 250k, start: 2026-01-01, end: 2027-12-31}\n",
        good "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31}\n  \
               - {id: NW-2026, product: Platform, arr: 250k, start: 2026-01-01, end: 2027-12-31, renews: NW-2025}\n";
    P412 = "cancelled-without-effect", Warning, "Notice on a contract that ends in any case.",
        "A contract with an `end` that doesn't renew by itself ends on that day, whatever notice is given: \
         `cancelled` changes nothing but the renewal forecast, which leaves it out. If it was ended early, its \
         `end` is the last day in force.",
        bad "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31, cancelled: 2026-09-01}\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31, auto_renews: true, cancelled: 2026-09-01}\n";
    P413 = "notice-too-late", Warning, "Notice came later than the notice period allows.",
        "Figures let the contract end with the term in which notice was received, all the same: most clients \
         who want to leave are let go. If yours is held to the next term, write a `cancelled` day in that term.",
        bad "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31, auto_renews: true, notice: 90d, cancelled: 2025-12-15}\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31, auto_renews: true, notice: 90d, cancelled: 2025-09-15}\n";
    P414 = "client-before-contracts", Warning, "The client is older than their first contract here.",
        "Figures count the first contract as new business on the day that it starts. If the client is of longer \
         standing, earlier contracts are missing: add them, so that this one counts as what it is, a renewal.",
        bad "customer_since: 2021-04-01\n\
             contracts:\n  - {id: NW-2026, product: Platform, arr: 240k, start: 2026-01-01, end: 2027-12-31}\n",
        good "customer_since: 2026-01-01\n\
             contracts:\n  - {id: NW-2026, product: Platform, arr: 240k, start: 2026-01-01, end: 2027-12-31}\n";
    P415 = "in-force-after-lost", Warning, "A contract is in force after the client left.",
        "Figures follow the contracts, not `lost`: they go on counting it. If the contract ended when the client \
         left, write its last day in force.",
        bad "lost: {date: 2026-06-30, reason: competitor}\n\
             contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31}\n",
        good "lost: {date: 2026-06-30, reason: competitor}\n\
             contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2026-06-30}\n";
    P416 = "renewal-signed-late", Info, "A renewal was signed after it started.",
        "The client was served on trust. The renewal rate counts only what was signed by the end of the old \
         contract; the rate with late renewals counts this one, too. If the day is right, nothing is to be done.",
        bad "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31}\n  \
               - {id: NW-2026, product: Platform, arr: 250k, start: 2026-01-01, end: 2027-12-31, renews: NW-2025, signed: 2026-02-03}\n",
        good "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31}\n  \
               - {id: NW-2026, product: Platform, arr: 250k, start: 2026-01-01, end: 2027-12-31, renews: NW-2025, signed: 2025-12-03}\n";
    P418 = "a-day-too-long", Info, "A contract runs whole years and one day.",
        "`end` is the last day in force, so a year from 1 January ends on 31 December. A day more moves the \
         renewal into the next month, and makes the next contract overlap this one by a day.",
        bad "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2028-01-01}\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31}\n";
    P419 = "renews-a-later-contract", Warning, "A contract renews one that starts later.",
        "`renews` names the contract that came before. The renewed contract would count only until the day \
         before this one starts, which is before it began. Most often the two are the wrong way round.",
        bad "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31, renews: AN-2026}\n  \
               - {id: AN-2026, product: Analytics, arr: 50k, start: 2026-01-01, end: 2027-12-31}\n",
        good "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31}\n  \
               - {id: AN-2026, product: Analytics, arr: 50k, start: 2026-01-01, end: 2027-12-31}\n";
    P421 = "lost-before-client", Warning, "The client left before they became one.",
        "`lost.date` lies before `customer_since`. One of the two is a slip; a client that came back is no \
         longer `lost`.",
        bad "customer_since: 2026-07-01\nlost: {date: 2025-06-30, reason: competitor}\ncontracts: []\n",
        good "customer_since: 2021-07-01\nlost: {date: 2025-06-30, reason: competitor}\ncontracts: []\n";
    P422 = "won-without-contract", Info, "A won opportunity names no contract.",
        "Figures follow the contracts alone: an opportunity that was won shows in none until a contract has its \
         amount. `contract` says which one that is.",
        bad "opportunities:\n  \
               - {id: rollout, name: Roll out to Logistics, kind: expansion, arr: 90k, stage: won, close: 2026-06-30}\n  \
               - {id: analytics, name: Analytics, kind: cross-sell, arr: 40k, stage: identified, close: 2027-06-30}\n",
        good "opportunities:\n  \
               - {id: rollout, name: Roll out to Logistics, kind: expansion, arr: 90k, stage: won, close: 2026-06-30, contract: NW-2025}\n  \
               - {id: analytics, name: Analytics, kind: cross-sell, arr: 40k, stage: identified, close: 2027-06-30}\n\
              contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31}\n";
    P423 = "action-starts-after-due", Warning, "An action starts after it is due.",
        "`start` is when work begins, `due` when it must be done. One of the two is a slip, or they are swapped.",
        bad "actions:\n  - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, start: 2026-12-15, due: 2026-11-16, metric: CFO attends the QBR}\n",
        good "actions:\n  - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, start: 2026-10-01, due: 2026-11-16, metric: CFO attends the QBR}\n";
    P424 = "change-against-reason", Warning, "A change goes against its reason.",
        "An upsell rises and a downgrade falls. `arr` is the whole new amount a year from that day on, not what \
         was added or taken off: that is the usual slip.",
        bad "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31, changes: [{date: 2026-05-01, product: Platform, arr: 20k, reason: upsell}]}\n",
        good "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31, changes: [{date: 2026-05-01, product: Platform, arr: 260k, reason: upsell}]}\n";
}
