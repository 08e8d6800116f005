//! P0: reading and YAML.

use super::family;

family! { READING:
}
