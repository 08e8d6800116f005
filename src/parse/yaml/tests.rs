use super::*;

mod oracle;
mod probe;
