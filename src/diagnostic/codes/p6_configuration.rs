//! P6: configuration and data files.

use super::family;

family! { CONFIGURATION:
    P601 = "unknown-setting", Error, "A setting that planc doesn't know",
        "TODO",
        bad "",
        good "";
    P602 = "bad-setting", Error, "A setting's value that can't be taken",
        "TODO",
        bad "",
        good "";
    P603 = "unknown-name-in-settings", Error, "A setting that names something there is not",
        "TODO",
        bad "",
        good "";
    P604 = "repeated-setting", Error, "One thing set twice",
        "TODO",
        bad "",
        good "";
    P605 = "data-not-read", Warning, "Data files are not read yet",
        "TODO",
        bad "",
        good "";
    P606 = "missing-setting", Error, "A part of a setting is missing",
        "TODO",
        bad "",
        good "";
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
        "`tiers` of a requirement or of a rule are names that stand under `tiers:` in planc.yaml (without it: \
         strategic, key, growth and standard).",
        bad "framework: {no-champion: {tiers: [stratgic]}}\n",
        good "framework: {no-champion: {tiers: [strategic]}}\n";
    P653 = "policy-unreadable", Error, "A rule's expression can't be read.",
        "Rules are written in the Common Expression Language (CEL): `plan.tier == 'strategic'`, \
         `plan.stakeholders.exists(s, 'champion' in s.role)`, `!(… && …)`, `… ? … : …`. Texts stand in single \
         quotes. The place is where the expression stops making sense.",
        bad "policies:\n  - {name: sponsor, require: \"plan.tier = 'strategic'\", message: Strategic only}\n",
        good "policies:\n  - {name: sponsor, require: \"plan.tier == 'strategic'\", message: Strategic only}\n";
    P654 = "policy-unknown-name", Error, "A rule uses a name that plans don't have.",
        "`plan` has the keys of a plan's front matter, at every depth, and `as_of` is the day. What a plan \
         doesn't say is `null`, and a list that it doesn't have is empty.",
        bad "policies:\n  - {name: sponsor, require: plan.stakeholder.size() >= 2, message: Two people at least}\n",
        good "policies:\n  - {name: sponsor, require: plan.stakeholders.size() >= 2, message: Two people at least}\n";
    P655 = "policy-fails", Error, "A rule can't be judged.",
        "The expression must come out as true or false for every plan. Most often something is compared that \
         a plan doesn't say: `plan.customer_since != null && plan.customer_since < as_of` asks first.",
        bad "policies:\n  - {name: sponsor, require: plan.stakeholders.size(), message: Two people at least}\n",
        good "policies:\n  - {name: sponsor, require: plan.stakeholders.size() >= 2, message: Two people at least}\n";
    P656 = "policy-too-large", Error, "A rule is too large.",
        "An expression may have 2,000 characters, nest 40 levels deep, and go through lists inside of lists \
         three levels deep, so that checking stays quick. Make it several rules.",
        bad "policies:\n  - {name: deep, require: \"plan.stakeholders.all(a, plan.actions.all(b, plan.risks.all(c, plan.value.all(d, true))))\", message: Too deep}\n",
        good "policies:\n  - {name: deep, require: \"plan.stakeholders.all(a, plan.actions.all(b, true))\", message: Deep enough}\n";
    P690 = "template-fails", Error, "A template of the site can't be used",
        "A file in `templates/` takes the place of the site's own template of that name. This one can't be read \
         as a template, or asks for a field that its page doesn't have: the message says which. Nothing is \
         written until it is mended or deleted; the site's own template then serves again.",
        bad "<h1>{{ account.nmae }}</h1>\n",
        good "<h1>{{ account.name }}</h1>\n";
}
