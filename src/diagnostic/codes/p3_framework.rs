//! P3: the planning framework.

use super::family;

family! { FRAMEWORK:
}
