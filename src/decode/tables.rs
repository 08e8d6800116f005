//! Tables in the body that are data: rows become the same nodes as the front matter's records.
//!
//! For: telling which tables are data, and of which list; errors in headers.
//! Must not: decode cells; the lists' own decoders do.

use std::borrow::Cow;

use super::decoder::Decoder;
use super::scalar::date::{month_by_name, strict_month};
use super::shape::List;
use super::unknown::Unknown;
use super::value::is_absent;
use crate::diagnostic::codes::{P101, P102, P119};
use crate::model::{Body, Element};
use crate::parse::{Entry, Node, NodeKind, Scalar, ScalarStyle, Table};
use crate::text::Span;

/// A table whose rows are records.
#[derive(Debug)]
pub(crate) struct DataTable<'s> {
    /// The list that it adds to.
    pub list: List,
    /// The records.
    pub rows: Vec<Node<'s>>,
    /// Required keys that have no column: told once, at the headers.
    pub missing: Vec<&'static str>,
    /// Whether its headers have an error, so that its rows are known to lack something.
    pub spoilt: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    /// A key of the list.
    Key(&'static str),
    /// A month's point of a usage metric.
    Month,
    /// A key of the author's own.
    Own,
    /// None of these.
    Unknown,
}

/// The tables that are data. Each is marked in the body, to be cut out of the prose.
pub(crate) fn data_tables<'s>(
    d: &mut Decoder<'_>,
    body: &mut Body,
    tables: Vec<Table<'s>>,
) -> Vec<DataTable<'s>> {
    let mut found = Vec::new();
    for table in tables {
        let Some(list) = list_of(body, table.section) else { continue };
        let columns: Vec<Column> = table.headers.iter().map(|header| column(list, &header.text)).collect();
        let keys = columns.iter().filter(|column| matches!(column, Column::Key(_) | Column::Month)).count();
        if keys < 2 {
            continue;
        }
        d.about = Some(list.key());
        let before = d.faults();
        let columns = check_headers(d, list, &table, columns);
        let missing = check_missing(d, list, &table, &columns);
        let spoilt = d.faults() > before;
        // Where its rows are not taken, the page shows the table as it is written.
        if !spoilt {
            body.cut_table(table.section, table.span);
        }
        d.about = None;
        found.push(DataTable { list, rows: rows(table, &columns), missing, spoilt });
    }
    found
}

/// The list that tables in this section add to: that of the innermost heading which names a list or an
/// element.
fn list_of(body: &Body, section: usize) -> Option<List> {
    body.enclosing(section).find_map(|section| match section.element {
        Some(Element::AccountProfile) => None,
        Some(Element::RelationshipMap) => Some(List::Stakeholders),
        Some(Element::ValueDelivered) => Some(List::Value),
        Some(Element::GrowthOpportunities) => Some(List::Opportunities),
        Some(Element::RiskAssessment) => Some(List::Risks),
        Some(Element::ActionPlan) => Some(List::Actions),
        None => {
            [List::Contracts, List::Objectives, List::Surveys, List::Escalations, List::Usage, List::Meetings]
                .into_iter()
                .find(|list| section.title.trim().eq_ignore_ascii_case(list.key()))
        }
    })
}

fn column(list: List, header: &str) -> Column {
    let shape = list.shape();
    let folded: String =
        header.trim().chars().map(|c| if c == ' ' { '_' } else { c.to_ascii_lowercase() }).collect();
    let key = match folded.as_str() {
        "success_metric" => "metric",
        "due_date" => "due",
        "last_contacted" => "last_contact",
        "close_date" => "close",
        "opportunity" if list == List::Opportunities => "name",
        other => other,
    };
    if let Some(key) = shape.key(key) {
        return Column::Key(key);
    }
    if list == List::Usage && strict_month(header.trim()).is_some() {
        return Column::Month;
    }
    if folded.starts_with("x-") { Column::Own } else { Column::Unknown }
}

/// Reports unknown headers and columns that stand twice; those hold nothing from then on.
fn check_headers(
    d: &mut Decoder<'_>,
    list: List,
    table: &Table<'_>,
    mut columns: Vec<Column>,
) -> Vec<Option<Column>> {
    let shape = list.shape();
    let written = columns.clone();
    let mut seen: Vec<(String, Span)> = Vec::new();
    let mut kept = Vec::with_capacity(columns.len());
    for (at, (column, header)) in columns.drain(..).zip(&table.headers).enumerate() {
        if column == Column::Unknown {
            let blank = header.text.trim().is_empty();
            let unused = || table.rows.iter().all(|row| row.get(at).is_none_or(is_absent));
            if !blank || !unused() {
                let free = |key: &&'static str| !written.contains(&Column::Key(key));
                report_unknown(d, list, header, blank, free);
            }
            kept.push(None);
            continue;
        }
        let name = match column {
            Column::Key(key) => key.to_owned(),
            _ => header.text.trim().to_ascii_lowercase(),
        };
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == name) {
            let message = format!("This table has two columns for a {}'s `{name}`", shape.what);
            let first = d.place(*first);
            let problem = d.problem(&P119, header.span, message).help("keep one of the two columns");
            d.report(problem.label(first, "the first is here"));
            kept.push(None);
            continue;
        }
        seen.push((name, header.span));
        kept.push(Some(column));
    }
    kept
}

