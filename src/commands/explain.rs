//! `planc explain`: what a diagnostic means, with a bad and a good example.

use super::{Failure, Outcome};
use crate::cli::{Console, ExplainArgs};
use crate::diagnostic::{codes, emit};

/// Runs it.
///
/// # Errors
/// Where there is no such code.
pub fn run(args: &ExplainArgs, console: &mut Console) -> Result<Outcome, Failure> {
    let style = console.style();
    let text = match &args.code {
        None => emit::list(style),
        Some(word) => match codes::find(word.trim()) {
            Some(code) => emit::explain(code, style),
            None => return Err(unknown(word)),
        },
    };
    let out = console.out();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Clean)
}

fn unknown(word: &str) -> Failure {
    let near: Vec<String> =
        emit::nearest(word).iter().map(|code| format!("{} ({})", code.code, code.name)).collect();
    let help = match near.as_slice() {
        [] => "`planc explain` lists them all".to_owned(),
        near => format!("did you mean {}?", near.join(" or ")),
    };
    Failure::new(format!("there is no diagnostic “{word}”"), help)
}
