//! Tables in the body as data.

use super::{at, decode, shown, sound};
use crate::model::*;

fn plan(body: &str) -> String {
    format!("---\naccount: Café\nowner: maria.lopez\nprofile: {{structure: [Retail]}}\n---\n\n{body}\n")
}

#[test]
fn a_table_in_its_elements_section_adds_records() {
    let text = plan(
        "## Action plan\n\nAs agreed.\n\n| Action | Owner | Due date | Success metric | Status |\n|---|---|:-:|---|---|\n| Build **a** relationship with the [CFO](x.md) | maria.lopez | 2026-12-15 | CFO attends | in progress |\n| Été | jo.park | 2026-11-01 |  | Done |\n\n### Details\n\n| Action | Supports |\n|---|---|\n| Third | |\n",
    );
    let plan = sound(&text);
    let [first, second, third] = plan.actions.as_slice() else { panic!() };
    assert_eq!(first.action.value, "Build a relationship with the CFO");
    assert_eq!(first.id.value, "build-a-relationship-with-the-cfo");
    assert_eq!(first.metric.as_ref().unwrap().value, "CFO attends");
    assert_eq!(first.status(), ActionStatus::InProgress);
    assert_eq!(plan.source.slice(first.due.unwrap().span), "2026-12-15");
    assert_eq!((second.id.value.as_str(), &second.metric), ("ete", &None));
    assert_eq!(first.place.line(), 13);
    assert_eq!(third.place.line(), 20);
    assert_eq!(plan.told, ["actions", "profile"]);
    let section = plan.section(Element::ActionPlan).unwrap();
    assert_eq!(section.data_tables.len(), 2);
}

#[test]
fn every_list_can_be_a_table() {
    let text = plan(
        "## Relationship Map\n\n| Id | Name | Title | Role | Reports to | Contact | Last contacted | Unit |\n|-|-|-|-|-|-|-|-|\n| ana | Ana | COO | decision maker, Champion | ceo | jo.park | 2026-10-10 | Retail |\n| ceo | Ceo | | Economic buyer | | | | |\n\n\
         ## Value Delivered\n\n| Outcome | Baseline | Result | Worth | Date | Confirmed by |\n|-|-|-|-|-|-|\n| Faster | 26 | 9 | $x | 2026-06-30 | ana |\n\n\
         ## Growth Opportunities\n\n| Opportunity | Kind | ARR | Stage | Close date |\n|-|-|-|-|-|\n| Roll out | cross sell | 90,000 | proposal | 2027-02-28 |\n\n\
         ## Risk Assessment\n\n| Risk | Category | Likelihood | Impact | Mitigation |\n|-|-|-|-|-|\n| Leaves | stakeholder turnover | HIGH | low | act, act-2 |\n\n\
         ## Action Plan\n\n| Action | Due | Supports |\n|-|-|-|\n| Act | 2026-12-15 | roll-out, C 1 |\n| Act | 2026-12-15 | |\n\n\
         ## contracts\n\n| ID | Product | ARR | Start | End | Auto renews | Renews |\n|-|-|-|-|-|-|-|\n| C 1 | Platform | EUR 1.2M | 2026-01-01 | 2026-12-31 | true | |\n| | Platform | 1k | 2027-01-01 | | false | C 1, contoso/X |\n\n\
         ## Objectives\n\n| Objective | Target | Due date |\n|-|-|-|\n| One ERP | 1 | 2027-12-31 |\n\n\
         ## Notes\n\n### Surveys\n\n| Date | NPS | By |\n|-|-|-|\n| 2026-09-30 | 9 | ana |\n\n\
         ## Escalations\n\n| Opened | Resolved | Severity | Summary |\n|-|-|-|-|\n| 2026-08-02T09:30 | | high | EDI feed |\n\n\
         ## Usage\n\n| Metric | Licensed | 2026-08 | 2026-07 |\n|-|-|-|-|\n| Users | 400 | 310 | 330 |\n| Orders | | 5 | |\n\n\
         ## Meetings\n\n| Date | Kind | With | Notes |\n|-|-|-|-|\n| 2026-09-20 | QBR | ana, ceo | Agreed |\n",
    )
    .replace("$x", "310k");
    let plan = sound(&text);
    assert_eq!(plan.stakeholders[0].role.len(), 2);
    assert_eq!(plan.stakeholders[0].reports_to.as_ref().unwrap().value, "ceo");
    assert_eq!(plan.value[0].id.value, "faster");
    assert_eq!(plan.opportunities[0].kind.value, OpportunityKind::CrossSell);
    let mitigation: Vec<_> = plan.risks[0].mitigation.iter().map(|id| plan.source.slice(id.span)).collect();
    assert_eq!(mitigation, ["act", "act-2"]);
    assert_eq!(plan.actions[1].id.value, "act-2");
    assert_eq!(plan.actions[0].supports[1].value, "C 1");
    assert_eq!(plan.contracts[1].id.value, "platform");
    assert_eq!(plan.contracts[1].renews[1].account.as_deref(), Some("contoso"));
    assert!(plan.contracts[0].goes_on());
    assert_eq!(plan.objectives[0].id.value, "one-erp");
    assert_eq!(plan.surveys[0].score.value, Score::Nps(9));
    assert_eq!(plan.escalations[0].id.value, "edi-feed");
    assert_eq!(plan.usage[0].points.iter().map(|(m, _)| m.month).collect::<Vec<_>>(), [7, 8]);
    assert_eq!(plan.usage[1].points.len(), 1);
    assert_eq!(plan.meetings[0].with.len(), 2);
}

