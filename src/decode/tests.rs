use std::sync::Arc;

use super::*;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::model::Plan;
use crate::parse::parse_plan;
use crate::text::Source;

fn decode(path: &str, text: &str, config: &Config) -> (Option<Plan>, Diagnostics) {
    let source: Arc<Source> = Source::new(path, text);
    let mut diagnostics = Diagnostics::new();
    let document = parse_plan(&source, &mut diagnostics);
    let plan = decode_plan(&source, document, config, &mut diagnostics);
    diagnostics.finish();
    (plan, diagnostics)
}

#[test]
fn examples() {
    for entry in std::fs::read_dir("example-accounts/accounts").unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let text = std::fs::read_to_string(&path).unwrap();
            let config = Config {
                exchange_rates: [
                    (crate::model::Currency::new("EUR").unwrap(), 1.into()),
                    (crate::model::Currency::new("GBP").unwrap(), 1.into()),
                ]
                .into(),
                ..Config::default()
            };
            let (plan, diagnostics) =
                decode(&format!("accounts/{}", path.file_name().unwrap().to_str().unwrap()), &text, &config);
            for d in diagnostics.as_slice() {
                let lc = d.place.source.line_column(d.place.span.start);
                eprintln!(
                    "{}:{}:{}: {} {} help: {:?} about {:?}",
                    d.place.path(),
                    lc.line,
                    lc.column,
                    d.code.code,
                    d.message,
                    d.help,
                    d.about
                );
            }
            if path.ends_with("castellan.md") {
                eprintln!("{plan:#?}");
            }
            assert!(plan.is_some());
        }
    }
}
