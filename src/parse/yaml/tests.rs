use super::*;

mod oracle;
mod slips;
mod values;

/// What is said of a text: `line:column CODE message`, in the order in which it was found.
fn told(text: &str) -> Vec<String> {
    read(text).1
}

/// The node tree of a text as text, and what is said of it.
fn read(text: &str) -> (String, Vec<String>) {
    let source = Source::new("accounts/a.md", text);
    let mut diagnostics = Diagnostics::new();
    let node = parse_yaml(&source, Span::new(0, text.len()), &mut diagnostics);
    let told = diagnostics
        .into_iter()
        .map(|d| {
            let at = d.place.source.line_column(d.place.span.start);
            format!("{}:{} {} {}", at.line, at.column, d.code.code, d.message)
        })
        .collect();
    (node.as_ref().map_or_else(|| "nothing".to_owned(), oracle::shown), told)
}
