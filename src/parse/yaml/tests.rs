use super::*;

mod fuzz;
mod oracle;
mod probe;
