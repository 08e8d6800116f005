//! planc.yaml: its defaults, every key, and every mistake at its place.

use rust_decimal::Decimal;

use super::{at, shown};
use crate::config::*;
use crate::decode::decode_config;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::*;
use crate::text::Source;

fn decode(text: &str) -> (Config, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    let config = decode_config(&Source::new("planc.yaml", text), &mut diagnostics);
    diagnostics.finish();
    (config, diagnostics.into_iter().collect())
}

fn share(percent: i64) -> Decimal {
    Decimal::new(percent, 2)
}

#[test]
fn an_empty_file_says_the_defaults() {
    for text in ["", "\n", "# nothing yet\n", "\u{feff}"] {
        let (config, diagnostics) = decode(text);
        assert!(diagnostics.is_empty(), "{}", shown(&diagnostics));
        assert_eq!(config, Config { source: config.source.clone(), ..Config::default() });
    }
    let config = Config::default();
    assert_eq!((config.portfolio.as_str(), config.currency.as_str()), ("Example Portfolio", "USD"));
    assert_eq!(config.fiscal_year_start, 1);
    let tiers: Vec<_> = config.tiers.iter().map(|tier| (tier.name.as_str(), tier.review)).collect();
    let days = Cadence::Days;
    assert_eq!(
        tiers,
        [("strategic", days(90)), ("key", days(180)), ("growth", days(180)), ("standard", days(180))]
    );
    let stages: Vec<_> = config.stages.values().copied().collect();
    assert_eq!(stages, [share(10), share(25), share(50), share(75)]);
    assert_eq!(
        (config.renewal_window, config.gross_margin, config.discount_rate),
        (days(120), share(75), share(10))
    );
    assert_eq!((config.clv, config.grain), (ClvMethod::Constant, Grain::Account));
    let health = &config.health;
    let weights =
        [health.usage, health.relationship, health.satisfaction, health.support, health.risk, health.plan];
    assert_eq!(weights, [20, 20, 20, 15, 15, 10].map(Decimal::from));
    assert_eq!(config.site, SiteConfig::default());
}

