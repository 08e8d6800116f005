//! Every page is there, whole, linked, and says what is missing.

use std::collections::{BTreeMap, BTreeSet};

use planc::site::{CONTENT_SECURITY_POLICY, Templates};

use super::{Keys, attributes, build, example, lazy, one, pages, site_of, text};
use crate::support::{Files, repository};

#[test]
fn an_empty_portfolio_is_a_whole_site() {
    let site = build(&Files::new().with("planc.yaml", "portfolio: Nobody yet\n"));
    assert!(text(&site, "index.html").contains("No account counts in the figures yet."));
    for page in
        ["accounts", "owners", "renewals", "opportunities", "risks", "actions", "figures", "checks", "search"]
    {
        assert!(site.files.contains_key(&format!("{page}/index.html")), "{page}");
    }
}

#[test]
fn a_plan_that_says_nothing_is_a_whole_page() {
    let site = build(&one("---\naccount: Acme\nowner: maria\n---\n"));
    let page = text(&site, "accounts/acme/index.html");
    for section in [
        "Account Profile",
        "Relationship Map",
        "Value Delivered",
        "Growth Opportunities",
        "Risk Assessment",
        "Action Plan",
    ] {
        assert!(page.contains(section), "{section}");
    }
    assert!(page.contains("No risk is written down."));
}

#[test]
fn every_page_is_one_document_that_asks_nobody_else_for_anything() {
    let site = build(&example());
    for (path, page) in pages(&site) {
        let count = |what: &str| page.matches(what).count();
        assert_eq!((count("<h1"), count("<main"), count("<html lang=\"en\">")), (1, 1, 1), "{path}");
        let policy = format!("content=\"{}\"", CONTENT_SECURITY_POLICY.replace('\'', "&#39;"));
        assert!(page.contains(&policy), "{path}");
        assert!(page.contains("name=\"robots\" content=\"noindex"), "{path}");
        // One script and no inline one; no styles but the sheets'.
        assert_eq!((count("<script"), count("<style"), attributes(page, "style").len()), (1, 0, 0), "{path}");
        for source in attributes(page, "src") {
            assert!(source.ends_with("assets/app.js"), "{path}: {source}");
        }
        assert!(page.contains("30 Sep 2026"), "{path} says the day it is as at");
    }
}

