//! The preview server: the site in memory, over loopback HTTP, with an event for each rebuild.
//!
//! For: [`Preview`], the state that a rebuild swaps whole (a request sees the old site or the new one,
//! never a part of either), and [`serve`], which answers requests from it.
//! Must not: build anything, read files, or answer a page of another site (`Host` and `Origin` are
//! checked, for a plan is confidential and any page in the browser can send requests here).
//!
//! HTTP is read by `httparse` on the standard library's sockets: the server answers `GET` from a map, and
//! streams of events; no server crate of that size gives both streams and timeouts.

mod content;
mod http;
mod inject;
mod preview;

use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

pub use content::Content;
use http::{Refusal, Request, Response};
use preview::Shown;
pub use preview::{Build, Opener, Preview, page_name};

/// The most connections at a time. A browser opens six for a host.
const CONNECTIONS: usize = 256;
/// How long a client may take to send a request, idle time between two included.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a client may take to take an answer.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// How often a quiet stream of events says that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a question for the next build waits for one.
const POLL: Duration = Duration::from_secs(25);

/// The script that pages listen for rebuilds with.
const LIVE_SCRIPT: &str = include_str!("serve/live.js");

/// Answers requests, each connection in a thread of its own, until the listener fails.
pub fn serve(listener: &TcpListener, preview: &Arc<Preview>) {
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Out of file handles, most likely: connections that end give some back.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        let (preview, ours) = (Arc::clone(preview), Arc::clone(&open));
        if open.fetch_add(1, Ordering::Relaxed) >= CONNECTIONS {
            open.fetch_sub(1, Ordering::Relaxed);
            let mut stream = stream;
            let _ = Response::text(503, "Too many connections at a time").send(&mut stream, false, false);
            continue;
        }
        let answering = thread::Builder::new().name("planc-serve".into()).spawn(move || {
            // The client went away, or sent nothing for long: there is no one to tell.
            let _ = answer_all(stream, &preview);
            ours.fetch_sub(1, Ordering::Relaxed);
        });
        if answering.is_err() {
            open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// Answers the requests of one connection, one after another.
fn answer_all(mut stream: TcpStream, preview: &Preview) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(READ_TIMEOUT))?;
    stream.set_write_timeout(Some(WRITE_TIMEOUT))?;
    // Whoever only looks on from elsewhere opens nothing here.
    let here = stream.peer_addr().is_ok_and(|address| address.ip().to_canonical().is_loopback());
    let mut buffer = Vec::new();
    loop {
        let request = match Request::read(&mut stream, &mut buffer) {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            Err(Refusal::Gone(error)) => return Err(error),
            Err(Refusal::Say(response)) => return response.send(&mut stream, false, false),
        };
        let head = request.method == "HEAD";
        match route(&request, preview, here) {
            Answer::Events => return stream_events(stream, preview),
            Answer::Whole(response) => response.send(&mut stream, head, request.keep_alive)?,
        }
        if !request.keep_alive {
            return Ok(());
        }
    }
}

/// What a request gets.
enum Answer {
    Whole(Response),
    Events,
}

fn route(request: &Request, preview: &Preview, here: bool) -> Answer {
    if let Err(refused) = request.is_ours() {
        return Answer::Whole(refused);
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return Answer::Whole(Response::text(405, "Only GET is answered here").with("Allow", "GET, HEAD"));
    }
    Answer::Whole(match request.path.as_str() {
        "/_planc/events" if request.method == "GET" => return Answer::Events,
        "/_planc/live.js" => Response::new(200, "text/javascript; charset=utf-8", LIVE_SCRIPT.as_bytes()),
        "/_planc/next.js" => next(request, preview),
        "/_planc/problems.js" => {
            let (of, from) = (request.query("build").unwrap_or_default(), number(request, "from"));
            script(&preview.problems(&of, from.unwrap_or(0)))
        }
        "/_planc/open.js" => open(request, preview, here),
        path => file(path, &preview.shown()),
    })
}

/// A file of the site, pages with the script that listens.
fn file(path: &str, shown: &Shown) -> Response {
    let name = path.strip_prefix('/').unwrap_or(path);
    let index =
        if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name.to_owned() };
    if let Some(bytes) = shown.content.file(&index) {
        let kind = http::media_type(&index);
        return match kind.starts_with("text/html") {
            true => Response::new(200, kind, &inject::with_script(&bytes, &shown.id)),
            false => Response::new(200, kind, &bytes),
        };
    }
    if !name.is_empty() && shown.content.file(&format!("{name}/index.html")).is_some() {
        let last = name.rsplit('/').next().unwrap_or(name);
        return Response::text(301, "It is a folder").with("Location", &format!("{}/", http::encode(last)));
    }
    let page = inject::with_script(inject::NOT_FOUND.as_bytes(), &shown.id);
    Response::new(404, "text/html; charset=utf-8", &page)
}

/// The next build after the one that a page shows, as a script: pages may load scripts of their own site,
/// and nothing else, so that a page is served byte by byte as it is published.
fn next(request: &Request, preview: &Preview) -> Response {
    let (after, since) = (request.query("after"), request.query("since"));
    script(&preview.wait(&after.unwrap_or_default(), &since.unwrap_or_default(), POLL))
}

/// Opens the place of a problem in the author's editor. It is asked for as a script like all that pages ask
/// for here: their content policy lets them send nothing. So that no one else's page can ask for it, the
/// request must name the build that is shown, by a number that only its own pages know, and come from a page
/// of this server, not from a link that someone followed; and it names a problem, never a file.
fn open(request: &Request, preview: &Preview, here: bool) -> Response {
    if request.method != "GET" || !here || request.is_navigation() {
        return Response::text(403, "Only pages of this preview open files, on this machine");
    }
    let (of, problem) = (request.query("build"), number(request, "problem"));
    match (of, problem) {
        (Some(of), Some(problem)) => script(&preview.open(&of, problem)),
        _ => Response::text(400, "Which problem of which build?"),
    }
}

fn number(request: &Request, name: &str) -> Option<usize> {
    request.query(name)?.parse().ok()
}

/// A value as a script that pages can load.
fn script(value: &str) -> Response {
    Response::new(200, "text/javascript; charset=utf-8", format!("export default {value};\n").as_bytes())
}

/// Each build as an event, the current one at once.
fn stream_events(mut stream: TcpStream, preview: &Preview) -> io::Result<()> {
    Response::start_events(&mut stream)?;
    let mut last = None;
    loop {
        let events = preview.events(last, HEARTBEAT);
        let text = match events.last() {
            None => ": still here\n\n".to_owned(),
            Some((generation, _)) => {
                last = Some(*generation);
                let event = |(generation, data): &(u64, Arc<str>)| {
                    format!("id: {generation}\nevent: build\ndata: {data}\n\n")
                };
                events.iter().map(event).collect()
            }
        };
        io::Write::write_all(&mut stream, text.as_bytes())?;
    }
}
