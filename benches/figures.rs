//! How long the figures of 10,000 accounts take: computing them for the portfolio, every group and every
//! account; and the series of 24 month ends for each of them.
//!
//! `cargo bench --bench figures`

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "a benchmark")]

#[allow(dead_code, reason = "shared with other benchmarks")]
mod generate;

use criterion::{Criterion, criterion_group, criterion_main};
use rayon::prelude::*;

use planc::kpi::{self, Dimension, Request, Scope};
use planc::session::{Ask, Session};
use planc::source::Disk;

const ACCOUNTS: usize = 10_000;

fn figures(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    generate::portfolio(folder.path(), ACCOUNTS).expect("the portfolio can be written");
    let as_of = generate::AS_OF.parse().expect("a date");
    let compiled = Session::new().compile(&Disk::new(folder.path().to_owned()), &Ask { as_of });
    let portfolio = &compiled.portfolio;
    let request = Request::ttm(portfolio);
    assert!(portfolio.counted().count() > ACCOUNTS * 9 / 10);

    let mut group = c.benchmark_group("figures of 10,000 accounts");
    group.sample_size(10);
    group.bench_function("portfolio, groups and accounts", |b| b.iter(|| kpi::compute(portfolio, &request)));
    group.bench_function("and every series", |b| {
        b.iter(|| {
            let report = kpi::compute(portfolio, &request);
            let mut scopes = vec![Scope::Portfolio];
            for dimension in Dimension::ALL {
                let keys = report.groups(dimension).iter().map(|group| group.key.clone());
                scopes.extend(keys.map(|key| Scope::Group(dimension, key)));
            }
            scopes.extend(report.accounts.iter().map(|account| Scope::Account(account.id.clone())));
            scopes.par_iter().map(|scope| report.series(scope).map_or(0, |s| s.points.len())).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, figures);
criterion_main!(benches);