#[test]
fn every_key_is_decoded() {
    let (config, diagnostics) = decode(
        "portfolio: Key Accounts\ncurrency: EUR\nexchange_rates: {USD: 0.92, JPY: 0.0061, EUR: 1}\nfiscal_year_start: 4\n\
         people:\n  maria.lopez: {name: María López, title: Senior, manager: jo.park, x-phone: 12}\n  jo.park:\n\
         tiers: {Gold: {review: 6w}, strategic: {}, rest: }\nproducts: [Platform, Routing]\n\
         targets: {nrr: 110%, grr: 92%, nps: -10, csat: 0.85, time_to_resolution: 24, arr: USD 2M, tiers: {gold: {nrr: 120%}}, owners: {jo.park: {health: 70}}}\n\
         stages: {Proposal: 60%}\nrenewal_window: 90d\ngross_margin: 80%\ndiscount_rate: 0\nclv: {method: sbg}\nkpi: {grain: parent}\n\
         rules: {P101: warning, bad-date: off, p105: info}\nhealth: {weights: {usage: 40%, plan: 0}}\nexpect: [nrr >= 100%, grr >= 90%]\n\
         site: {title: Plans, base_url: https://plans.example/, source_url: 'https://git.example/{path}#L{line}', raw_html: sanitize, index: true}\n\
         policies:\n  - {name: sponsor, require: 'true', message: M, help: H, severity: warning, tiers: [gold]}\n  - {name: quiet, require: 'true', message: M, severity: off}\n\
         x-team: north\n",
    );
    // A code by its number and by its name is one code, said twice.
    assert_eq!(shown(&diagnostics).lines().count(), 1, "{}", shown(&diagnostics));
    assert_eq!((diagnostics[0].code.code, at(&diagnostics[0])), ("P604", "p105"));
    assert_eq!((config.portfolio.as_str(), config.currency.as_str()), ("Key Accounts", "EUR"));
    assert_eq!(config.exchange_rates.len(), 3);
    assert_eq!(config.rate(Currency::new("JPY").unwrap()), Some(Decimal::new(61, 4)));
    assert_eq!(config.fiscal_year_start, 4);
    let maria = &config.people["maria.lopez"];
    assert_eq!((maria.name.as_str(), maria.manager.as_deref()), ("María López", Some("jo.park")));
    assert_eq!(maria.extra["x-phone"], "12");
    assert_eq!(config.people["jo.park"].name, "jo.park");
    let tiers: Vec<_> = config.tiers.iter().map(|tier| (tier.name.as_str(), tier.review)).collect();
    assert_eq!(
        tiers,
        [("Gold", Cadence::Weeks(6)), ("strategic", Cadence::Days(90)), ("rest", Cadence::Days(180))]
    );
    assert_eq!(config.products, ["Platform", "Routing"]);
    assert_eq!(config.targets.portfolio["nrr"], share(110));
    assert_eq!(config.targets.portfolio["nps"], Decimal::from(-10));
    // Two million dollars at 0.92 euros each.
    assert_eq!(config.targets.portfolio["arr"], Decimal::from(1_840_000));
    assert_eq!(config.targets.tier["Gold"]["nrr"], share(120));
    assert_eq!(config.targets.owner["jo.park"]["health"], Decimal::from(70));
    assert_eq!(config.stage_probability(Stage::Proposal), share(60));
    assert_eq!(config.stage_probability(Stage::Negotiation), share(75));
    assert_eq!(config.renewal_window, Cadence::Days(90));
    assert_eq!((config.gross_margin, config.discount_rate), (share(80), Decimal::ZERO));
    assert_eq!((config.clv, config.grain), (ClvMethod::Sbg, Grain::Parent));
    assert_eq!(config.rules["P101"], Some(Severity::Warning));
    assert_eq!(
        (config.health.usage, config.health.plan, config.health.risk),
        (share(40), Decimal::ZERO, 15.into())
    );
    assert_eq!(
        config.expect.iter().map(|e| e.text.as_str()).collect::<Vec<_>>(),
        ["nrr >= 100%", "grr >= 90%"]
    );
    assert_eq!(config.site.source_url.as_deref(), Some("https://git.example/{path}#L{line}"));
    assert!(config.site.sanitize_html && config.site.index);
    let [sponsor] = config.policies.as_slice() else { panic!() };
    assert_eq!((sponsor.severity, sponsor.tiers.as_slice()), (Severity::Warning, &["Gold".to_owned()][..]));
    assert_eq!(config.source.slice(sponsor.require.span), "'true'");
    assert_eq!(config.extra["x-team"], "north");
}

