//! How long it takes from the end of a save to the new page over HTTP, as `planc watch` serves it: edits of
//! a plan's words and of its numbers, seen on the account's page and on the home page, and of a template.
//!
//! `cargo bench --bench edits`. Other sizes: `PLANC_BENCH=1000,10000`. The preview runs in this process,
//! with the system's own events, the debounce, and a client that waits for `/_planc/events` as pages do.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "a measurement")]
#![allow(clippy::print_stdout, clippy::panic, reason = "it prints what it measures")]

#[allow(dead_code, reason = "shared with other benchmarks")]
mod generate;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use planc::model::Date;
use planc::serve::{Preview, serve};
use planc::site::EMBEDDED;
use planc::source::Disk;
use planc::watch::{self, DEBOUNCE, Told, Watch};

/// How many edits of each kind.
const EDITS: usize = 30;
/// The plan that is edited.
const PLAN: usize = 7;

/// What one rebuild took, pass by pass.
type Passes = Vec<(&'static str, Duration)>;

fn main() {
    let sizes = std::env::var("PLANC_BENCH").unwrap_or_else(|_| "1000".into());
    for size in sizes.split(',') {
        measure(size.trim().parse().expect("sizes are numbers"));
    }
}

fn measure(plans: usize) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    generate::portfolio(&root, plans).unwrap();
    let live = Live::start(&root);
    println!("{plans} plans; of each save the first {} ms are the debounce", DEBOUNCE.as_millis());

    let path = root.join(format!("accounts/team-000/{}.md", generate::id(PLAN)));
    let account = format!("/accounts/{}/", generate::id(PLAN));
    let text = generate::plan(PLAN, plans);
    let words = |n: usize| format!("{text}\nWord number {n} of many.\n");
    live.saves("a word, the account's page", &path, &account, EDITS, |n| {
        (words(n), format!("Word number {n} of"))
    });
    let contracts = text.find("\ncontracts:").unwrap();
    let from = contracts + text[contracts..].find("arr: ").unwrap() + "arr: ".len();
    let to = from + text[from..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap();
    let number = |n: usize| format!("{}{}{}", &text[..from], 100_000 + n * 1_000, &words(n)[to..]);
    live.saves("a number, the account's page", &path, &account, EDITS, |n| {
        (number(n), format!("Word number {n} of"))
    });
    live.saves("a number, the home page", &path, "/", EDITS, |n| (number(n), "</html>".into()));
    let name = "account.html";
    let template = EMBEDDED.iter().find(|(path, _)| *path == name).expect("the account's template").1;
    let of_own = root.join("templates").join(name);
    fs::create_dir_all(root.join("templates")).unwrap();
    thread::sleep(Duration::from_secs(2));
    live.saves("a template, the account's page", &of_own, &account, EDITS / 6, |n| {
        (template.replace("{% block content %}", &format!("{{% block content %}}<p>Made {n}</p>")), {
            format!("Made {n}<")
        })
    });
}

/// A portfolio that is served while it is edited.
struct Live {
    port: u16,
    rebuilds: Receiver<Passes>,
}

impl Live {
    fn start(root: &Path) -> Self {
        let day: Date = generate::AS_OF.parse().unwrap();
        let preview = Arc::new(Preview::new());
        let mut watched = Watch::new(Disk::new(root), Arc::clone(&preview));
        // Files that were written just now are read again whatever their stamp says.
        thread::sleep(Duration::from_secs(3));
        watched.rebuild(day).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || serve(&listener, &preview));
        let (waker, woken) = watch::channel();
        let (told, rebuilds) = mpsc::channel();
        let root: PathBuf = root.to_path_buf();
        thread::spawn(move || {
            watch::follow(&mut watched, &root, &woken, &waker, &|| day, &mut |what| {
                if let Told::Rebuilt(rebuilt) = what {
                    let _ = told.send(rebuilt.timings.passes().to_vec());
                }
            });
        });
        // Until it watches.
        thread::sleep(Duration::from_secs(2));
        Live { port, rebuilds }
    }

    /// Saves a file again and again, and says how long it took until the page at an address was the new one.
    fn saves(
        &self,
        what: &str,
        file: &Path,
        address: &str,
        edits: usize,
        edit: impl Fn(usize) -> (String, String),
    ) {
        let mut events = self.events();
        next(&mut events);
        let mut page = BufReader::new(self.connect());
        let (mut whole, mut rebuilt, mut passes) = (Vec::new(), Vec::new(), Vec::new());
        for n in 0..=edits {
            let (text, shown) = edit(n);
            while self.rebuilds.try_recv().is_ok() {}
            fs::write(file, text).unwrap();
            let saved = Instant::now();
            let (built, took) = loop {
                next(&mut events);
                let built = saved.elapsed();
                if get(&mut page, address).contains(&shown) {
                    break (built, saved.elapsed());
                }
            };
            let of = self.rebuilds.recv_timeout(Duration::from_secs(5)).unwrap();
            // The first one warms what no one looked at before.
            if n > 0 {
                whole.push(took);
                rebuilt.push(built);
                passes.push(of);
            }
            // Not in step with anything.
            thread::sleep(Duration::from_millis(120 + (n as u64 * 37) % 60));
        }
        let tenth = |times: &mut Vec<Duration>, tenths: usize| {
            times.sort_unstable();
            times[(times.len() * tenths / 10).min(times.len() - 1)].as_secs_f64() * 1000.0
        };
        println!(
            "  {what}: median {:.1} ms, 9 of 10 in {:.1} ms (told after {:.1}, page in {:.1})",
            tenth(&mut whole.clone(), 5),
            tenth(&mut whole, 9),
            tenth(&mut rebuilt.clone(), 5),
            tenth(&mut whole.clone(), 5) - tenth(&mut rebuilt, 5),
        );
        let mut by_pass: BTreeMap<usize, (&str, Vec<Duration>)> = BTreeMap::new();
        for (at, (name, time)) in passes.iter().flat_map(|passes| passes.iter().enumerate()) {
            by_pass.entry(at).or_insert((name, Vec::new())).1.push(*time);
        }
        let medians: Vec<String> = by_pass
            .into_values()
            .map(|(name, mut times)| format!("{name} {:.1}", tenth(&mut times, 5)))
            .collect();
        println!("    {}", medians.join(", "));
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    fn events(&self) -> BufReader<TcpStream> {
        let mut stream = self.connect();
        stream.write_all(b"GET /_planc/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").unwrap();
        BufReader::new(stream)
    }
}

/// Waits for the next event.
fn next(events: &mut BufReader<TcpStream>) {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(events.read_line(&mut line).unwrap() > 0, "the stream ended");
        if line.starts_with("data: ") {
            return;
        }
    }
}

/// The body at an address.
fn get(stream: &mut BufReader<TcpStream>, address: &str) -> String {
    stream
        .get_mut()
        .write_all(format!("GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").as_bytes())
        .unwrap();
    let (mut line, mut length) = (String::new(), 0);
    loop {
        line.clear();
        stream.read_line(&mut line).unwrap();
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    String::from_utf8(body).unwrap()
}
