//! P6: configuration and data files.

use super::family;

family! { CONFIGURATION:
    P601 = "unknown-setting", Error, "A setting that planc does not know.",
        "planc.yaml holds the settings of the configuration reference, written exactly so. A key of your \
         own starts with `x-`. The setting keeps its default until its name is mended.",
        bad "gros_margin: 75%\n",
        good "gross_margin: 75%\n";
    P602 = "bad-setting", Error, "A setting with a value that can't be taken.",
        "Values in planc.yaml are written as in plans: shares `75%`, lengths of time `120d`, true or false, \
         and one of a few words. The message says how to write this one. Until it is mended the default \
         serves.",
        bad "gross_margin: 75\n",
        good "gross_margin: 75%\n";
    P603 = "unknown-name-in-settings", Error, "A setting that names something there is not.",
        "Some settings name things: `rules` name codes, `targets` name figures, tiers and people, a person \
         names their manager, `stages` name the stages of an opportunity. The message names the nearest.",
        bad "targets: {nrrr: 110%}\n",
        good "targets: {nrr: 110%}\n";
    P604 = "repeated-setting", Error, "One thing that is set twice.",
        "A code can be named by its number and by its name, and a tier in any letter case; two policies may \
         not have one name. Where one thing is set twice, nobody can tell which of the two is meant: keep \
         one.",
        bad "rules: {P105: warning, bad-date: error}\n",
        good "rules: {P105: warning}\n";
    P605 = "data-not-read", Warning, "Data files are configured, and are not read yet.",
        "This version of planc reads plans only: what stands in data files is in no figure. Until it does, \
         the records go into the plans, in the front matter or in tables.",
        bad "data: {contracts: {file: data/contracts.csv}}\n",
        good "portfolio: Example Portfolio\n";
    P606 = "missing-setting", Error, "A part of a setting is missing.",
        "A policy needs a `name`, the expression that it `require`s, and the `message` that is said where a \
         plan doesn't meet it.",
        bad "policies:\n  - {name: two-people, require: plan.stakeholders.size() >= 1}\n",
        good "policies:\n  - {name: two-people, require: plan.stakeholders.size() >= 1, message: Name someone at the client}\n";
    P650 = "unknown-requirement", Error, "The framework has no requirement of this name.",
        "`framework:` changes requirements by their names, which are the names of their diagnostics: \
         `no-champion`, `too-few-stakeholders`, `overdue-action`. `planc explain` lists them all.",
        bad "framework: {no-champions: off}\n",
        good "framework: {no-champion: off}\n";
    P651 = "unfit-requirement-change", Error, "A requirement has nothing that this could change.",
        "`at_least` changes how many there must be, and `within` how long a window is: a requirement that counts \
         nothing has no `at_least`, and one that looks at no days has no `within`.",
        bad "framework: {no-industry: {at_least: 2}}\n",
        good "framework: {no-industry: {severity: warning}}\n";
    P652 = "unknown-requirement-tier", Error, "A requirement is asked of a tier that is not configured.",
        "`tiers` of a requirement or of a policy are names that stand under `tiers:` in planc.yaml (without it: \
         strategic, key, growth and standard).",
        bad "framework: {no-champion: {tiers: [stratgic]}}\n",
        good "framework: {no-champion: {tiers: [strategic]}}\n";
    P653 = "policy-unreadable", Error, "A rule's expression can't be read.",
        "Rules are written in the Common Expression Language (CEL): `plan.tier == 'strategic'`, \
         `plan.stakeholders.exists(s, 'champion' in s.role)`, `!(… && …)`, `… ? … : …`. Texts stand in single \
         quotes. The place is where the expression stops making sense.",
        bad "policies:\n  - {name: tier, require: \"plan.tier = 'strategic' || plan.region != 'EMEA'\", message: Every client in EMEA is strategic}\n",
        good "policies:\n  - {name: tier, require: \"plan.tier == 'strategic' || plan.region != 'EMEA'\", message: Every client in EMEA is strategic}\n";
    P654 = "policy-unknown-name", Error, "A rule uses a name that plans don't have.",
        "`plan` has the keys of a plan's front matter, at every depth, and `as_of` is the day. What a plan \
         doesn't say is `null`, and a list that it doesn't have is empty.",
        bad "policies:\n  - {name: sponsor, require: plan.stakeholder.size() >= 1, message: Somebody at least}\n",
        good "policies:\n  - {name: sponsor, require: plan.stakeholders.size() >= 1, message: Somebody at least}\n";
    P655 = "policy-fails", Error, "A rule can't be judged.",
        "The expression must come out as true or false for every plan. Most often something is compared that \
         a plan doesn't say: `plan.customer_since != null && plan.customer_since < as_of` asks first.",
        bad "policies:\n  - {name: sponsor, require: plan.stakeholders.size(), message: Somebody at least}\n",
        good "policies:\n  - {name: sponsor, require: plan.stakeholders.size() >= 1, message: Somebody at least}\n";
    P656 = "policy-too-large", Error, "A rule is too large.",
        "An expression may have 2,000 characters, nest 40 levels deep, and go through lists inside of lists \
         three levels deep, so that checking stays quick. Make it several rules.",
        bad "policies:\n  - {name: deep, require: \"plan.stakeholders.all(a, plan.actions.all(b, plan.risks.all(c, plan.value.all(d, true))))\", message: Too deep}\n",
        good "policies:\n  - {name: deep, require: \"plan.stakeholders.all(a, plan.actions.all(b, true))\", message: Deep enough}\n";
    P657 = "not-a-requirement", Error, "The framework is to change what is no requirement of it.",
        "`framework:` changes what a plan must hold: who asks for it, from how many, and how much it weighs. \
         A diagnostic that asks for nothing (a day that lies ahead, a rule of your own) has only a severity, \
         which stands under `rules:`.",
        bad "framework: {future-date: off}\n",
        good "rules: {future-date: off}\n";
    P690 = "template-fails", Error, "A template of the site can't be used.",
        "A file in `templates/` takes the place of the site's own template of that name. This one can't be read \
         as a template, or asks for a field that its page doesn't have: the message says which. Nothing is \
         written until it is mended or deleted; the site's own template then serves again.",
        bad "==> templates/account.html <==\n<h1>{{ page.titel }}</h1>\n",
        good "==> templates/account.html <==\n<h1>{{ page.title }}</h1>\n";
}
