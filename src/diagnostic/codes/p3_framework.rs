//! P3: the planning framework.

use super::family;

// A whole plan in pieces, for what only a whole plan can lack: nothing of it is amiss.

macro_rules! head {
    () => {
        "---\n\
         account: Northwind Traders\n\
         owner: maria.lopez\n\
         industry: Food distribution\n\
         reviewed: 2026-09-15\n\
         contracts:\n  \
           - {id: NW-2026, product: Platform, arr: 240k, start: 2026-01-01, end: 2027-12-31}\n"
    };
}

macro_rules! profile {
    () => {
        "profile: {employees: 4200, structure: [Retail], priorities: [Cut spoilage]}\n"
    };
}

macro_rules! people {
    () => {
        "stakeholders:\n  \
           - {id: ana, name: Ana Trujillo, role: [decision-maker, champion]}\n"
    };
}

macro_rules! value {
    () => {
        "value:\n  \
           - {id: dispatch, outcome: Faster dispatch, worth: 310k, date: 2026-06-30}\n"
    };
}

macro_rules! actions {
    () => {
        "actions:\n  \
           - {id: rollout, action: Agree the rollout, owner: maria.lopez, due: 2026-11-16, metric: Plan signed}\n"
    };
}

macro_rules! growth {
    () => {
        "\n## Growth Opportunities\n\nLogistics could use Routing from next year on.\n"
    };
}

macro_rules! risk {
    () => {
        "\n## Risk Assessment\n\nNo risk is seen today.\n"
    };
}

