//! Diagnostics to text: one file a format, all from the same values.
