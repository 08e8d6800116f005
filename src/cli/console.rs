//! Where a command writes: results to standard output, the rest to standard error.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::ColorChoice;

use crate::diagnostic::emit::{Style, neutral};
use crate::progress::Progress;

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
    meter: Option<Arc<Meter>>,
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
            meter: None,
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
        self.wipe();
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

    /// What shows how far long work has come: a line on the terminal that whatever is said next replaces;
    /// nothing where standard error is no terminal, or quiet is asked for.
    pub fn progress(&mut self) -> Option<Arc<dyn Progress>> {
        if !self.err_terminal || self.quiet {
            return None;
        }
        let meter = self.meter.get_or_insert_with(|| Arc::new(Meter::start()));
        Some(Arc::clone(meter) as Arc<dyn Progress>)
    }

    fn wipe(&mut self) {
        if let Some(meter) = &self.meter {
            meter.wipe();
        }
    }

    /// A line to standard error that `--quiet` leaves out.
    pub fn note(&mut self, line: &str) {
        self.wipe();
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
        self.wipe();
        let _ = self.out.flush();
        let _ = writeln!(self.err, "{red}error{end}{bold}:{end} {}", neutral(message));
        if let Some(help) = help {
            let _ = writeln!(self.err, "  {cyan}help{end}: {}", neutral(help));
        }
    }

    /// A warning to standard error.
    pub fn warn(&mut self, message: &str) {
        let (yellow, end) = if self.err_style.color { ("\x1b[1;33m", "\x1b[0m") } else { ("", "") };
        self.wipe();
        let _ = self.out.flush();
        let _ = writeln!(self.err, "{yellow}warning{end}: {}", neutral(message));
    }
}

/// The line on the terminal that says how far long work has come.
#[derive(Debug)]
struct Meter {
    started: Instant,
    /// When it was drawn last, where it stands there.
    drawn: Mutex<Option<Instant>>,
}

/// Work shorter than this shows no progress.
const LONG: Duration = Duration::from_millis(400);
/// How often the line is drawn.
const FRAME: Duration = Duration::from_millis(80);

impl Meter {
    fn start() -> Self {
        Meter { started: Instant::now(), drawn: Mutex::new(None) }
    }

    fn wipe(&self) {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if drawn.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[2K");
        }
    }
}

impl Progress for Meter {
    fn step(&self, what: &'static str, done: usize, total: usize) {
        if self.started.elapsed() < LONG {
            return;
        }
        // Whoever comes while another draws has nothing newer to say.
        let Ok(mut drawn) = self.drawn.try_lock() else { return };
        if drawn.is_none_or(|last| last.elapsed() >= FRAME) {
            let _ = write!(io::stderr(), "\r\x1b[2K{done} of {total} {what}");
            *drawn = Some(Instant::now());
        }
    }
}

/// The terminal's columns.
fn terminal_width() -> usize {
    terminal_size::terminal_size()
        .map_or(Style::default().width, |(width, _)| usize::from(width.0))
        .clamp(40, 200)
}