#[test]
fn other_tables_are_prose() {
    for body in [
        // Of another section.
        "## Stakeholder notes\n\n| Name | Role |\n|---|---|\n| Ana | boss |\n",
        // Only one header that is a key.
        "## Action Plan\n\n| Action | Remark |\n|---|---|\n| Call | soon |\n",
        // No list.
        "## Account Profile\n\n| Employees | Website |\n|---|---|\n| many | none |\n",
        // Not at the top level of the document.
        "## Action Plan\n\n> | Action | Due |\n> |---|---|\n> | Call | soon |\n",
    ] {
        let plan = sound(&plan(body));
        assert!(plan.actions.is_empty() && plan.stakeholders.is_empty());
        assert!(plan.body.sections.iter().all(|section| section.data_tables.is_empty()));
    }
}

#[test]
fn empty_rows_and_cells_are_absent() {
    let plan = sound(&plan(
        "## Action Plan\n\n| Action | Due | Owner |\n|---|---|---|\n|  |  |  |\n| TODO | | TBD |\n| Call | | |\n",
    ));
    let [call] = plan.actions.as_slice() else { panic!() };
    assert!(call.due.is_none() && call.owner.is_none());
}

#[test]
fn explicit_ids_go_before_slugs_wherever_they_stand() {
    let text = "---\naccount: A\nowner: jo.park\nrisks: [{id: roll-out, risk: R, category: other, likelihood: low, impact: low}]\n---\n\n## Growth Opportunities\n\n| Opportunity | Kind | ARR | Stage | Close |\n|-|-|-|-|-|\n| Roll out | new | 1k | won | 2026-01-01 |\n| Roll out! | new | 1k | won | 2026-01-01 |\n\n## Objectives\n\n| Id | Objective |\n|-|-|\n| roll-out-2 | O |\n";
    let plan = sound(text);
    let ids: Vec<_> = plan.opportunities.iter().map(|o| o.id.value.as_str()).collect();
    assert_eq!(ids, ["roll-out-3", "roll-out-4"]);
}

/// The body, the code, the text pointed at and its line, a part of the help.
const MISTAKES: &[(&str, &str, &str, u32, &str)] = &[
    (
        "## Action Plan\n\n| Action | Due |\n|---|---|\n| Appeler **vite** à 9 h | 15/12/2026 |\n",
        "P105",
        "15/12/2026",
        11,
        "`2026-12-15`",
    ),
    (
        "## Action Plan\n\n| Action | Due | Ownr |\n|---|---|---|\n| Call | 2026-12-15 | jo.park |\n| Call | 2026-12-15 | jo.park |\n",
        "P101",
        "Ownr",
        9,
        "did you mean `owner`?",
    ),
    (
        "## Action Plan\n\n| Action | Due | Due date |\n|---|---|---|\n| Call | 2026-12-15 | |\n",
        "P119",
        "Due date",
        9,
        "one of the two",
    ),
    (
        "## Action Plan\n\n| Action | Due | |\n|---|---|---|\n| Call | 2026-12-15 | urgent |\n",
        "P101",
        "",
        9,
        "name the column",
    ),
    (
        "## Relationship Map\n\n| Name | Title |\n|---|---|\n| Ana | COO |\n| Bob | CFO |\n",
        "P102",
        "Name | Title",
        9,
        "headed `role`",
    ),
    (
        "## Relationship Map\n\n| Name | Role |\n|---|---|\n| Ana | champion, boss |\n",
        "P104",
        "boss",
        11,
        "`decision-maker`",
    ),
    ("## Relationship Map\n\n| Name | Role |\n|---|---|\n| Ana | TBD |\n", "P102", "TBD", 11, "`role:"),
    ("## Relationship Map\n\n| Name | Role |\n|---|---|\n| | coach |\n", "P102", "", 11, "`"),
    (
        "## Usage\n\n| Metric | Licensed |\n|---|---|\n| Users | 400 |\n",
        "P102",
        "Metric | Licensed",
        9,
        "`2026-08`",
    ),
    (
        "## Usage\n\n| Metric | Licensed | 2026-07 | Aug 2026 |\n|---|---|---|---|\n| Users | 400 | 1 | 2 |\n",
        "P101",
        "Aug 2026",
        9,
        "`2026-08`",
    ),
    (
        "## Contracts\n\n| Id | Product | ARR | Start | Changes |\n|---|---|---|---|---|\n| A | Platform | 1k | 2026-01-01 | 2k in May |\n",
        "P103",
        "2k in May",
        11,
        "front matter",
    ),
    (
        "## Contracts\n\n| Id | Product | ARR | Start | Auto renews |\n|---|---|---|---|---|\n| A | Platform | 1k | 2026-01-01 | yes |\n",
        "P112",
        "yes",
        11,
        "`true`",
    ),
];

#[test]
fn mistakes_point_at_the_cell() {
    for (body, code, pointed, line, help) in MISTAKES {
        for line_end in ["\n", "\r\n"] {
            let (_, diagnostics) = decode(&plan(body).replace('\n', line_end));
            let [found] = diagnostics.as_slice() else { panic!("{body}\n{}", shown(&diagnostics)) };
            assert_eq!((found.code.code, at(found), found.place.line()), (*code, *pointed, *line), "{body}");
            assert!(found.help.as_deref().unwrap().contains(help), "{}", shown(&diagnostics));
        }
    }
}

#[test]
fn rows_of_a_table_with_a_wrong_header_are_dropped_like_records_with_a_wrong_key() {
    let (plan, _) = decode(&plan(
        "## Contracts\n\n| Id | Product | ARR | Start | Ends |\n|---|---|---|---|---|\n| A | Platform | 1k | 2026-01-01 | 2026-12-31 |\n",
    ));
    let plan = plan.unwrap();
    assert!(plan.contracts.is_empty());
    assert_eq!(plan.faulty, ["contracts"]);
    assert!(plan.body.sections.iter().all(|section| section.data_tables.is_empty()));
}
