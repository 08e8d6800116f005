//! One long-lived `git cat-file --batch`, asked for several contents at a time where they will be wanted.
//!
//! An answer takes git microseconds, a question and its answer two switches between processes: so whoever
//! reads one file after another finds the next ones read already.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::{GitError, error, git};

/// The most contents that are asked for at a time: their names must fit into a pipe, or both sides would
/// wait for each other.
const MOST_AHEAD: usize = 32;

/// A running git.
#[derive(Debug)]
pub(super) struct Batch {
    child: Child,
    /// Closed first when dropped, so that git ends by itself.
    ask: Option<ChildStdin>,
    answer: BufReader<ChildStdout>,
    /// What was read before it was wanted, by id.
    ahead: BTreeMap<String, io::Result<Vec<u8>>>,
    /// The id with which each reader of one file after another would go on, and how many were asked for
    /// last time.
    next: BTreeMap<String, usize>,
}

impl Batch {
    /// Starts git in a folder.
    pub fn start(folder: &Path) -> Result<Self, GitError> {
        let mut child = git(folder)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| error(format!("git could not be started: {e}"), None))?;
        let (Some(ask), Some(answer)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(error("git could not be talked to", None));
        };
        let answer = BufReader::with_capacity(1 << 16, answer);
        Ok(Batch { child, ask: Some(ask), answer, ahead: BTreeMap::new(), next: BTreeMap::new() })
    }

    /// A content, with those that are likely to be wanted next: twice as many as last time for whoever reads
    /// in order, none for anybody else.
    pub fn read_ahead<'a>(
        &mut self,
        id: &str,
        mut following: impl Iterator<Item = &'a str>,
        limit: u64,
    ) -> io::Result<Vec<u8>> {
        if let Some(known) = self.ahead.remove(id) {
            return known;
        }
        let many = self.next.remove(id).map_or(1, |last| (last * 2).min(MOST_AHEAD));
        let more: Vec<String> = following.by_ref().take(many - 1).map(str::to_owned).collect();
        if let Some(next) = following.next() {
            self.next.insert(next.to_owned(), many);
        }
        let mut question = format!("{id}\n");
        for id in &more {
            question.push_str(id);
            question.push('\n');
        }
        let ask = self.ask.as_mut().ok_or_else(ended)?;
        ask.write_all(question.as_bytes())?;
        ask.flush()?;
        let wanted = self.answer(limit);
        for id in more {
            let content = self.answer(limit);
            self.ahead.insert(id, content);
        }
        wanted
    }

    /// A content by itself.
    pub fn read(&mut self, id: &str, limit: u64) -> io::Result<Vec<u8>> {
        self.read_ahead(id, std::iter::empty(), limit)
    }

    /// The next answer.
    fn answer(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        let mut header = String::new();
        if self.answer.read_line(&mut header)? == 0 {
            return Err(ended());
        }
        let size: usize = match header.trim_end().rsplit_once(' ') {
            Some((_, "missing")) | None => {
                return Err(io::Error::other("git has no content for it here (a partial clone?)"));
            }
            Some((_, size)) => size.parse().map_err(|_| ended())?,
        };
        if size as u64 > limit {
            // What is not wanted must still be taken out of the way of the next answer.
            io::copy(&mut (&mut self.answer).take(size as u64 + 1), &mut io::sink())?;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = vec![0; size];
        self.answer.read_exact(&mut bytes)?;
        let mut newline = [0];
        self.answer.read_exact(&mut newline)?;
        Ok(bytes)
    }
}

fn ended() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "git ended early")
}

impl Drop for Batch {
    fn drop(&mut self) {
        self.ask = None;
        let _ = self.child.wait();
    }
}
