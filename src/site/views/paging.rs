//! Long lists on several pages.

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
    /// Whether it is the first page: the one with the overview.
    pub first: bool,
    /// `None` where one page holds all.
    pub paging: Option<Paging>,
}

/// The pages of a list; at least one. The first is the folder's index.
pub(super) fn runs<'t, T>(folder: &str, items: &'t [T], per_page: usize) -> Vec<Run<'t, T>> {
    let count = items.len().div_ceil(per_page).max(1);
    let path = |number: usize| {
        if number <= 1 { format!("{folder}/index.html") } else { format!("{folder}/page-{number}.html") }
    };
    (1..=count)
        .map(|number| {
            let from = (number - 1) * per_page;
            let to = (number * per_page).min(items.len());
            Run {
                path: path(number),
                items: items.get(from..to).unwrap_or_default(),
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
    fn a_long_list_says_what_stands_where() {
        let pages = runs("risks", &[0; 25], 10);
        let paging = pages[2].paging.as_ref().unwrap();
        assert_eq!(pages[2].items.len(), 5);
        assert_eq!(paging.words, "21–25 of 25");
        assert_eq!((paging.previous.as_str(), paging.next.as_str()), ("risks/page-2.html", ""));
    }
}
