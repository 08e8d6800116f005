//! P8: links and Markdown.

use super::family;

family! { LINKS:
}
