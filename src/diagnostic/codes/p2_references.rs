//! P2: references.

use super::family;

family! { REFERENCES:
}
