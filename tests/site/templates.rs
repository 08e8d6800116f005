//! Templates can be overridden one at a time, and say what is wrong with them.

use planc::site::{EMBEDDED, TemplateError, Templates};

use super::{Keys, example, fails, lazy, one, pages, site_of, site_with, text};
use crate::support::repository;

fn with(name: &str, template: &str) -> Result<Templates, TemplateError> {
    Templates::with_overrides([(name.to_owned(), template.as_bytes().to_vec())])
}

/// What is wrong with a template that is used for a portfolio of one account.
fn wrong(name: &str, template: &str) -> TemplateError {
    let templates = match with(name, template) {
        Ok(templates) => templates,
        Err(error) => return error,
    };
    let plan = "---\naccount: Acme\nowner: maria\nrisks:\n  - {id: leave, risk: They leave, category: other, likelihood: low, impact: low}\n---\n";
    let compilation = one(plan).compile();
    fails(&compilation, templates).unwrap_or_else(|| panic!("the template does not fail: {template}"))
}

#[test]
fn one_template_changes_one_page() {
    let compilation = example().compile();
    let own = "{% extends \"base.html\" %}{% block content %}<h1>Ours</h1>{% endblock %}";
    let templates = with("figures.html", own).unwrap();
    let changed = site_with(&compilation, templates);
    let plain = site_of(&compilation);
    for (path, page) in pages(&changed) {
        assert_eq!(page == text(&plain, path), path != "figures/index.html", "{path}");
    }
    assert!(text(&changed, "figures/index.html").contains("<h1>Ours</h1>"));
}

#[test]
fn a_file_of_ones_own_is_published() {
    let templates = with("assets/logo.svg", "<svg/>").unwrap();
    let site = site_with(&example().compile(), templates);
    assert_eq!(text(&site, "assets/logo.svg"), "<svg/>");
}

#[test]
fn other_templates_make_every_page_anew() {
    let compilation = example().compile();
    let keys = Keys::default();
    let render = |templates| {
        lazy(&compilation, templates).render(&keys).unwrap();
        keys.rendered().into_iter().filter(|path| path.ends_with(".html")).count()
    };
    let all = render(Templates::embedded().unwrap());
    assert!(all > 50);
    assert_eq!(render(with("assets/extra.css", "b{}").unwrap()), all);
}

#[test]
fn a_slip_of_syntax_names_template_and_line() {
    let error =
        wrong("risks.html", "{% extends \"base.html\" %}\n{% block content %}\n{{ total \n{% endblock %}");
    assert_eq!(error.template, "risks.html");
    assert!(matches!(error.line, Some(3 | 4)), "{error}");
}

#[test]
fn an_unknown_field_is_answered_with_those_there_are() {
    let error = wrong("risks.html", "<h1>Risks</h1>\n{{ totla }}");
    assert_eq!((error.template.as_str(), error.line), ("risks.html", Some(2)));
    for field in ["total", "rows", "pages", "overview", "root", "site"] {
        assert!(error.fields.iter().any(|there| there == field), "{field} of {error}");
    }
}

#[test]
fn an_unknown_field_of_a_field_is_answered_with_its_neighbours() {
    let error = wrong("risks.html", "{{ site.tilte }}");
    assert!(error.fields.iter().any(|there| there == "title"), "{error}");
    let error = wrong("index.html", "{% for row in heat.rows %}\n{{ row.liklihood }}\n{% endfor %}");
    assert_eq!(error.line, Some(2));
    assert!(error.fields.iter().any(|there| there == "likelihood"), "{error}");
}

#[test]
fn what_is_wrong_between_templates_names_the_one_where_it_is() {
    let page = |inside: &str| {
        format!("{{% extends \"base.html\" %}}\n{{% block content %}}{inside}{{% endblock %}}")
    };
    for (inside, message) in [
        ("{% include \"nope.html\" %}", "Unknown template `nope.html`"),
        ("{{ <nope /> }}", "Unknown component `nope`"),
        ("{{ 1 | nope }}", "Unknown filter `nope`"),
        ("{{ nope() }}{{ 1 | nope }}", "Unknown function `nope` (and 1 more like it)"),
    ] {
        let error = wrong("risks.html", &page(inside));
        assert_eq!(
            (error.template.as_str(), error.line, error.message.as_str()),
            ("risks.html", Some(2), message)
        );
    }
    for (template, message) in [
        (page("{% include \"risks.html\" %}"), "Templates include each other in a circle: risks.html"),
        ("{% extends \"risks.html\" %}".to_owned(), "Templates extend each other in a circle: risks.html"),
        ("{% extends \"nope.html\" %}".to_owned(), "Unknown template `nope.html`"),
    ] {
        let error = wrong("risks.html", &template);
        assert_eq!(error.template, "risks.html");
        assert!(error.message.starts_with(message), "{error}");
    }
}

#[test]
fn a_template_that_is_not_text_is_named() {
    let error = Templates::with_overrides([("index.html".to_owned(), vec![0xff, 0xfe])]).unwrap_err();
    assert_eq!(error.to_string(), "templates/index.html: This file is not UTF-8 text");
}

#[test]
fn the_guide_names_every_file_of_the_set() {
    let guide = std::fs::read_to_string(repository("docs/templates.md")).unwrap();
    for (name, _) in EMBEDDED {
        let stem = name.rsplit('/').next().unwrap_or(name);
        let named = guide.contains(&format!("`{name}`"))
            || guide.contains(&format!("`{}`", stem.trim_end_matches(".html")));
        assert!(named, "{name}");
    }
}

#[test]
fn the_embedded_set_is_the_folder() {
    fn walk(folder: &std::path::Path, root: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let root = repository("templates");
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found.sort();
    let mut embedded: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).collect();
    embedded.sort_unstable();
    assert_eq!(found, embedded);
}