#[test]
fn every_link_and_fragment_leads_somewhere() {
    let site = build(&example());
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages(&site).map(|(path, page)| (path, attributes(page, "id").into_iter().collect())).collect();
    let mut wrong = Vec::new();
    for (path, page) in pages(&site) {
        for link in attributes(page, "href") {
            if link.starts_with("https://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
            let mut goal: Vec<&str> = path.split('/').collect();
            goal.pop();
            for part in file.split('/') {
                match part {
                    ".." => {
                        goal.pop();
                    }
                    "" => {}
                    part => goal.push(part),
                }
            }
            let goal = if file.is_empty() { path.to_owned() } else { goal.join("/") };
            if !site.files.contains_key(&goal) {
                wrong.push(format!("{path}: {link} leads to no file"));
            } else if !fragment.is_empty()
                && !ids.get(goal.as_str()).is_some_and(|ids| ids.contains(fragment))
            {
                wrong.push(format!("{path}: {link} leads to no place on {goal}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} links lead nowhere:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}

#[test]
fn no_id_stands_twice_on_a_page() {
    let site = build(&example());
    for (path, page) in pages(&site) {
        let ids = attributes(page, "id");
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        let twice: Vec<&&str> =
            ids.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
        assert_eq!(ids.len(), distinct.len(), "{path}: {twice:?}");
    }
}

#[test]
fn the_home_page_says_the_figures_exactly() {
    let compilation = example().compile();
    let report =
        planc::kpi::compute(&compilation.portfolio, &planc::kpi::Request::ttm(&compilation.portfolio));
    let site = site_of(&compilation);
    let arr = format!("<data value=\"{}\"", report.portfolio.closing_arr);
    assert!(text(&site, "index.html").contains(&arr), "{arr}");
    assert!(text(&site, "figures/arr/index.html").contains(&arr), "{arr}");
}

#[test]
fn a_plan_that_is_left_out_is_named_wherever_figures_stand() {
    let good = "---\naccount: Acme\nowner: maria\ncontracts:\n  - {id: A, product: P, arr: 100k, start: 2026-01-01, \
                end: 2026-12-31}\n---\n";
    let broken = "---\naccount: Broken\nowner: maria\ncontracts:\n  - {id: B, product: P, arr: lots, start: 2026-01-01}\n---\n";
    let files = Files::new()
        .with("planc.yaml", "portfolio: Two\n")
        .with("accounts/acme.md", good)
        .with("accounts/broken.md", broken);
    let site = build(&files);
    for (path, page) in pages(&site).filter(|(path, _)| !path.starts_with("checks/")) {
        assert!(page.replace('\u{a0}', " ").contains("1 plan is left out of every figure"), "{path}");
    }
    assert!(text(&site, "checks/index.html").contains("accounts/broken.md"));
    assert!(text(&site, "accounts/broken/index.html").contains("counts in no figure"));
}

#[test]
fn an_account_page_weighs_little() {
    let site = build(&example());
    let shared: usize =
        site.files.iter().filter(|(path, _)| path.starts_with("assets/")).map(|(_, bytes)| bytes.len()).sum();
    for (path, page) in
        pages(&site).filter(|(path, _)| path.starts_with("accounts/") && path.matches('/').count() == 2)
    {
        assert!(page.len() + shared < 150_000, "{path}: {} + {shared}", page.len());
    }
}

#[test]
fn nothing_is_rendered_again_that_did_not_change() {
    let keys = Keys::default();
    let render =
        |files: &Files| lazy(&files.compile(), Templates::embedded().unwrap()).render(&keys).unwrap();
    let before = example();
    render(&before);
    assert!(keys.rendered().len() > 50);
    render(&before);
    assert_eq!(keys.rendered(), [""; 0]);

    // A word of prose: that account's page, and what finds words.
    let path = "accounts/castellan.md";
    let plan = String::from_utf8(before.bytes[path].clone()).unwrap();
    render(&before.clone().with(path, plan + "\n\n## Afterword\n\nOne more word.\n"));
    let mut rendered = keys.rendered();
    rendered.sort();
    assert_eq!(rendered, ["accounts/castellan/index.html", "search/words-all.js"]);
}

#[test]
fn a_file_that_is_asked_for_is_that_of_the_whole_site() {
    let site = lazy(&example().compile(), Templates::embedded().unwrap());
    let files = site.files().unwrap();
    for (path, bytes) in &files {
        assert!(site.file(path).unwrap().as_ref() == Some(bytes), "{path}");
    }
    for path in [
        "",
        "index",
        "accounts",
        "accounts/",
        "accounts/nobody/index.html",
        "owners/x/index.html",
        "figures/x/y",
    ] {
        assert_eq!(site.file(path).unwrap(), None, "{path}");
    }
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let compilation = example().compile();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| site_of(&compilation))
    };
    assert!(with(1) == with(4));
}

#[test]
fn calendars_hold_what_is_to_come() {
    let site = build(&one(
        "---\naccount: Acme\nowner: maria\ncontracts:\n  - {id: A-1, product: P, arr: 100k, start: 2026-01-01, \
         end: 2026-12-31, notice: 60d}\nactions:\n  - {id: call, action: Call them, owner: maria, due: 2026-10-15, \
         metric: They answer}\n  - {id: old, action: Done long ago, owner: maria, due: 2026-01-15, metric: x, status: done}\n---\n",
    ));
    let renewals = text(&site, "renewals.ics");
    assert!(renewals.contains("DTSTART;VALUE=DATE:20261231"), "{renewals}");
    // 60 days before 2026-12-31.
    assert!(renewals.contains("DTSTART;VALUE=DATE:20261101"), "{renewals}");
    let actions = text(&site, "actions.ics");
    assert_eq!(actions.matches("BEGIN:VEVENT").count(), 1, "{actions}");
    assert!(actions.contains("SUMMARY:Call them (Acme)"), "{actions}");
}

#[test]
fn the_search_index_names_its_own_files() {
    let site = build(&example());
    let manifest = text(&site, "search/manifest.js");
    let shards = site.files.keys().filter_map(|path| path.strip_prefix("search/words-")?.strip_suffix(".js"));
    for shard in shards {
        assert!(manifest.contains(&format!("\"{shard}\"")), "{shard}");
    }
    assert!(text(&site, "search/documents-0.js").contains("Castellan Logistics"));
}

#[test]
fn what_an_account_page_says_in_numbers_leads_to_its_lines() {
    let site = build(&example());
    let page = text(&site, "accounts/northgate/index.html");
    let line = |what: &str| {
        let plan = std::fs::read_to_string(repository("example-accounts/accounts/northgate/plan.md"))
            .expect("a plan");
        plan.lines().position(|line| line.contains(what)).expect("a line") + 1
    };
    // A contract, an outcome, an opportunity, an answer: each links to where it is written.
    for what in ["id: NG-2026", "id: cases-per-hour", "id: labor-frozen", "id: labor-cost"] {
        let source = format!(
            "class=\"sourced\" href=\"https://git.brackwater.example/key-accounts/blob/main/accounts/northgate/plan.md#L{}\"",
            line(what)
        );
        assert!(page.contains(&source), "{what}: {source}");
    }
}
