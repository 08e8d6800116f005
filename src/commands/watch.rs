//! `planc watch`: build in memory, serve on loopback, reload the browser on each save.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

use super::{Failure, Outcome, open};
use crate::cli::{Clock, Console, WatchArgs};
use crate::diagnostic::Severity;
use crate::diagnostic::emit::neutral;
use crate::history;
use crate::model::Date;
use crate::serve::{self, Preview};
use crate::source::{Disk, reason};
use crate::text::Place;
use crate::watch::{self, Editor, Rebuilt, Told, Waker, Watch};

/// The port, unless another is asked for.
const PORT: u16 = 4710;
/// How many ports after it are tried where it is taken.
const NEXT_PORTS: u16 = 20;
/// The most problems that are listed in the terminal; the overlay in the page lists more.
const LISTED: usize = 10;

/// Runs it, until it is interrupted.
///
/// # Errors
/// Where there is no portfolio, the period makes no sense, or the port is taken.
pub fn run(args: &WatchArgs, period: &str, clock: &Clock, console: &mut Console) -> Result<Outcome, Failure> {
    let disk = open(&args.portfolio)?;
    let root = disk.root().to_path_buf();
    let listener = listen(args.bind, args.port)?;
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        console.warn("everyone on this network can read your plans as long as this runs");
    }

    let (editor, of) = (Editor::from_env(), root.clone());
    let open =
        move |place: &Place| editor.open(&of.join(place.path()), place.source.line_column(place.span.start));
    let preview = Arc::new(Preview::new().opening(Box::new(open)));
    let mut watch = Watch::new(disk, Arc::clone(&preview)).over(period);
    let (waker, woken) = watch::channel();
    if !args.no_history {
        recall(&watch, Disk::new(root.clone()), clock.day(), waker.clone());
    }
    let first = watch.rebuild(clock.day());
    if let Some(message) = watch.bad_period() {
        return Err(super::bad_period(message.to_owned()));
    }
    if let Some(first) = first {
        let serving = Arc::clone(&preview);
        thread::Builder::new()
            .name("planc-accept".into())
            .spawn(move || serve::serve(&listener, &serving))?;
        let url = url(address);
        writeln!(console.out(), "Serving at {url} (Ctrl+C ends it)")?;
        console.out().flush()?;
        console.note(&format!("read {} plans in {}", first.plans, milliseconds(first.build.ms)));
        tell(&first, console);
        if args.open && !open_browser(&url) {
            console.note(&format!("no browser could be opened: open {url} yourself"));
        }
    }
    watch::follow(&mut watch, &root, &woken, &waker, &|| clock.day(), &mut |told| {
        match told {
        Told::Blind => console.warn(
            "the system tells of no changes here (too many folders are watched, perhaps), so planc looks once a second",
        ),
        Told::Rebuilt(rebuilt) => {
            console.note(&format!("{} in {}", pages(&rebuilt.build.changed), milliseconds(rebuilt.build.ms)));
            tell(rebuilt, console);
        }
    }
    });
    Ok(Outcome::Clean)
}

/// Asks git once, beside the preview, what it knows: pages are shown without it meanwhile, and no save ever
/// waits for git.
fn recall(watch: &Watch, disk: Disk, day: Date, waker: Waker) {
    let remembered = watch.remembered();
    thread::spawn(move || {
        if let Ok(past) = history::past(&disk, day, None)
            && remembered.set(Arc::new(past)).is_ok()
        {
            waker.wake();
        }
    });
}

/// Takes the port that is asked for, or one near the default where none is.
fn listen(ip: IpAddr, port: Option<u16>) -> Result<TcpListener, Failure> {
    let first = port.unwrap_or(PORT);
    let last = if port.is_some() { first } else { first + NEXT_PORTS };
    let mut why = io::Error::from(io::ErrorKind::AddrInUse);
    for port in first..=last {
        match TcpListener::bind(SocketAddr::new(ip, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => why = error,
            Err(error) => {
                let message = format!("{ip}:{port} can't be served at: {}", reason(&error));
                return Err(Failure::new(message, "choose another with `--port` and `--bind`"));
            }
        }
    }
    let message = format!("port {first} can't be served at: {}", reason(&why));
    Err(Failure::new(
        message,
        "another preview may be running there: end it, or choose another with `--port`",
    ))
}

fn url(address: SocketAddr) -> String {
    match address.ip() {
        ip if ip.is_unspecified() => format!("http://localhost:{}/", address.port()),
        _ => format!("http://{address}/"),
    }
}

/// How many problems there are, and the first errors.
fn tell(rebuilt: &Rebuilt, console: &mut Console) {
    let errors = rebuilt.problems.iter().filter(|problem| problem.severity == Severity::Error);
    for problem in errors.take(LISTED) {
        let at = problem.place.source.line_column(problem.place.span.start);
        let (path, message) = (neutral(problem.place.path()), neutral(&problem.message));
        console.note(&format!("  {path}:{}:{}: {message} [{}]", at.line, at.column, problem.code.code));
    }
    let (errors, warnings) = (rebuilt.build.errors, rebuilt.build.warnings);
    if errors > LISTED {
        console.note(&format!("  and {} errors more", errors - LISTED));
    }
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    console.note(&format!("  {errors} error{}, {warnings} warning{}", plural(errors), plural(warnings)));
}

/// What was rebuilt, in a few words.
fn pages(changed: &[String]) -> String {
    let name =
        |page: &String| if page.is_empty() { "the home page".to_owned() } else { neutral(page).into_owned() };
    match changed {
        [] => "nothing changed on the site".to_owned(),
        [one, rest @ ..] if rest.len() < 3 => {
            let names: Vec<String> = std::iter::once(one).chain(rest).map(name).collect();
            format!("rebuilt {}", names.join(", "))
        }
        [first, second, rest @ ..] => {
            format!("rebuilt {}, {} and {} more", name(first), name(second), rest.len())
        }
        [_] => String::new(),
    }
}

fn milliseconds(ms: f64) -> String {
    if ms >= 100.0 { format!("{ms:.0} ms") } else { format!("{ms:.1} ms") }
}

/// Opens the system's browser; whether that could be tried.
fn open_browser(url: &str) -> bool {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(first).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(mut child) => {
            // It ends by itself; someone must take note, or it stays in the system's list.
            thread::spawn(move || child.wait());
            true
        }
        Err(_) => false,
    }
}
