//! As much of HTTP/1.1 as a preview needs: requests without a body in, whole answers out.

use std::io::{self, Read, Write};
use std::net::{IpAddr, TcpStream};

/// The most bytes that a request's head may have.
const HEAD_BYTES: usize = 16 * 1024;
/// The most header lines.
const HEADERS: usize = 64;

/// A request.
#[derive(Debug)]
pub(super) struct Request {
    pub method: String,
    /// The path with percent signs undone; starts with `/`.
    pub path: String,
    query: String,
    host: Option<String>,
    origin: Option<String>,
    /// What the browser says of who asks: `same-origin`, `cross-site`, `none` …
    site: Option<String>,
    /// What the browser says the answer is for: `navigate`, `cors` …
    mode: Option<String>,
    pub keep_alive: bool,
}

/// Why there is no request.
pub(super) enum Refusal {
    /// The client went away or said nothing for long.
    Gone(io::Error),
    /// What was sent is answered with this, and the connection closed.
    Say(Response),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Refusal::Gone(error)
    }
}

impl Request {
    /// Reads the next request; `None` where the client closed the connection. `buffer` holds what was read
    /// beyond the last one.
    pub fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<Option<Self>, Refusal> {
        loop {
            if let Some(request) = Request::parse(buffer).map_err(Refusal::Say)? {
                return Ok(Some(request));
            }
            if buffer.len() >= HEAD_BYTES {
                return Err(Refusal::Say(Response::text(431, "The request is too long")));
            }
            let mut chunk = [0; 4096];
            let read = stream.read(&mut chunk)?;
            if read == 0 {
                return Ok(None);
            }
            buffer.extend_from_slice(chunk.get(..read).unwrap_or_default());
        }
    }

    /// The request at the buffer's start, taken out of it; `None` where it is not there to its end yet.
    fn parse(buffer: &mut Vec<u8>) -> Result<Option<Self>, Response> {
        let bad = |why| Response::text(400, why);
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        let length = match parsed.parse(buffer) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(httparse::Error::TooManyHeaders) => return Err(Response::text(431, "Too many headers")),
            Err(_) => return Err(bad("This is no HTTP request")),
        };
        let text = |value: &[u8]| String::from_utf8_lossy(value).trim().to_owned();
        let all = |name: &str| {
            let of_name = parsed.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
            of_name.map(|header| text(header.value)).collect::<Vec<_>>()
        };
        let one = |name: &str| all(name).into_iter().next();
        if all("host").len() > 1 || all("origin").len() > 1 {
            return Err(bad("A request comes from one place and goes to one"));
        }
        let has_body = one("transfer-encoding").is_some() || one("content-length").is_some_and(|n| n != "0");
        let target = parsed.path.unwrap_or("/");
        // A proxy's form, `GET http://host/path`, is nothing that a browser sends to a server.
        if !target.starts_with('/') {
            return Err(bad("The address must start with a slash"));
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let Some(path) = decode(path) else { return Err(bad("The address is not UTF-8 text")) };
        let connection = one("connection").unwrap_or_default().to_ascii_lowercase();
        let request = Request {
            method: parsed.method.unwrap_or_default().to_owned(),
            path,
            query: query.to_owned(),
            host: one("host"),
            origin: one("origin"),
            site: one("sec-fetch-site"),
            mode: one("sec-fetch-mode"),
            // A body is not read, so what follows it can't be told from a request.
            keep_alive: !has_body && parsed.version == Some(1) && !connection.contains("close"),
        };
        buffer.drain(..length);
        Ok(Some(request))
    }

    /// Whether it comes from a page of this server, or from whoever typed its address.
    pub fn is_ours(&self) -> Result<(), Response> {
        let Some(host) = &self.host else { return Err(Response::text(400, "There is no Host header")) };
        if !is_own_host(host) {
            return Err(Response::text(403, "This preview answers to localhost and to addresses only"));
        }
        let same = |origin: &String| origin.eq_ignore_ascii_case(&format!("http://{host}"));
        if !self.origin.as_ref().is_none_or(same) {
            return Err(Response::text(403, "This preview answers its own pages only"));
        }
        let own = self.site.as_deref().is_none_or(|site| matches!(site, "same-origin" | "none"));
        if !own && self.mode.as_deref() != Some("navigate") {
            return Err(Response::text(403, "This preview answers its own pages only"));
        }
        Ok(())
    }

    /// Whether the browser says that it goes there, instead of a page that loads a part of itself.
    pub fn is_navigation(&self) -> bool {
        self.mode.as_deref() == Some("navigate")
    }

    /// A value of the query, as it is written.
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(key, _)| *key == name).and_then(|(_, value)| decode(value))
    }
}

/// Whether a `Host` is this machine by a name that no one else can give it: `localhost` or an address. A
/// foreign name could be made to lead here, and its pages would then be of the same origin as ours.
fn is_own_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((name, rest)) if is_port(rest) => name,
            _ => return false,
        },
        None => match host.split_once(':') {
            Some((name, port)) if is_port(&format!(":{port}")) => name,
            Some(_) => return false,
            None => host,
        },
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
}

/// Whether a text is nothing, or a colon and a port.
fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
}

/// Undoes percent signs; `None` where the outcome is no text.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |at: usize| after.get(at).and_then(|&digit| char::from(digit).to_digit(16));
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

