//! What a plan without mistakes says.

use rust_decimal::Decimal;

use super::{decode_with, shown, sound};
use crate::config::Config;
use crate::decode::id_from_path;
use crate::model::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Everything that the format reference's example writes.
pub(super) const ALL: &str = r#"---
account: Northwind Traders    # the client's name
owner: maria.lopez            # the account manager
id: northwind
external_ids: {salesforce: 0015x00002AbCdE, zendesk: "4711"}
tier: Strategic
segment: enterprise
industry: Food distribution
region: EMEA
parent: northwind-group
currency: EUR
customer_since: 2021-04-01
reviewed: 2026-10-15
tags: [reference, pilot, reference]
lost: {date: 2026-06-30, reason: competitor, to: Contoso, x-debrief: done}
x-colour: [blue, {shade: 2}]

profile:
  employees: 4200
  annual_revenue: 890M
  headquarters: Rotterdam, NL
  website: https://northwind.example
  structure: [Retail, Wholesale, Logistics]
  priorities: [Cut spoilage 15% by 2027, One ERP, TODO]
  competitors: Contoso

stakeholders:
  - id: ana
    name: Ana Trujillo
    title: COO
    unit: Logistics
    role: decision-maker
    influence: high
    sentiment: supporter
    reports_to: ceo
    contact: maria.lopez
    last_contact: 2026-10-10
    cadence: 30d
    departed: 2026-09-01
    x-note: likes tea
  - {id: ceo, name: 2026, role: [Economic Buyer, executive_sponsor], title: n/a}

value:
  - id: dispatch-time
    outcome: Order-to-dispatch time
    metric: hours
    baseline: 26
    result: 9
    worth: 310000
    date: 2026-06-30
    confirmed_by: ana
    evidence: https://northwind.example/case.pdf

contracts:
  - {id: NW-2025, product: Platform, arr: "200,000", start: 2025-01-01, end: 2025-12-31, auto_renews: false}
  - id: NW-2026
    lines: [{product: Platform, arr: 200k, unit: Retail}, {product: Routing, arr: USD 40k}]
    start: 2026-01-01
    end: 2026-12-31
    signed: 2025-12-12
    renews: [NW-2025, contoso/C-1, northwind/NW-2025]
    uplift: 5%
    auto_renews: true
    cancelled: 2026-11-01
    notice: 90d
    changes:
      - {date: 2026-05-01, product: Platform, arr: 260k, reason: upsell}
    renewal: {forecast: 250k, probability: 80%, category: commit, note: "sure, nearly"}

opportunities:
  - id: logistics-rollout
    name: Roll out to Logistics
    kind: cross-sell
    owner: jo.park
    product: Routing
    unit: Logistics
    arr: 90000
    stage: proposal
    probability: 40%
    close: 2027-02-28
    sponsor: ana
    contract: NW-2026
    reason: price

risks:
  - id: coo-leaving
    risk: COO sponsor leaves in Q1
    category: stakeholder-turnover
    likelihood: high
    impact: medium
    mitigation: second-sponsor
    status: open
    opened: 2026-09-02

actions:
  - id: second-sponsor
    action: Build a relationship with the CFO
    owner: maria.lopez
    start: 2026-10-01
    due: 2026-12-15
    metric: CFO attends the December QBR
    status: in-progress
    done: 2026-12-10
    supports: [logistics-rollout, NW-2026, coo-leaving, one-erp]

objectives:
  - id: one-erp
    objective: One ERP by 2027
    metric: ERPs in use
    baseline: 3
    target: 1
    current: 2
    due: 2027-12-31
    sponsor: ana

surveys:
  - {date: 2026-09-30, nps: 9, by: ana}
  - {date: 2026-09-12, csat: 4, by: somebody at the door}
  - {date: 2026-09-12, csat: 7, of: 7}
escalations:
  - {id: T-118, opened: 2026-08-02T09:30, resolved: 2026-08-05T17:00+02:00, severity: high, summary: EDI feed dropped orders}
usage:
  - {metric: Weekly active users, licensed: 400, points: {2026-09: 288, 2026-07: 330, 2026-08: 310}}
meetings:
  - {date: 2026-09-20, kind: qbr, with: [ana], notes: Agreed the pilot}

expect:
  - grr >= 95%
  - health >= 70
---

# Northwind
"#;

