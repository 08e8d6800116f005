//! P7: expectations.

use super::family;

family! { EXPECTATIONS:
}