/// A part of a path as it stands in an address.
pub(super) fn encode(part: &str) -> String {
    let mut encoded = String::new();
    for &byte in part.as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// What a file is, by its name.
pub(super) fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// What every answer carries: it is never kept (the next build may be another), never guessed at, and no
/// use to another site's page.
const ALWAYS: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
     Cross-Origin-Resource-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n\
     X-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n";

/// An answer.
pub(super) struct Response {
    status: u16,
    kind: &'static str,
    more: String,
    body: Vec<u8>,
}

impl Response {
    /// An answer of this media type.
    pub fn new(status: u16, kind: &'static str, body: &[u8]) -> Self {
        Response { status, kind, more: String::new(), body: body.to_vec() }
    }

    /// A line of text.
    pub fn text(status: u16, line: &str) -> Self {
        Response::new(status, "text/plain; charset=utf-8", format!("{line}\n").as_bytes())
    }

    /// With one more header. The value must hold no line end.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.more.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// Sends it in one write, so that no part of it waits for the client's word on the part before.
    pub fn send(&self, stream: &mut TcpStream, head: bool, keep_alive: bool) -> io::Result<()> {
        let reason = match self.status {
            200 => "OK",
            301 => "Moved Permanently",
            400 => "Bad Request",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            431 => "Request Header Fields Too Large",
            503 => "Service Unavailable",
            _ => "Unknown",
        };
        let connection = if keep_alive { "keep-alive" } else { "close" };
        let mut bytes = format!(
            "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: {connection}\r\n{ALWAYS}{}\r\n",
            self.status,
            self.kind,
            self.body.len(),
            self.more
        )
        .into_bytes();
        if !head {
            bytes.extend_from_slice(&self.body);
        }
        stream.write_all(&bytes)
    }

    /// Begins a stream of events, which ends with the connection.
    pub fn start_events(stream: &mut TcpStream) -> io::Result<()> {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n{ALWAYS}\r\nretry: 500\n\n"
        );
        stream.write_all(head.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Option<Request>, u16> {
        Request::parse(&mut text.as_bytes().to_vec()).map_err(|response| response.status)
    }

    fn request(text: &str) -> Request {
        parse(&text.replace('\n', "\r\n")).unwrap().unwrap()
    }

    fn ours(headers: &str) -> Result<(), u16> {
        request(&format!("GET / HTTP/1.1\n{headers}\n\n")).is_ours().map_err(|response| response.status)
    }

    #[test]
    fn a_request_is_read_when_it_is_there_to_its_end() {
        assert!(parse("GET / HTTP/1.1\r\nHost: localhost\r\n").unwrap().is_none());
        let request = request("GET /accounts/caf%C3%A9/?a=1&after=x%2Dy HTTP/1.1\nHost: localhost\n\n");
        assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/accounts/café/"));
        assert_eq!(request.query("after").as_deref(), Some("x-y"));
        assert!(request.keep_alive);
    }

    #[test]
    fn what_follows_a_request_is_kept() {
        let mut buffer = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n".to_vec();
        assert_eq!(Request::parse(&mut buffer).ok().flatten().unwrap().path, "/a");
        assert_eq!(buffer, b"GET /b HTTP/1.1\r\n");
    }

    #[test]
    fn nonsense_is_a_bad_request() {
        assert_eq!(parse("\x01\x02\r\n\r\n").unwrap_err(), 400);
        assert_eq!(parse("GET http://evil.example/ HTTP/1.1\r\n\r\n").unwrap_err(), 400);
        assert_eq!(parse("GET /%FF HTTP/1.1\r\n\r\n").unwrap_err(), 400);
        assert_eq!(
            parse("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n").unwrap_err(),
            400
        );
    }

    #[test]
    fn only_this_machine_by_its_own_names_is_a_host() {
        for host in ["localhost", "LOCALHOST:4710", "127.0.0.1:4710", "[::1]:4710", "192.168.1.7:80"] {
            assert_eq!(ours(&format!("Host: {host}")), Ok(()), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example:4710",
            "127.0.0.1.evil.example",
            "localhost:x",
            "[::1",
            "",
        ] {
            assert_eq!(ours(&format!("Host: {host}")), Err(403), "{host}");
        }
        assert_eq!(ours("Accept: */*"), Err(400));
    }

    #[test]
    fn pages_of_other_origins_are_refused() {
        let from = |headers: &str| ours(&format!("Host: localhost:4710\n{headers}"));
        assert_eq!(from("Origin: http://localhost:4710"), Ok(()));
        assert_eq!(from("Sec-Fetch-Site: same-origin"), Ok(()));
        assert_eq!(from("Sec-Fetch-Site: none"), Ok(()));
        for origin in ["http://evil.example", "http://localhost:3000", "https://localhost:4710", "null"] {
            assert_eq!(from(&format!("Origin: {origin}")), Err(403), "{origin}");
        }
        assert_eq!(from("Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors"), Err(403));
        // A link in a mail leads here as it may lead anywhere; its page learns nothing from it.
        assert_eq!(from("Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate"), Ok(()));
    }

    #[test]
    fn a_connection_ends_where_the_next_request_could_not_be_told() {
        assert!(!request("GET / HTTP/1.0\nHost: x\n\n").keep_alive);
        assert!(!request("GET / HTTP/1.1\nHost: x\nConnection: close\n\n").keep_alive);
        assert!(!request("POST / HTTP/1.1\nHost: x\nContent-Length: 5\n\n").keep_alive);
    }
}
