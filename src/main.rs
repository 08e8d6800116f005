//! The thin binary: the exit code comes from the command line module.

fn main() {}
