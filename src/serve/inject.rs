//! The script that pages listen for rebuilds with, into a page.

/// What is shown where there is no page.
pub(super) const NOT_FOUND: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
     <title>No such page</title>\n</head>\n<body>\n<main>\n<h1>No such page</h1>\n<p>The portfolio has no page \
     at this address now. It appears here when it has.</p>\n<p><a href=\"/\">To the portfolio</a></p>\n</main>\n\
     </body>\n</html>\n";

/// The page with the script before the end of its body (of the page, where it has none), told which build
/// it is of.
pub(super) fn with_script(page: &[u8], id: &str) -> Vec<u8> {
    let end = b"</body>";
    let at =
        page.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(page.len());
    let (before, after) = page.split_at(at);
    let script = format!("<script src=\"/_planc/live.js\" data-build=\"{id}\" defer></script>");
    [before, script.as_bytes(), after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injected(page: &str) -> String {
        String::from_utf8(with_script(page.as_bytes(), "a-1")).unwrap()
    }

    const SCRIPT: &str = "<script src=\"/_planc/live.js\" data-build=\"a-1\" defer></script>";

    #[test]
    fn the_script_stands_before_the_end_of_the_body() {
        assert_eq!(injected("<body><p>x</p></body></html>"), format!("<body><p>x</p>{SCRIPT}</body></html>"));
        assert_eq!(injected("<BODY>x</BODY>"), format!("<BODY>x{SCRIPT}</BODY>"));
    }

    #[test]
    fn a_page_without_a_body_gets_it_at_its_end() {
        assert_eq!(injected("<p>x"), format!("<p>x{SCRIPT}"));
        assert_eq!(injected(""), SCRIPT);
    }

    #[test]
    fn only_the_last_end_counts() {
        assert_eq!(injected("&lt;/body> </body> </body>"), format!("&lt;/body> </body> {SCRIPT}</body>"));
    }
}