/// What is written, the code, the text pointed at, a part of the help.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("currncy: EUR", "P601", "currncy", "did you mean `currency`?"),
    ("Currency: EUR", "P601", "Currency", "`currency`"),
    ("zebra: 1", "P601", "zebra", "its keys are"),
    ("site: {titel: A}", "P601", "titel", "did you mean `title`?"),
    ("people: {jo: {nmae: Jo}}", "P601", "nmae", "did you mean `name`?"),
    ("kpi: {grains: line}", "P601", "grains", "did you mean `grain`?"),
    ("currency: eur", "P602", "eur", "`EUR`"),
    ("exchange_rates: {EUR: 0}", "P602", "0", "above 0"),
    ("exchange_rates: {EUR: -1}", "P602", "-1", "from 0 up"),
    ("exchange_rates: {eur: 1.1}", "P602", "eur", "`EUR`"),
    ("exchange_rates: {USD: 1.1}", "P602", "1.1", "take `USD` out"),
    ("exchange_rates: {EUR: }", "P602", "EUR", "`EUR: 1.08`"),
    ("exchange_rates: EUR", "P602", "EUR", "`exchange_rates: {EUR: 1.08"),
    ("fiscal_year_start: 13", "P602", "13", "`4` for April"),
    ("fiscal_year_start: February", "P602", "February", "`2`"),
    ("people: {Maria Lopez: {name: Maria}}", "P602", "Maria Lopez", "`maria.lopez`"),
    ("people: {jo.park: Jo Park}", "P602", "Jo Park", "`jo.park: {name: Jo Park}`"),
    ("people: [jo.park]", "P602", "[jo.park]", "`people: {maria.lopez"),
    ("people: {jo: {manager: jon}, jan: {}}", "P603", "jon", "`jo`"),
    ("people: {jo: {manager: jo}, maria: {}}", "P603", "jo", "`maria`"),
    ("tiers: {a-b: {}, A B: {}}", "P604", "A B", "no difference"),
    ("tiers: {gold: {review: 90}}", "P602", "90", "`90d`"),
    ("tiers: [gold]", "P602", "[gold]", "`tiers: {strategic"),
    ("targets: {nrr: 110}", "P602", "110", "`110%`"),
    ("targets: {nrrr: 110%}", "P603", "nrrr", "`nrr`"),
    ("targets: {grr: 110%}", "P602", "110%", "`100%`"),
    ("targets: {nps: 140}", "P602", "140", "from -100 to 100"),
    ("targets: {arr: EUR 2M}", "P602", "EUR 2M", "in USD"),
    ("targets: {tiers: {gold: {nrr: 110%}}}", "P603", "gold", "write `strategic`"),
    ("targets: {tiers: {key: 110%}}", "P602", "110%", "`key: {nrr: 110%}`"),
    ("stages: {won: 100%}", "P603", "won", "take it out"),
    ("stages: {propsal: 50%}", "P603", "propsal", "`proposal`"),
    ("stages: {proposal: 50}", "P602", "50", "`50%`"),
    ("renewal_window: 4 months", "P602", "4 months", "`4m`"),
    ("gross_margin: 75", "P602", "75", "`75%`"),
    ("clv: sbg", "P602", "sbg", "`{method: constant}`"),
    ("clv: {method: markov}", "P602", "markov", "`constant` or `sbg`"),
    ("kpi: {grain: acount}", "P602", "acount", "did you mean `account`?"),
    ("rules: {P999: off}", "P603", "P999", "`P"),
    ("rules: {P101: never}", "P602", "never", "`off`"),
    ("rules: {P101: {severity: off}}", "P602", "{severity: off}", "`off`"),
    ("rules: {P101: }", "P602", "P101", "`P101: off`"),
    ("framework: {P101: off}", "P650", "P101", "under `rules`"),
    ("framework: {no-such-requirement: off}", "P650", "no-such-requirement", ""),
    ("health: {weights: {usage: -1}}", "P602", "-1", "from 0 up"),
    (
        "health: {weights: {usage: 0, relationship: 0, satisfaction: 0, support: 0, risk: 0, plan: 0}}",
        "P602",
        "{usage: 0, relationship: 0, satisfaction: 0, support: 0, risk: 0, plan: 0}",
        "above 0",
    ),
    ("site: {base_url: plans.example}", "P602", "plans.example", "`https://plans.example`"),
    ("site: {source_url: https://git.example/}", "P602", "https://git.example/", "{path}"),
    ("site: {raw_html: keep}", "P602", "keep", "`escape` or `sanitize`"),
    ("site: {index: yes}", "P602", "yes", "`true`"),
    ("policies: [{name: a, message: M}]", "P606", "name", "`require:"),
    ("policies: [{name: a, require: 'x', message: M, tiers: [gold]}]", "P652", "gold", "`strategic`"),
    (
        "policies: [{name: a, require: x, message: M}, {name: a, require: x, message: M}]",
        "P604",
        "a",
        "another name",
    ),
    ("data: {contracts: data/contracts.csv}", "P605", "data", "tables"),
];

#[test]
fn each_mistake_is_told_once_at_its_place() {
    for (written, code, pointed, help) in MISTAKES {
        for line_end in ["\n", "\r\n"] {
            let text = format!("# Größe\n{written}\n").replace('\n', line_end);
            let (_, diagnostics) = decode(&text);
            let all = shown(&diagnostics);
            let [found] = diagnostics.as_slice() else { panic!("{written}:\n{all}") };
            assert_eq!((found.code.code, at(found)), (*code, *pointed), "{written}:\n{all}");
            assert!(found.help.as_deref().unwrap().contains(help), "{written}:\n{all}");
        }
    }
}

#[test]
fn a_person_with_a_mistake_is_still_a_person() {
    let (config, _) = decode("people: {jo.park: {nmae: Jo}}\n");
    assert!(config.people.contains_key("jo.park"));
}
