//! P4: contracts and dates.

use super::family;

family! { CONTRACTS:
}
