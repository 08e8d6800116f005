//! Small portfolios for the tests of figures.

use planc::kpi::{self, Figures, Report, Request};
use planc::model::{Date, Decimal, Period};
use planc::portfolio::Portfolio;
use planc::session::{Ask, Session};

use crate::support::Files;

/// A date.
pub fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

/// A decimal.
pub fn dec(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

/// A portfolio in the making: accounts as front matter without its first lines.
#[derive(Clone, Debug, Default)]
pub struct Plans {
    files: Files,
}

impl Plans {
    /// A portfolio with this planc.yaml.
    pub fn new(config: &str) -> Self {
        Plans { files: Files::new().with("planc.yaml", config) }
    }

    /// With an account: its id, and its front matter besides `account` and `owner` (where it gives none).
    pub fn account(mut self, id: &str, front_matter: &str) -> Self {
        let owner =
            if front_matter.lines().any(|line| line.starts_with("owner:")) { "" } else { "owner: pat\n" };
        let text = format!("---\naccount: {id}\n{owner}{}\n---\n", front_matter.trim());
        self.files = self.files.with(&format!("accounts/{id}.md"), text);
        self
    }

    /// With an account that has these contracts and nothing else: one a line, as `{…}` of a list.
    pub fn contracts(self, id: &str, contracts: &[&str]) -> Self {
        let list: Vec<String> = contracts.iter().map(|contract| format!("  - {{{contract}}}")).collect();
        self.account(id, &format!("contracts:\n{}", list.join("\n")))
    }

    /// Its files.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The checked portfolio as at a day. Every plan must count: a test that wants one left out asks for
    /// [`lenient`](Self::lenient).
    pub fn at(&self, as_of: &str) -> Portfolio {
        let portfolio = self.lenient(as_of);
        let said = Session::new().compile(&self.files, &Ask { as_of: day(as_of) }).diagnostics;
        assert!(portfolio.excluded.is_empty(), "left out: {:?}\n{said:#?}", portfolio.excluded);
        portfolio
    }

    /// The checked portfolio as at a day, whatever is wrong in it.
    pub fn lenient(&self, as_of: &str) -> Portfolio {
        let compiled = Session::new().compile(&self.files, &Ask { as_of: day(as_of) });
        Portfolio::clone(&compiled.portfolio)
    }

    /// The figures of the twelve months up to a day.
    pub fn ttm(&self, as_of: &str) -> Report {
        let portfolio = self.at(as_of);
        kpi::compute(&portfolio, &Request::ttm(&portfolio))
    }

    /// The figures of a period.
    pub fn over(&self, period: &str, as_of: &str) -> Report {
        let portfolio = self.at(as_of);
        let period =
            Period::parse(period, portfolio.as_of, portfolio.config.fiscal_year_start).expect("a period");
        kpi::compute(&portfolio, &Request { period, grain: portfolio.config.grain })
    }
}

/// The figures of an account.
pub fn of<'a>(report: &'a Report, id: &str) -> &'a Figures {
    &report.account(id).expect("the account").figures
}

/// The movements that are not 0, as `upsell 10, churn 5`.
pub fn moved(figures: &Figures) -> String {
    let m = &figures.movements;
    let all = [
        ("new", m.new),
        ("reactivation", m.reactivation),
        ("upsell", m.upsell),
        ("cross_sell", m.cross_sell),
        ("price", m.price),
        ("contraction", m.contraction),
        ("churn", m.churn),
    ];
    let some = all.iter().filter(|(_, amount)| !amount.is_zero());
    some.map(|(name, amount)| format!("{name} {}", amount.normalize())).collect::<Vec<_>>().join(", ")
}
