//! P5: freshness.

use super::family;

family! { FRESHNESS:
    P501 = "review-overdue", Warning, "The plan was not reviewed within its tier's cadence.",
        "A plan that nobody looks at is a record of what was once meant. How often each tier's plans are \
         reviewed stands in planc.yaml (`tiers: {strategic: {review: 90d}}`; without a word, and without a tier, \
         180 days). Review it with internal stakeholders and write the day in `reviewed`, or `reviewed: git` where \
         each commit that changes the plan is a review.",
        bad "reviewed: 2026-03-01\n",
        good "reviewed: 2026-09-15\n";
    P502 = "silent-stakeholder", Warning, "Somebody was not contacted within their cadence.",
        "`cadence` says how often we mean to talk with somebody. Contact is the later of `last_contact` and the \
         meetings they were in (`meetings: [{date: …, with: [ana]}]`). Somebody without a cadence is not asked \
         for, unless `framework:` gives everybody one (`silent-stakeholder: {within: 90d}`).",
        bad "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, executive-sponsor]}\n  \
               - {id: bo, name: Bo Nyman, role: champion}\n  \
               - {id: cleo, name: Cleo Abara, role: technical-buyer, last_contact: 2026-07-02, cadence: 30d}\n",
        good "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, executive-sponsor]}\n  \
               - {id: bo, name: Bo Nyman, role: champion}\n  \
               - {id: cleo, name: Cleo Abara, role: technical-buyer, last_contact: 2026-09-22, cadence: 30d}\n";
    P503 = "overdue-action", Warning, "An open action is past its due date.",
        "Either it was done and the plan doesn't say so (`status: done`, and the day in `done`), or it needs a \
         new date that its owner agrees to. An action that will never be done is `status: cancelled`.",
        bad "actions:\n  \
               - {id: qbr, action: Invite the CFO, owner: maria.lopez, due: 2026-08-15, metric: CFO attends}\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO signs}\n",
        good "actions:\n  \
               - {id: qbr, action: Invite the CFO, owner: maria.lopez, due: 2026-08-15, metric: CFO attends, done: 2026-08-12}\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO signs}\n";
    P504 = "renewal-without-action", Warning, "A contract ends soon, and no open action supports its renewal.",
        "Renewals are won months before the end. A contract that ends inside the renewal window (120 days, or \
         what `renewal_window` says) needs an open action that names it in `supports`. One that renews by \
         itself needs none, until notice is received. Once it is renewed, add the contract that `renews` it.",
        bad "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2026-12-31}\n",
        good "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2026-12-31}\n\
              actions:\n  \
               - {id: second-sponsor, action: Win the CFO for the renewal, owner: maria.lopez, due: 2026-11-16, metric: Signed, supports: [NW-2025]}\n";
    P505 = "future-date", Warning, "Something is said to have happened on a day that lies ahead.",
        "A review, a contact, an outcome, a survey, an escalation, something done, won or lost: these have \
         happened, so their day can't lie ahead of the day as at which the portfolio is looked at (today, or \
         `--as-of`). Until then they don't count. Usually it is a slip of the year.",
        bad "reviewed: 2027-09-15\n",
        good "reviewed: 2026-09-15\n";
    P506 = "opportunity-past-close", Warning, "An open opportunity is past its close date.",
        "`close` is when it is expected to close while it is open. Once the day has passed, it was won, was \
         lost, or needs a new date; until then the pipeline still counts it.",
        bad "opportunities:\n  \
               - {id: rollout, name: Roll out to Logistics, kind: expansion, arr: 90k, stage: proposal, close: 2026-08-31}\n",
        good "opportunities:\n  \
               - {id: rollout, name: Roll out to Logistics, kind: expansion, arr: 90k, stage: proposal, close: 2026-12-18}\n";
    P507 = "usage-falls", Warning, "Usage fell, and no risk says so.",
        "Clients who use less buy less, usually half a year later. The last month is a tenth or more below the \
         mean of the months before (three at most), and the plan records no risk of the category \
         `usage-decline`. A month counts once it has ended.",
        bad "usage:\n  - {metric: Weekly active users, points: {2026-06: 350, 2026-07: 330, 2026-08: 260}}\n",
        good "usage:\n  - {metric: Weekly active users, points: {2026-06: 350, 2026-07: 330, 2026-08: 260}}\n\
              risks:\n  \
                - {id: usage, risk: The warehouse stops using it, category: usage-decline, likelihood: low, impact: low}\n";
    P508 = "done-without-date", Warning, "A done action doesn't say when it was done.",
        "The day in `done` shows how actions keep to their due dates. Write it beside `status: done`; a `done` \
         date alone says that the action is done, too.",
        bad "actions:\n  \
               - {id: qbr, action: Invite the CFO, owner: maria.lopez, due: 2026-08-15, metric: CFO attends, status: done}\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO signs}\n",
        good "actions:\n  \
               - {id: qbr, action: Invite the CFO, owner: maria.lopez, due: 2026-08-15, metric: CFO attends, status: done, done: 2026-08-12}\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO signs}\n";
    P509 = "done-yet-open", Warning, "An action has a day on which it was done, and another status.",
        "The two contradict each other; the status counts. Write `status: done` if it is done, or take the \
         `done` date out.",
        bad "actions:\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO attends the QBR, status: in-progress, done: 2026-08-12}\n",
        good "actions:\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO attends the QBR, status: in-progress}\n";
    P510 = "mitigation-over", Warning, "A risk is still open, though all actions against it are over.",
        "Either the actions worked and the risk is `status: mitigated`, or they didn't and the next action is \
         to be planned.",
        bad "risks:\n  \
               - {id: coo, risk: The COO leaves, category: stakeholder-turnover, likelihood: medium, impact: high, mitigation: [second-sponsor]}\n\
             actions:\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-08-15, metric: CFO attends the QBR, done: 2026-08-12}\n  \
               - {id: pilot, action: Start the pilot, owner: maria.lopez, due: 2026-11-16, metric: 20 users}\n",
        good "risks:\n  \
               - {id: coo, risk: The COO leaves, category: stakeholder-turnover, likelihood: medium, impact: high, mitigation: [second-sponsor], status: mitigated}\n\
             actions:\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-08-15, metric: CFO attends the QBR, done: 2026-08-12}\n  \
               - {id: pilot, action: Start the pilot, owner: maria.lopez, due: 2026-11-16, metric: 20 users}\n";
    P511 = "long-open-escalation", Warning, "A high escalation has been open for over 30 days, and no risk says so.",
        "An escalation that stays open for weeks is no longer support's alone: record it as a risk of the \
         category `unresolved-support`, so that an action against it gets planned. Only those of the severity \
         `high` or `critical` are asked for.",
        bad "escalations:\n  - {id: T-118, opened: 2026-08-02, severity: high, summary: The feed drops orders}\n",
        good "escalations:\n  - {id: T-118, opened: 2026-08-02, severity: high, summary: The feed drops orders, resolved: 2026-08-05}\n";
    P512 = "objective-missed", Warning, "An objective is past its day and not reached.",
        "What was agreed with the client was not reached by its day: agree a new one, or bring `current` up to \
         date. Nothing is said where `target` or `current` is not given.",
        bad "objectives:\n  \
               - {id: erp, objective: One ERP, metric: ERPs in use, baseline: 3, target: 1, current: 2, due: 2026-06-30}\n",
        good "objectives:\n  \
               - {id: erp, objective: One ERP, metric: ERPs in use, baseline: 3, target: 1, current: 1, due: 2026-06-30}\n";
    P513 = "lapsed-contract", Warning, "A contract ended of late, and nothing renews it.",
        "Figures count it as lost since the day after its end. If the client went on, add the contract that \
         `renews` it; if they left, say so under `lost:`. Only ends within the renewal window are asked for, and \
         only where no later contract has the same product.",
        bad "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2026-08-31}\n",
        good "contracts:\n  \
               - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2026-08-31}\n  \
               - {id: NW-2026, product: Platform, arr: 250k, start: 2026-09-01, end: 2027-08-31, renews: NW-2025}\n";
}