#[test]
fn every_key_is_decoded() {
    let plan = sound(ALL);
    let eur = Currency::new("EUR").unwrap();
    let money = |amount: i64, currency| Money { amount: Decimal::from(amount), currency };
    assert_eq!(
        (plan.account.value.as_str(), plan.owner.value.as_str()),
        ("Northwind Traders", "maria.lopez")
    );
    let ids: Vec<_> = plan.external_ids.iter().map(|(k, v)| (k.value.as_str(), v.value.as_str())).collect();
    assert_eq!(ids, [("salesforce", "0015x00002AbCdE"), ("zendesk", "4711")]);
    assert_eq!(plan.tier.as_ref().unwrap().value, "strategic");
    assert_eq!(plan.currency, eur);
    assert_eq!(plan.customer_since.unwrap().value, day("2021-04-01"));
    assert_eq!(plan.tags.iter().map(|t| t.value.as_str()).collect::<Vec<_>>(), ["reference", "pilot"]);
    let lost = plan.lost.as_ref().unwrap();
    assert_eq!((lost.date.value, lost.to.as_ref().unwrap().value.as_str()), (day("2026-06-30"), "Contoso"));
    assert_eq!(lost.extra["x-debrief"], "done");
    assert_eq!(plan.extra["x-colour"], serde_json::json!(["blue", {"shade": "2"}]));

    let profile = plan.profile.as_ref().unwrap();
    assert_eq!(profile.employees.unwrap().value, 4200);
    assert_eq!(profile.annual_revenue.unwrap().value, money(890_000_000, eur));
    // A placeholder is no priority, and one competitor is a list of one.
    assert_eq!((profile.structure.len(), profile.priorities.len(), profile.competitors.len()), (3, 2, 1));

    let [ana, ceo] = plan.stakeholders.as_slice() else { panic!() };
    assert_eq!(ana.role.iter().map(|r| r.value).collect::<Vec<_>>(), [Role::DecisionMaker]);
    assert_eq!(ana.influence.unwrap().value, Level::High);
    assert_eq!(ana.cadence.unwrap().value, Cadence::Days(30));
    assert_eq!(ana.extra["x-note"], "likes tea");
    assert_eq!((ceo.name.value.as_str(), &ceo.title), ("2026", &None));
    assert_eq!(
        ceo.role.iter().map(|r| r.value).collect::<Vec<_>>(),
        [Role::EconomicBuyer, Role::ExecutiveSponsor]
    );

    let value = &plan.value[0];
    assert_eq!((value.baseline.unwrap().value, value.result.unwrap().value), (26.into(), 9.into()));
    assert_eq!(value.worth.unwrap().value, money(310_000, eur));

    let [old, new] = plan.contracts.as_slice() else { panic!() };
    assert_eq!(old.lines[0].arr.value, money(200_000, eur));
    assert!(!old.auto_renews.unwrap().value);
    assert_eq!(new.lines[1].arr.value, money(40_000, Currency::USD));
    assert_eq!(new.lines[0].unit.as_ref().unwrap().value, "Retail");
    let renews: Vec<_> = new.renews.iter().map(|r| (r.account.as_deref(), r.contract.as_str())).collect();
    // The same contract by its full name is the same contract.
    assert_eq!(renews, [(None, "NW-2025"), (Some("contoso"), "C-1")]);
    assert_eq!(new.uplift.unwrap().value, MoneyOrShare::Share(Decimal::new(5, 2)));
    assert_eq!(new.notice.unwrap().value, Cadence::Days(90));
    assert_eq!(new.changes[0].reason.unwrap().value, ChangeReason::Upsell);
    let renewal = new.renewal.as_ref().unwrap();
    assert_eq!(renewal.forecast.unwrap().value, money(250_000, eur));
    assert_eq!(renewal.probability.unwrap().value, Decimal::new(8, 1));
    assert_eq!(renewal.note.as_ref().unwrap().value, "sure, nearly");

    let opportunity = &plan.opportunities[0];
    assert_eq!(
        (opportunity.kind.value, opportunity.stage.value),
        (OpportunityKind::CrossSell, Stage::Proposal)
    );
    assert_eq!(opportunity.contract.as_ref().unwrap().value, "NW-2026");
    let risk = &plan.risks[0];
    assert_eq!((risk.score(), risk.mitigation[0].value.as_str()), (6, "second-sponsor"));
    let action = &plan.actions[0];
    assert_eq!((action.status(), action.supports.len()), (ActionStatus::InProgress, 4));
    assert_eq!(plan.objectives[0].target.unwrap().value, Decimal::ONE);
    let scores: Vec<_> = plan.surveys.iter().map(|s| s.score.value).collect();
    assert_eq!(scores, [Score::Nps(9), Score::Csat { score: 4, of: 5 }, Score::Csat { score: 7, of: 7 }]);
    let escalation = &plan.escalations[0];
    assert_eq!(escalation.resolved.unwrap().at, day("2026-08-05").and_hms_opt(15, 0, 0).unwrap());
    let points: Vec<_> = plan.usage[0].points.iter().map(|(m, n)| (m.to_string(), n.value)).collect();
    assert_eq!(
        points,
        [("2026-07".into(), 330.into()), ("2026-08".into(), 310.into()), ("2026-09".into(), 288.into())]
    );
    assert_eq!(plan.meetings[0].with[0].value, "ana");
    let expect: Vec<_> = plan.expect.iter().map(|e| (e.text.as_str(), e.place.line())).collect();
    assert_eq!(expect, [("grr >= 95%", 128), ("health >= 70", 129)]);
    assert_eq!(plan.told.len(), 12);
    assert!(plan.faulty.is_empty());
}

