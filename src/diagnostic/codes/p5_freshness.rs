//! P5: freshness.

use super::family;

family! { FRESHNESS:
}
