//! Opening a file in the author's editor, at a line.
//!
//! For: the click on a problem's place. What `$VISUAL` or `$EDITOR` names serves where it is known to have a
//! window of its own; else the system opens the file with what it opens such files with.
//! Must not: start an editor that lives in a terminal (there is none to give it), or open what was not asked
//! for: the caller says which files are the portfolio's.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::text::LineColumn;

/// How an editor is told where to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// `--goto FILE:LINE:COLUMN`
    Goto,
    /// `FILE:LINE:COLUMN`
    Colons,
    /// `--line LINE --column COLUMN FILE`
    Options,
    /// `+LINE FILE`
    Plus,
    /// `-n +LINE:COLUMN FILE`: into an Emacs that runs.
    Client,
    /// `FILE`
    File,
}

/// Editors with a window of their own, by their program's name.
const KNOWN: [(&str, Way); 24] = [
    ("clion", Way::Options),
    ("code", Way::Goto),
    ("code-insiders", Way::Goto),
    ("codium", Way::Goto),
    ("cursor", Way::Goto),
    ("emacsclient", Way::Client),
    ("gedit", Way::Plus),
    ("gnome-text-editor", Way::Plus),
    ("goland", Way::Options),
    ("gvim", Way::Plus),
    ("idea", Way::Options),
    ("kate", Way::Options),
    ("mousepad", Way::Options),
    ("mvim", Way::Plus),
    ("phpstorm", Way::Options),
    ("pycharm", Way::Options),
    ("rubymine", Way::Options),
    ("rustrover", Way::Options),
    ("subl", Way::Colons),
    ("vscodium", Way::Goto),
    ("webstorm", Way::Options),
    ("windsurf", Way::Goto),
    ("xed", Way::Plus),
    ("zed", Way::Colons),
];

/// How long a program is watched for failing at once.
const FAILS_WITHIN: Duration = Duration::from_millis(400);

/// What opens files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    program: String,
    way: Way,
}

impl Editor {
    /// The editor that the environment names.
    pub fn from_env() -> Self {
        let named = ["VISUAL", "EDITOR"].map(|name| std::env::var(name).unwrap_or_default());
        Editor::named(named.iter().map(String::as_str))
    }

    /// The first of these commands that is an editor with a window; without one, what the system opens files
    /// with.
    pub fn named<'n>(commands: impl IntoIterator<Item = &'n str>) -> Self {
        for command in commands {
            let program = command.split_whitespace().next().unwrap_or_default();
            let name = Path::new(program).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            if let Some((_, way)) = KNOWN.iter().find(|(known, _)| *known == name) {
                return Editor { program: program.to_owned(), way: *way };
            }
        }
        let program = if cfg!(target_os = "macos") {
            "open"
        } else if cfg!(windows) {
            "explorer"
        } else {
            "xdg-open"
        };
        Editor { program: program.to_owned(), way: Way::File }
    }

    /// Its arguments for a file, given whole from the root of the file system, and a place in it.
    fn arguments(&self, file: &str, at: LineColumn) -> Vec<String> {
        let LineColumn { line, column } = at;
        let there = format!("{file}:{line}:{column}");
        match self.way {
            Way::Goto => vec!["--goto".into(), there],
            Way::Colons => vec![there],
            Way::Options => {
                vec!["--line".into(), line.to_string(), "--column".into(), column.to_string(), file.into()]
            }
            Way::Plus => vec![format!("+{line}"), file.into()],
            Way::Client => vec!["-n".into(), format!("+{line}:{column}"), file.into()],
            Way::File => vec![file.into()],
        }
    }

    /// Opens a file at a place; says what happened.
    ///
    /// # Errors
    /// Why it could not be opened, in words.
    pub fn open(&self, file: &Path, at: LineColumn) -> Result<String, String> {
        let Some(path) = file.to_str().filter(|_| file.is_absolute() && file.is_file()) else {
            return Err("The file is not there any more.".into());
        };
        let help = "Set VISUAL to an editor with a window, as in `VISUAL=code planc watch`.";
        let started = Command::new(&self.program)
            .args(self.arguments(path, at))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let mut child = started.map_err(|_| format!("`{}` can't be started. {help}", self.program))?;
        let step = FAILS_WITHIN / 10;
        for _ in 0..10 {
            match child.try_wait() {
                Ok(Some(status)) if !status.success() => {
                    return Err(format!("`{}` could not open it. {help}", self.program));
                }
                Ok(Some(_)) => return Ok(format!("Opened with `{}`.", self.program)),
                Ok(None) | Err(_) => thread::sleep(step),
            }
        }
        // It goes on by itself; someone must take note of its end, or it stays in the system's list.
        thread::spawn(move || child.wait());
        Ok(format!("Opened with `{}`.", self.program))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: LineColumn = LineColumn { line: 7, column: 3 };

    fn command(named: &str) -> Vec<String> {
        let editor = Editor::named([named]);
        [vec![editor.program.clone()], editor.arguments("/p/a.md", AT)].concat()
    }

    #[test]
    fn editors_with_a_window_go_to_the_line() {
        assert_eq!(command("code --wait"), ["code", "--goto", "/p/a.md:7:3"]);
        assert_eq!(command("/usr/bin/subl -w"), ["/usr/bin/subl", "/p/a.md:7:3"]);
        assert_eq!(command("idea"), ["idea", "--line", "7", "--column", "3", "/p/a.md"]);
        assert_eq!(command("gvim"), ["gvim", "+7", "/p/a.md"]);
    }

    #[test]
    fn an_editor_in_a_terminal_is_never_started() {
        for named in ["vim", "nvim -R", "nano", "/usr/bin/emacs -nw", "hx", "", "vi"] {
            assert_eq!(Editor::named([named]).way, Way::File, "{named}");
        }
        assert_eq!(Editor::named(["vim", "code"]).program, "code");
    }
}
