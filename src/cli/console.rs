//! Where a command writes: results to standard output, the rest to standard error.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ColorChoice;

use crate::diagnostic::emit::{Style, neutral};

/// A command's two outputs and how they may look.
pub struct Console {
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
    out_style: Style,
    err_style: Style,
    out_terminal: bool,
    err_terminal: bool,
    no_color: bool,
    quiet: bool,
}

impl Console {
    /// The process's own standard output and standard error.
    pub fn of_process() -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let (out_terminal, err_terminal) = (out.is_terminal(), err.is_terminal());
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Console {
            out: Box::new(BufWriter::with_capacity(64 * 1024, out)),
            err: Box::new(err),
            out_terminal,
            err_terminal,
            no_color: set("NO_COLOR") || dumb,
            ..Console::to(Box::new(io::sink()), Box::new(io::sink()))
        }
    }

    /// Any two writers, neither of them a terminal.
    pub fn to(out: Box<dyn Write + Send>, err: Box<dyn Write + Send>) -> Self {
        Console {
            out,
            err,
            out_style: Style::default(),
            err_style: Style::default(),
            out_terminal: false,
            err_terminal: false,
            no_color: false,
            quiet: false,
        }
    }

    /// Takes over `--color` and `--quiet`.
    pub(super) fn configure(&mut self, color: ColorChoice, quiet: bool) {
        self.quiet = quiet;
        let width = terminal_width();
        let style = |terminal: bool| Style {
            color: match color {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                ColorChoice::Auto => terminal && !self.no_color,
            },
            width: if terminal { width } else { Style::default().width },
            ..Style::default()
        };
        (self.out_style, self.err_style) = (style(self.out_terminal), style(self.err_terminal));
    }

    /// Standard output: results.
    pub fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// How standard output may look.
    pub fn style(&self) -> Style {
        self.out_style
    }

    /// Whether standard output is a terminal.
    pub fn is_terminal(&self) -> bool {
        self.out_terminal
    }

    /// Whether progress may be shown: standard error is a terminal, and nobody asked for quiet.
    pub fn shows_progress(&self) -> bool {
        self.err_terminal && !self.quiet
    }

    /// A line to standard error that `--quiet` leaves out.
    pub fn note(&mut self, line: &str) {
        if !self.quiet {
            // There is nowhere to say that standard error can't be written.
            let _ = writeln!(self.err, "{line}");
        }
    }

    /// What went wrong, and what to do about it, to standard error.
    pub fn error(&mut self, message: &str, help: Option<&str>) {
        let (bold, red, cyan, end) = if self.err_style.color {
            ("\x1b[1m", "\x1b[1;31m", "\x1b[36m", "\x1b[0m")
        } else {
            ("", "", "", "")
        };
        let _ = self.out.flush();
        let _ = writeln!(self.err, "{red}error{end}{bold}:{end} {}", neutral(message));
        if let Some(help) = help {
            let _ = writeln!(self.err, "  {cyan}help{end}: {}", neutral(help));
        }
    }

    /// A warning to standard error.
    pub fn warn(&mut self, message: &str) {
        let (yellow, end) = if self.err_style.color { ("\x1b[1;33m", "\x1b[0m") } else { ("", "") };
        let _ = self.out.flush();
        let _ = writeln!(self.err, "{yellow}warning{end}: {}", neutral(message));
    }

    /// Overwrites the line of progress on the terminal; an empty text wipes it.
    pub fn progress(&mut self, text: &str) {
        if self.shows_progress() {
            let _ = write!(self.err, "\r\x1b[2K{text}");
            let _ = self.err.flush();
        }
    }
}

/// The terminal's columns.
fn terminal_width() -> usize {
    terminal_size::terminal_size()
        .map_or(Style::default().width, |(width, _)| usize::from(width.0))
        .clamp(40, 200)
}
