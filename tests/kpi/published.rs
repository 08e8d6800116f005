//! Worked examples with published answers.

use super::build::*;

#[test]
fn example_portfolio_prints() {
    let files = crate::support::Files::read(&crate::support::repository("example-accounts"));
    let compiled = files.compile();
    for d in compiled.diagnostics.as_slice() {
        eprintln!("{:?} {} {}", d.place, d.code.code, d.message);
    }
    let report = planc::kpi::compute(&compiled.portfolio, &planc::kpi::Request::ttm(&compiled.portfolio));
    let json = planc::kpi::to_json(
        &report,
        &planc::kpi::JsonOptions { by: &[planc::kpi::Dimension::Owner], ..Default::default() },
    );
    std::fs::write("/tmp/kpi-example.json", serde_json::to_string_pretty(&json).unwrap()).unwrap();
    let _ = dec("1");
}