family! { FRAMEWORK:
    P301 = "no-account-profile", Error, "The plan has no account profile.",
        "Whoever takes over this client tomorrow starts here: who they are, how they are built and what they \
         want to reach. Tell it in words under `## Account Profile`, in data under `profile:`, or both. A \
         section that holds only placeholders (TODO, TBD, n/a, …) counts as empty.",
        bad concat!(head!(), people!(), value!(), actions!(), "---\n", growth!(), risk!()),
        good concat!(head!(), profile!(), people!(), value!(), actions!(), "---\n", growth!(), risk!());
    P302 = "no-industry", Error, "The client's industry is not given.",
        "The industry says whom this client can be compared with; figures are grouped by it. A free word or \
         two in the front matter are enough, the same for all clients of that industry.",
        bad "industry: TBD\n",
        good "industry: Food distribution\n";
    P303 = "no-relationship-map", Error, "The plan has no relationship map.",
        "Relationships are with people: who decides, who argues for us, who uses what we sell. List them under \
         `stakeholders:`, tell it in words under `## Relationship Map`, or both.",
        bad concat!(head!(), profile!(), value!(), actions!(), "---\n", growth!(), risk!()),
        good concat!(head!(), profile!(), people!(), value!(), actions!(), "---\n", growth!(), risk!());
    P304 = "no-decision-maker", Error, "The plan names nobody who decides.",
        "Without knowing who decides or holds the budget, no renewal can be planned. Give that person \
         `role: decision-maker` or `role: economic-buyer`. Somebody who has left (`departed`) no longer counts.",
        bad "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, champion], departed: 2026-09-01}\n  \
               - {id: bo, name: Bo Nyman, role: [executive-sponsor, champion]}\n  \
               - {id: cleo, name: Cleo Abara, role: user-buyer}\n  \
               - {id: tom, name: Tom Berg, role: influencer}\n",
        good "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, champion], departed: 2026-09-01}\n  \
               - {id: bo, name: Bo Nyman, role: [executive-sponsor, champion]}\n  \
               - {id: cleo, name: Cleo Abara, role: decision-maker}\n  \
               - {id: tom, name: Tom Berg, role: influencer}\n";
    P305 = "no-champion", Warning, "The plan names no champion.",
        "A champion argues for us when we are not in the room. Give whoever does `role: champion`; if there is \
         nobody, winning one is this quarter's action. Somebody who has left no longer counts.",
        bad "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: decision-maker}\n  \
               - {id: bo, name: Bo Nyman, role: executive-sponsor}\n  \
               - {id: cleo, name: Cleo Abara, role: user-buyer}\n",
        good "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: decision-maker}\n  \
               - {id: bo, name: Bo Nyman, role: executive-sponsor}\n  \
               - {id: cleo, name: Cleo Abara, role: [user-buyer, champion]}\n";
    P306 = "no-contact-of-ours", Warning, "Nobody of ours holds the relationship with someone of high influence.",
        "A relationship that belongs to everybody belongs to nobody. Each stakeholder with `influence: high` \
         needs a `contact`: the person of ours who keeps in touch with them.",
        bad "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, champion], influence: high}\n  \
               - {id: bo, name: Bo Nyman, role: executive-sponsor}\n  \
               - {id: cleo, name: Cleo Abara, role: user-buyer}\n",
        good "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, champion], influence: high, contact: maria.lopez}\n  \
               - {id: bo, name: Bo Nyman, role: executive-sponsor}\n  \
               - {id: cleo, name: Cleo Abara, role: user-buyer}\n";
    P307 = "too-few-stakeholders", Warning, "The plan of a strategic client names too few people.",
        "A relationship that hangs on one or two people ends when one of them leaves. A strategic client's plan \
         names three at least who are still there; `framework:` in planc.yaml can ask for more \
         (`too-few-stakeholders: {at_least: 5}`), or of other tiers.",
        bad "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, champion]}\n  \
               - {id: bo, name: Bo Nyman, role: executive-sponsor}\n",
        good "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, champion]}\n  \
               - {id: bo, name: Bo Nyman, role: executive-sponsor}\n  \
               - {id: cleo, name: Cleo Abara, role: user-buyer}\n";
    P308 = "no-executive-sponsor", Warning, "The plan of a strategic client names no executive sponsor.",
        "Somebody on the client's board should want this partnership to succeed. Give them \
         `role: executive-sponsor`; if there is nobody, plan how to win one.",
        bad "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, champion]}\n  \
               - {id: bo, name: Bo Nyman, role: influencer}\n  \
               - {id: cleo, name: Cleo Abara, role: user-buyer}\n",
        good "stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, champion]}\n  \
               - {id: bo, name: Bo Nyman, role: executive-sponsor}\n  \
               - {id: cleo, name: Cleo Abara, role: user-buyer}\n";
    P309 = "no-employees", Warning, "How many people work at the client is not given.",
        "The number of people says how large the client could become. A round number in \
         `profile.employees` is enough.",
        bad "profile: {structure: [Retail, Logistics], priorities: [Cut spoilage 15% by 2027]}\n",
        good "profile: {employees: 4200, structure: [Retail, Logistics], priorities: [Cut spoilage 15% by 2027]}\n";
    P310 = "no-structure", Warning, "The client's business units are not given.",
        "Growth comes from units that don't use us yet: list the client's business units in \
         `profile.structure`, and give contracts and opportunities their `unit`.",
        bad "profile: {employees: 4200, priorities: [Cut spoilage 15% by 2027]}\n",
        good "profile: {employees: 4200, structure: [Retail, Logistics], priorities: [Cut spoilage 15% by 2027]}\n";
    P311 = "no-priorities", Warning, "No strategic priority of the client is given.",
        "What we sell is worth what it does for the client's own goals. List at least one in \
         `profile.priorities`, in the client's words.",
        bad "profile: {employees: 4200, structure: [Retail, Logistics]}\n",
        good "profile: {employees: 4200, structure: [Retail, Logistics], priorities: [Cut spoilage 15% by 2027]}\n";
    P312 = "no-value-delivered", Error, "The plan says nothing of the value delivered.",
        "A client renews for what they gained. List the outcomes under `value:`, tell them in words under \
         `## Value Delivered`, or both. If there are none yet, say what is to be measured, and when.",
        bad concat!(head!(), profile!(), people!(), actions!(), "---\n", growth!(), risk!()),
        good concat!(head!(), profile!(), people!(), value!(), actions!(), "---\n", growth!(), risk!());
    P313 = "no-quantified-outcome", Warning, "No outcome in numbers within the last twelve months.",
        "Who signs the renewal must defend it with a number. An outcome counts when it has its `worth` (money a \
         year to the client), or the `baseline` and the `result` of a metric, and is no older than twelve months.",
        bad "value:\n  - {id: dispatch, outcome: Faster dispatch, date: 2026-06-30}\n",
        good "value:\n  - {id: dispatch, outcome: Faster dispatch, metric: hours, baseline: 26, result: 9, date: 2026-06-30}\n";
    P314 = "no-growth-opportunities", Error, "The plan says nothing of growth.",
        "A plan without a next step plans decline. List what the client could use next under `opportunities:`, \
         or say under `## Growth Opportunities` why nothing is possible for now.",
        bad concat!(head!(), profile!(), people!(), value!(), actions!(), "---\n", risk!()),
        good concat!(head!(), profile!(), people!(), value!(), actions!(), "---\n", growth!(), risk!());
    P315 = "no-open-opportunity", Warning, "A strategic client has no open opportunity.",
        "A strategic client is one that we mean to grow with: at least one opportunity should be neither won \
         nor lost. A mere idea is `stage: identified`.",
        bad "opportunities:\n  \
               - {id: rollout, name: Analytics, kind: cross-sell, arr: 40k, stage: lost, close: 2026-06-30, reason: price}\n",
        good "opportunities:\n  \
               - {id: rollout, name: Analytics, kind: cross-sell, arr: 40k, stage: identified, close: 2027-06-30}\n";
    P316 = "no-risk-assessment", Error, "The plan says nothing of risks.",
        "No client is without risk; a plan without risks was not thought through. List them under `risks:`, or \
         say under `## Risk Assessment` why none is seen.",
        bad concat!(head!(), profile!(), people!(), value!(), actions!(), "---\n", growth!(), "\n## Risk Assessment\n\nTODO\n"),
        good concat!(head!(), profile!(), people!(), value!(), actions!(), "---\n", growth!(), risk!());
    P317 = "unmitigated-risk", Error, "A risk of high likelihood and high impact has no action against it.",
        "What will probably happen and would hurt badly needs somebody who does something about it. Plan an \
         action, and name its id in the risk's `mitigation`. An action that was cancelled is none. The health \
         of such a client is capped.",
        bad "risks:\n  \
               - {id: coo, risk: The COO leaves, category: stakeholder-turnover, likelihood: high, impact: high}\n",
        good "risks:\n  \
               - {id: coo, risk: The COO leaves, category: stakeholder-turnover, likelihood: high, impact: high, mitigation: [second-sponsor]}\n\
              actions:\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO attends the QBR}\n";
    P318 = "unmitigated-lesser-risk", Warning, "An open risk has no action against it.",
        "Every open risk above low × low should have an action against it, named in its `mitigation`. If \
         nothing is to be done, the risk is accepted: `status: closed` says so.",
        bad "risks:\n  \
               - {id: coo, risk: The COO leaves, category: stakeholder-turnover, likelihood: medium, impact: high}\n",
        good "risks:\n  \
               - {id: coo, risk: The COO leaves, category: stakeholder-turnover, likelihood: low, impact: low}\n";
    P319 = "no-action-plan", Error, "The plan has no action plan.",
        "A plan is what somebody does next. List the actions under `actions:`, or in a table under \
         `## Action Plan`: what, who, by when, and how you will know that it worked.",
        bad concat!(head!(), profile!(), people!(), value!(), "---\n", growth!(), risk!()),
        good concat!(head!(), profile!(), people!(), value!(), actions!(), "---\n", growth!(), risk!());
    P320 = "action-without-owner", Error, "An action has no owner.",
        "What everybody should do, nobody does: each action has one `owner` of ours.",
        bad "actions:\n  - {id: second-sponsor, action: Win the CFO, due: 2026-12-15, metric: CFO attends the QBR}\n",
        good "actions:\n  - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO attends the QBR}\n";
    P321 = "action-without-due", Error, "An action has no due date.",
        "What has no date is never late, and never done: each action has a `due` date.",
        bad "actions:\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, metric: CFO attends the QBR}\n  \
               - {id: pilot, action: Start the pilot, owner: maria.lopez, due: 2026-11-16, metric: 20 users}\n",
        good "actions:\n  \
               - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO attends the QBR}\n  \
               - {id: pilot, action: Start the pilot, owner: maria.lopez, due: 2026-11-16, metric: 20 users}\n";
    P322 = "action-without-metric", Error, "An action has no success metric.",
        "An action is done when something is different afterwards. `metric` says what, so that two people agree \
         whether it worked.",
        bad "actions:\n  - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15}\n",
        good "actions:\n  - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO attends the QBR}\n";
    P323 = "no-action-next-quarter", Warning, "No open action is due within the upcoming quarter.",
        "The upcoming quarter is the next 90 days. If nothing is due in them, the plan is a document and not a \
         plan: agree the next step with the client.",
        bad "actions:\n  - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2027-06-30, metric: CFO attends the QBR}\n",
        good "actions:\n  - {id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO attends the QBR}\n";
    P324 = "no-contract", Info, "The plan has no contract.",
        "Every revenue figure follows the contracts: a client without any counts as one that pays nothing. Add \
         what they pay under `contracts:`. For a client that is yet to sign, nothing is amiss.",
        bad "contracts: []\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31}\n";
    P390 = "policy", Warning, "A rule of your own portfolio is broken.",
        "The portfolio's planc.yaml holds rules of its own under `policies:`, each an expression that must hold \
         for every plan (or for those of its `tiers`), with its own message and severity. The message is the \
         team's; the name of the rule stands before it.",
        bad "==> planc.yaml <==\n\
             policies:\n  \
               - name: two-champions\n    \
                 require: plan.stakeholders.filter(s, 'champion' in s.role).size() >= 2\n    \
                 message: A client of ours needs two champions\n\
             ==> accounts/northwind.md <==\n\
             stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, champion]}\n  \
               - {id: bo, name: Bo Nyman, role: executive-sponsor}\n  \
               - {id: cleo, name: Cleo Abara, role: user-buyer}\n",
        good "==> planc.yaml <==\n\
             policies:\n  \
               - name: two-champions\n    \
                 require: plan.stakeholders.filter(s, 'champion' in s.role).size() >= 2\n    \
                 message: A client of ours needs two champions\n    \
                 tiers: [strategic]\n\
             ==> accounts/northwind.md <==\n\
             stakeholders:\n  \
               - {id: ana, name: Ana Trujillo, role: [decision-maker, champion]}\n  \
               - {id: bo, name: Bo Nyman, role: executive-sponsor}\n  \
               - {id: cleo, name: Cleo Abara, role: [user-buyer, champion]}\n";
}