#[test]
fn every_value_knows_where_it_stands() {
    let plan = sound(ALL);
    let text = |span| plan.source.slice(span);
    assert_eq!(text(plan.account.span), "Northwind Traders");
    assert_eq!(text(plan.contracts[0].lines[0].arr.span), "\"200,000\"");
    assert_eq!(
        text(plan.contracts[1].changes[0].span),
        "{date: 2026-05-01, product: Platform, arr: 260k, reason: upsell}"
    );
    assert_eq!(text(plan.stakeholders[1].role[1].span), "executive_sponsor");
    assert_eq!(text(plan.usage[0].points[0].1.span), "330");
    assert_eq!(plan.contracts[1].place.line(), 56);
    assert_eq!(plan.surveys[1].place.line(), 118);
}

#[test]
fn the_least_that_a_plan_must_say() {
    let plan = sound("---\naccount: Northwind\nowner: jo.park\n---\n");
    assert_eq!((plan.id.value.as_str(), plan.source.slice(plan.id.span)), ("northwind", "---"));
    assert_eq!(plan.currency, Currency::USD);
    assert!(plan.told.is_empty() && plan.profile.is_none());
}

#[test]
fn nothing_and_placeholders_are_absent() {
    let plan = sound(
        "---\naccount: Northwind\nowner: jo.park\nindustry: TBD\nsegment: ~\nregion:\ntier: null\ntags: [TODO, ~, x]\nrisks:\nactions: []\nstakeholders:\n  -\n---\n",
    );
    assert!(
        plan.industry.is_none() && plan.segment.is_none() && plan.region.is_none() && plan.tier.is_none()
    );
    assert_eq!(plan.tags.len(), 1);
    // An empty list is told; a key with nothing at it is not.
    assert_eq!(plan.told, ["stakeholders", "actions"]);
}

#[test]
fn text_takes_any_value_as_it_is_written() {
    let plan = sound(
        "---\naccount: 2026\nowner: jo.park\nsegment: NO\nindustry: 010\nregion: yes\nparent: \"null\"\ntags: [1.50, 0x1F, true]\n---\n",
    );
    assert_eq!(plan.account.value, "2026");
    assert_eq!(plan.segment.unwrap().value, "NO");
    assert_eq!(plan.industry.unwrap().value, "010");
    assert_eq!(plan.region.unwrap().value, "yes");
    assert_eq!(plan.parent.unwrap().value, "null");
    assert_eq!(plan.tags.iter().map(|t| t.value.as_str()).collect::<Vec<_>>(), ["1.50", "0x1F", "true"]);
}

#[test]
fn the_path_names_the_account() {
    for (path, id) in [
        ("accounts/northwind.md", "northwind"),
        ("accounts/emea/northwind.md", "northwind"),
        ("accounts/northwind/plan.md", "northwind"),
        ("accounts/emea/northwind/index.md", "northwind"),
        ("accounts/northwind/README.md", "northwind"),
        ("accounts/northwind/readme.md", "readme"),
        ("accounts/plan.md", "plan"),
        ("accounts/a.b.md", "a.b"),
    ] {
        assert_eq!(id_from_path(path), id, "{path}");
    }
    let plan = "---\naccount: A\nowner: jo\n---\n";
    for (path, help) in [
        (
            "accounts/Northwind Traders.md",
            "rename the file to `northwind-traders.md`, or add `id: northwind-traders`",
        ),
        ("accounts/Café/plan.md", "rename the folder to `cafe`, or add `id: cafe`"),
        ("accounts/a.b.md", "rename the file to `a-b.md`"),
    ] {
        let (decoded, diagnostics) = decode_with(path, plan, &Config::default());
        let [found] = diagnostics.as_slice() else { panic!("{}", shown(&diagnostics)) };
        assert_eq!((found.code.code, found.about), ("P114", Some("id")));
        assert!(found.help.as_deref().unwrap().contains(help), "{}", shown(&diagnostics));
        assert!(decoded.is_some());
    }
}

#[test]
fn an_unfamiliar_currency_of_the_plan_is_told_once() {
    let text = "---\naccount: A\nowner: jo\ncurrency: GBP\nprofile: {annual_revenue: 1M}\ncontracts: [{id: A, product: P, arr: 1k, start: 2026-01-01}]\n---\n";
    let (_, diagnostics) = decode_with("accounts/a.md", text, &Config::default());
    assert_eq!(diagnostics.len(), 1, "{}", shown(&diagnostics));
}

#[test]
fn hostile_sizes_take_no_more_than_their_share_of_time() {
    use std::fmt::Write;
    // Fifty thousand records that all refer to what is not there, under names that look alike.
    let mut text = String::from("---\naccount: A\nowner: jo.park\nstakeholders:\n");
    for n in 0..20_000 {
        let _ =
            writeln!(text, "- {{id: person-{n}, name: N, role: coach, reports_to: persn-{n}, zebra{n}: 1}}");
    }
    text.push_str("---\n\n## Action Plan\n\n| Action | Owner |\n|---|---|\n");
    for _ in 0..20_000 {
        text.push_str("| Same | jo.park |\n");
    }
    let start = std::time::Instant::now();
    let (plan, diagnostics) = super::decode(&text);
    assert_eq!(diagnostics.len(), 40_000);
    let plan = plan.unwrap();
    assert_eq!(plan.actions.len(), 20_000);
    assert_eq!(plan.actions[19_999].id.value, "same-20000");
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
