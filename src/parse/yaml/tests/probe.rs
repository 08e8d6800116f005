use super::oracle::shown;
use super::*;

#[test]
fn probe() {
    let Ok(folder) = std::env::var("PROBE") else { return };
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "md"))
        .collect();
    paths.sort();
    for path in &paths {
        let text = std::fs::read_to_string(path).unwrap();
        let source = Source::new(path.to_string_lossy().into_owned(), text);
        let mut diagnostics = Diagnostics::new();
        let document = crate::parse::parse_plan(&source, &mut diagnostics);
        println!("=== {}", path.file_name().unwrap().to_string_lossy());
        for d in diagnostics.as_slice() {
            let at = source.line_column(d.place.span.start);
            println!(
                "{}:{} {} {} about={:?} here={:?}",
                at.line,
                at.column,
                d.code.code,
                d.message,
                d.about,
                source.slice(d.place.span)
            );
            println!("     help: {}", d.help.as_deref().unwrap_or(""));
            if let Some(fix) = &d.fix {
                println!("     fix: {:?}", fix.replacement);
            }
            for l in &d.labels {
                println!("     label: {:?} {}", source.slice(l.place.span), l.message);
            }
        }
        println!("  {}", document.front_matter.as_ref().map(shown).unwrap_or_default());
    }
}