fn report_unknown(
    d: &mut Decoder<'_>,
    list: List,
    header: &Scalar<'_>,
    blank: bool,
    free: impl Fn(&&'static str) -> bool,
) {
    if blank {
        let message = format!("A column of this table of {} has no heading", list.key());
        let help = "name the column with a key of its records, or take it out";
        let problem = d.problem(&P101, header.span, message).help(help);
        return d.report(problem);
    }
    let unknown = Unknown::new(&header.text, list.shape(), free, &d.budget);
    let is_month = header.text.split([' ', '-', '/']).any(|word| month_by_name(word).is_some());
    let help = match list == List::Usage && is_month {
        true => "head a month's column with year and month, for example `2026-08`".to_owned(),
        false => unknown.help,
    };
    let mut problem = d.problem(&P101, header.span, unknown.message).help(help);
    if let Some(fix) = unknown.fix {
        problem = problem.fix(fix);
    }
    d.report(problem);
}

/// Reports, once for the table, the required keys for which it has no column.
fn check_missing(
    d: &mut Decoder<'_>,
    list: List,
    table: &Table<'_>,
    columns: &[Option<Column>],
) -> Vec<&'static str> {
    if table.rows.is_empty() {
        return Vec::new();
    }
    let has = |key: &str| columns.iter().flatten().any(|column| *column == Column::Key(unstatic(key, list)));
    let mut missing: Vec<&'static str> = list.required().iter().copied().filter(|key| !has(key)).collect();
    if list == List::Usage && !has("points") && !columns.iter().flatten().any(|c| *c == Column::Month) {
        missing.push("points");
    }
    // A misspelt header is likely the missing column: said once is enough.
    if missing.is_empty() || columns.iter().any(Option::is_none) {
        return missing;
    }
    let names: Vec<String> = missing.iter().map(|key| format!("`{key}`")).collect();
    let names = names.join(" and ");
    let message = format!("This table of {} has no column for {names}", list.key());
    let help = match missing.as_slice() {
        ["points"] => "add a column for each month, headed for example `2026-08`".to_owned(),
        [_] => format!("add a column headed {names}: every {} needs it", list.shape().what),
        _ => format!("add columns headed {names}: every {} needs them", list.shape().what),
    };
    let span = match (table.headers.first(), table.headers.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => table.span,
    };
    let problem = d.problem(&P102, span, message).help(help);
    d.report(problem);
    missing
}

fn unstatic(key: &str, list: List) -> &'static str {
    list.shape().key(key).unwrap_or_default()
}

/// Rows as records: cells under their columns' keys, a usage metric's months as its points.
fn rows<'s>(table: Table<'s>, columns: &[Option<Column>]) -> Vec<Node<'s>> {
    let headers = &table.headers;
    let row = |cells: Vec<Scalar<'s>>| {
        if cells.iter().all(is_absent) {
            return None;
        }
        let span = match (cells.first(), cells.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => table.span,
        };
        let mut entries = Vec::with_capacity(columns.len() + 1);
        let mut months = Vec::new();
        for ((cell, column), header) in cells.into_iter().zip(columns).zip(headers) {
            let scalar = |text| Scalar { text, span: cell.span, style: ScalarStyle::Cell };
            let (key, list) = match column {
                Some(Column::Key(key)) => (scalar(Cow::Borrowed(*key)), &mut entries),
                Some(Column::Month) => {
                    let month = Scalar { text: header.text.clone(), ..header.clone() };
                    (month, &mut months)
                }
                Some(Column::Own) => {
                    (scalar(Cow::Owned(header.text.trim().to_ascii_lowercase())), &mut entries)
                }
                Some(Column::Unknown) | None => continue,
            };
            list.push(Entry { key, value: Node { span: cell.span, kind: NodeKind::Scalar(cell) } });
        }
        if !months.is_empty() {
            let key = Scalar { text: Cow::Borrowed("points"), span, style: ScalarStyle::Cell };
            entries.push(Entry { key, value: Node { span, kind: NodeKind::Map(months) } });
        }
        Some(Node { span, kind: NodeKind::Map(entries) })
    };
    table.rows.into_iter().filter_map(row).collect()
}
