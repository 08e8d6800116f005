//! P1: fields and values.

use super::family;

family! { VALUES:
}
