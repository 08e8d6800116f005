//! P1: fields and values.

use super::family;

family! { VALUES:
    P101 = "unknown-key", Error, "A key that planc does not know.",
        "Keys are written exactly as in the format reference, in small letters, so that a slip of the \
         finger never silently loses what you wrote. The message names the nearest right key. A key of your \
         own starts with `x-`: it is kept, and templates can show it. In a table, a header is a key: `Due \
         date` or `due`, in any letter case.",
        bad "segmnt: enterprise\n",
        good "segment: enterprise\n";
    P102 = "missing-key", Error, "Something that a record cannot do without is missing.",
        "Some keys are needed to make sense of a record: a meeting has a date, a contract a start. A key \
         with nothing after it, or with a placeholder such as `TODO`, `TBD` or `n/a`, counts as missing. \
         The place is the record's first key, or the front matter's first line for the plan itself, or the \
         headers of a table that has no column for it. Until it is there, the record is left out.",
        bad "meetings:\n  - {kind: qbr, with: [ana], notes: Agreed the pilot}\n",
        good "meetings:\n  - {date: 2026-09-20, kind: qbr, with: [ana], notes: Agreed the pilot}\n";
    P103 = "wrong-form", Error, "A list, keys or a single value where something else belongs.",
        "Some keys take a single value, some a list of words, and some a list of records, each with keys of \
         its own. Each record of a list starts with `- `; its other keys stand below the first, or all of \
         them in `{…}` on one line. Where a list of words is wanted, one word alone is fine.",
        bad "objectives: One ERP by 2027\n",
        good "objectives:\n  - {id: one-erp, objective: One ERP by 2027}\n";
    P104 = "unknown-word", Error, "A word that is none of those that the field takes.",
        "Fields such as `role`, `stage` or `severity` take one of a few words, for figures and checks count \
         by them. Letter case doesn't matter, nor do spaces, `-` and `_`: `Decision maker` is `decision- \
         maker`. The message names the nearest words.",
        bad "escalations:\n  - {id: T-118, opened: 2026-08-02, resolved: 2026-08-05, severity: hihg}\n",
        good "escalations:\n  - {id: T-118, opened: 2026-08-02, resolved: 2026-08-05, severity: high}\n";
    P105 = "bad-date", Error, "Something that is not a date, or a day that does not exist.",
        "Dates are written year-month-day with all their digits, `2026-10-15`: the one order that nobody \
         reads two ways. 05/06/2026 is a day in May to some and in June to others, so it is refused rather \
         than guessed.",
        bad "reviewed: 15/09/2026\n",
        good "reviewed: 2026-09-15\n";
    P106 = "bad-time", Error, "Something that is not a date with a time.",
        "Openings and resolutions of escalations may have a time, for the time to resolution is counted in \
         hours: `2026-08-02T09:30`, with `Z` or an offset such as `+02:00` where it is not in UTC. Without \
         a time, 12:00 is taken.",
        bad "escalations:\n  - {id: T-118, opened: 2026-08-02 9:30, resolved: 2026-08-05}\n",
        good "escalations:\n  - {id: T-118, opened: 2026-08-02T09:30, resolved: 2026-08-05}\n";
    P107 = "bad-month", Error, "Something that is not a month.",
        "Points of a usage metric are counted by month, and a month is written year-month: `2026-08`. In a \
         table of usage each month heads a column.",
        bad "usage:\n  - {metric: Weekly active users, licensed: 400, points: {Aug 2026: 340}}\n",
        good "usage:\n  - {metric: Weekly active users, licensed: 400, points: {2026-08: 340}}\n";
    P108 = "bad-money", Error, "Something that is not an amount of money.",
        "Amounts are written in digits, grouped by `,` or `_` if you like, with `.` before decimals: \
         `240000`, `240,000.50`, `240k`, `1.2M`, `2bn`. They are in the plan's currency; a code in front \
         says another: `EUR 240k`. A sign such as `$` is refused, for it stands for some twenty currencies. \
         Inside of `{…}` and `[…]` a comma ends the value: write `240000` there, or put the amount in \
         quotes. No amount is below 0, and none has more than 15 digits before the point or 4 after it.",
        bad "opportunities:\n  - {id: rollout, name: Roll out to Logistics, kind: cross-sell, arr: $90k, stage: proposal, close: 2027-02-28}\n",
        good "opportunities:\n  - {id: rollout, name: Roll out to Logistics, kind: cross-sell, arr: USD 90k, stage: proposal, close: 2027-02-28}\n";
    P109 = "bad-share", Error, "Something that is not a share, or one above 100 %.",
        "A share is written `40%` or `0.4`; `1` is 100 %. A bare `40` is refused, for it could be either a \
         slip or forty times the whole. Probabilities, margins and the like don't go above 100 %.",
        bad "opportunities:\n  - {id: rollout, name: Roll out to Logistics, kind: cross-sell, arr: 90k, stage: proposal, close: 2027-02-28, probability: 40}\n",
        good "opportunities:\n  - {id: rollout, name: Roll out to Logistics, kind: cross-sell, arr: 90k, stage: proposal, close: 2027-02-28, probability: 40%}\n";
    P110 = "bad-number", Error, "Something that is not a number, or not one that fits.",
        "Numbers are written in digits: `26`, `-3.5`, `1,200`. A unit belongs into words (`metric: hours`), \
         and numbers as computers write them (`1e3`, `0x1F`) or with a leading 0 are refused, since people \
         read them in different ways. Counts are never below 0, and heads are whole.",
        bad "profile: {employees: about 4200, structure: [Retail, Logistics], priorities: [One ERP by 2027]}\n",
        good "profile: {employees: 4200, structure: [Retail, Logistics], priorities: [One ERP by 2027]}\n";
    P111 = "bad-duration", Error, "Something that is not a length of time.",
        "How often we mean to talk, a notice period or a review cadence is a number of days, weeks or \
         months: `30d`, `6w`, `3m`.",
        bad "contracts:\n  - {id: NW-2026, product: Platform, arr: 260k, start: 2025-01-01, end: 2027-12-31, notice: three months}\n",
        good "contracts:\n  - {id: NW-2026, product: Platform, arr: 260k, start: 2025-01-01, end: 2027-12-31, notice: 3m}\n";
    P112 = "bad-boolean", Error, "Neither true nor false.",
        "A question of yes or no is answered `true` or `false`. `yes`, `no`, `on` and `off` are plain words \
         here.",
        bad "contracts:\n  - {id: NW-2026, product: Platform, arr: 260k, start: 2025-01-01, end: 2027-12-31, auto_renews: yes}\n",
        good "contracts:\n  - {id: NW-2026, product: Platform, arr: 260k, start: 2025-01-01, end: 2027-12-31, auto_renews: true}\n";
    P113 = "bad-record-id", Error, "A record's id that is more than one line.",
        "An id is what other records refer to, and what pages link to: any text of one line.",
        bad "objectives:\n  - {id: \"one\\nerp\", objective: One ERP by 2027}\n",
        good "objectives:\n  - {id: one-erp, objective: One ERP by 2027}\n";
    P114 = "bad-account-id", Error, "An account's id that can't be one.",
        "The account's id names its page and everything that refers to it, so it is made of small letters, \
         digits and `-`, and starts with a letter or a digit. Unless `id:` says it, it is the file's name \
         without `.md`, or the folder's name for a `plan.md`. Rename the file, or add `id:`.",
        bad "id: Northwind Traders\n",
        good "id: northwind-traders\n";
    P115 = "duplicate-id", Error, "Two records with the same id.",
        "An id stands for one record of its list, wherever the list comes from: the front matter or tables \
         in the body. Opportunities, risks, objectives and contracts share their ids, for actions support \
         any of them by id. Both places are shown; the second record is left out until it has an id of its \
         own.",
        bad "objectives:\n  - {id: one-erp, objective: One ERP by 2027}\n  - {id: one-erp, objective: One warehouse by 2028}\n",
        good "objectives:\n  - {id: one-erp, objective: One ERP by 2027}\n  - {id: one-warehouse, objective: One warehouse by 2028}\n";
    P116 = "bad-address", Error, "Something that is not a web address.",
        "A website is an address in full, with `https://` or `http://`. Evidence may be such an address, or \
         the path of a file from the plan's folder. Other kinds of links have no place on the published \
         site.",
        bad "profile: {employees: 4200, structure: [Retail, Logistics], priorities: [One ERP by 2027], website: northwind.example}\n",
        good "profile: {employees: 4200, structure: [Retail, Logistics], priorities: [One ERP by 2027], website: \"https://northwind.example\"}\n";
    P117 = "bad-answer", Error, "A survey answer that its scale does not have.",
        "`nps` is a whole number from 0 to 10. `csat` is a whole number from 1 to the top of its scale, \
         which is 5 unless `of: 7` or `of: 10` says otherwise.",
        bad "surveys:\n  - {date: 2026-09-12, nps: 11}\n",
        good "surveys:\n  - {date: 2026-09-12, nps: 10}\n";
    P118 = "conflicting-keys", Error, "Two keys that can't both be said.",
        "A survey answer has `nps` or `csat`: who gave both gave two answers. A contract has one `product` \
         with its `arr`, or `lines` with all of its products.",
        bad "surveys:\n  - {date: 2026-09-12, nps: 9, csat: 5}\n",
        good "surveys:\n  - {date: 2026-09-12, nps: 9}\n  - {date: 2026-09-12, csat: 5}\n";
    P119 = "duplicate-column", Error, "A table with two columns for the same thing.",
        "A table of records is data, and each of its columns holds one key. `Due` and `Due date` are the \
         same key. Keep one of the two columns.",
        bad "## Action Plan\n\n| Action | Owner | Due | Due date | Success metric |\n|---|---|---|---|---|\n| Call the CFO | jo.park | 2026-11-02 | 2026-11-09 | She picks up |\n",
        good "## Action Plan\n\n| Action | Owner | Due | Success metric |\n|---|---|---|---|\n| Call the CFO | jo.park | 2026-11-02 | She picks up |\n";
    P120 = "unprintable-text", Error, "A text with a character that can't be shown.",
        "In double quotes a `\\` makes special characters, among them some that no page can show. Write the \
         text without it, or in single quotes, where a `\\` is just a `\\`.",
        bad "segment: \"enter\\aprise\"\n",
        good "segment: enterprise\n";
    P121 = "bad-person-key", Error, "A person of ours whose key can't be one.",
        "People of ours are named by a key of small letters, digits, `.`, `_` and `-`, such as \
         `maria.lopez`. Their names and titles stand under `people` in planc.yaml, by that key; where \
         nobody is listed there, any good key is taken.",
        bad "==> planc.yaml <==\npeople: {}\n==> accounts/northwind.md <==\nowner: María López\n",
        good "==> planc.yaml <==\npeople: {}\n==> accounts/northwind.md <==\nowner: maria.lopez\n";
    P122 = "doubtful-amount", Warning, "An amount that may have been meant otherwise.",
        "Two amounts are easily misread, so planc says how it reads them. A single point parts decimals: \
         `240.000` is two hundred and forty, though half of Europe writes two hundred and forty thousand \
         so. And an `uplift` without `%` is money: `uplift: 5` is five dollars or euros, where `5%` was \
         likely meant.",
        bad "contracts:\n  - {id: NW-2026, product: Platform, arr: 260.000, start: 2025-01-01, end: 2027-12-31}\n",
        good "contracts:\n  - {id: NW-2026, product: Platform, arr: 260000, start: 2025-01-01, end: 2027-12-31}\n";
    P123 = "doubtful-list", Warning, "A text with commas where a list belongs.",
        "The entries of a list stand in brackets, with commas between them, or on lines of their own. Without \
         brackets a comma is a part of the text: `tags: reference, pilot` is one tag, and its account would be \
         missing in the groups of both. Where a comma belongs to the one entry, as in a company's name, put it \
         in quotes.",
        bad "tags: reference, pilot\n",
        good "tags: [reference, pilot]\n";
}
