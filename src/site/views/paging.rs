//! Long lists on several pages.

use std::ops::Range;

use serde::Serialize;

use super::explain::run_words;

/// Where a page stands in a run of pages.
#[derive(Clone, Debug, Serialize, Hash)]
pub(super) struct Paging {
    /// This page, from 1.
    number: usize,
    /// How many there are.
    count: usize,
    /// The previous page from the site's root; empty on the first.
    previous: String,
    /// The next page; empty on the last.
    next: String,
    /// The first page.
    first: String,
    /// The last page.
    last: String,
    /// What is listed here: `251–500 of 10,000`.
    words: String,
}

/// One page of a list.
pub(super) struct Run<'t, T> {
    /// Its path from the site's root.
    pub path: String,
    pub items: &'t [T],
    /// Where these items stand among all.
    pub range: Range<usize>,
    /// Whether it is the first page: the one with the overview.
    pub first: bool,
    /// `None` where one page holds all.
    pub paging: Option<Paging>,
}

/// The pages of a list; at least one. The first is the folder's index.
pub(super) fn runs<'t, T>(folder: &str, items: &'t [T], per_page: usize) -> Vec<Run<'t, T>> {
    runs_weighing(folder, items, per_page, |_| 1)
}

/// The pages of a list whose items take more room than one another: a page ends with the item that fills it.
pub(super) fn runs_weighing<'t, T>(
    folder: &str,
    items: &'t [T],
    per_page: usize,
    weight: impl Fn(&T) -> usize,
) -> Vec<Run<'t, T>> {
    let mut bounds = vec![0];
    let mut filled = 0;
    for (at, item) in items.iter().enumerate() {
        filled += weight(item);
        if filled >= per_page {
            bounds.push(at + 1);
            filled = 0;
        }
    }
    if bounds.last() != Some(&items.len()) || bounds.len() == 1 {
        bounds.push(items.len());
    }
    let count = bounds.len() - 1;
    let path = |number: usize| {
        if number <= 1 { format!("{folder}/index.html") } else { format!("{folder}/page-{number}.html") }
    };
    bounds
        .windows(2)
        .zip(1..)
        .map(|(bound, number)| {
            let (from, to) = (bound.first().copied().unwrap_or(0), bound.last().copied().unwrap_or(0));
            Run {
                path: path(number),
                items: items.get(from..to).unwrap_or_default(),
                range: from..to,
                first: number == 1,
                paging: (count > 1).then(|| Paging {
                    number,
                    count,
                    previous: if number > 1 { path(number - 1) } else { String::new() },
                    next: if number < count { path(number + 1) } else { String::new() },
                    first: path(1),
                    last: path(count),
                    words: run_words(from + 1, to, items.len()),
                }),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_has_one_page_and_no_paging() {
        let pages = runs("risks", &[1, 2, 3], 10);
        assert_eq!(pages.len(), 1);
        assert!(pages[0].paging.is_none());
        assert_eq!(pages[0].path, "risks/index.html");
    }

    #[test]
    fn an_empty_list_has_a_page() {
        assert_eq!(runs::<u8>("risks", &[], 10).len(), 1);
    }

    #[test]
    fn items_that_take_more_room_fill_a_page_sooner() {
        let lengths = |items: &[usize]| -> Vec<usize> {
            runs_weighing("checks", items, 10, |weight| *weight).iter().map(|run| run.items.len()).collect()
        };
        assert_eq!(lengths(&[4, 4, 4, 1, 1]), [3, 2]);
        assert_eq!(lengths(&[50, 50]), [1, 1]);
        assert_eq!(lengths(&[5, 5]), [2]);
    }

    #[test]
    fn a_long_list_says_what_stands_where() {
        let pages = runs("risks", &[0; 25], 10);
        let paging = pages[2].paging.as_ref().unwrap();
        assert_eq!(pages[2].items.len(), 5);
        assert_eq!(paging.words, "21–25 of 25");
        assert_eq!((paging.previous.as_str(), paging.next.as_str()), ("risks/page-2.html", ""));
    }
}
