//! P6: configuration and data files.

use super::family;

family! { CONFIGURATION:
}
