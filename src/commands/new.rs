//! `planc new`: a plan for a new client, with the framework's sections and guidance in it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use chrono::{Datelike, Days, Months};

use super::{Failure, Outcome, open};
use crate::cli::{Clock, Console, NewArgs};
use crate::config::Config;
use crate::decode;
use crate::model::Date;
use crate::session::{Ask, Session};
use crate::source::{ACCOUNTS, reason};

const TEMPLATE: &str = include_str!("new/plan.md");

/// Runs it.
///
/// # Errors
/// Where there is no portfolio, the account is there already, a word is none that the portfolio knows, or
/// the plan can't be written.
pub fn run(args: &NewArgs, clock: &Clock, console: &mut Console) -> Result<Outcome, Failure> {
    let disk = open(&args.portfolio)?;
    let name = args.client.trim();
    if name.is_empty() || name.contains(char::is_control) {
        return Err(Failure::new(
            "a client's name is text on one line",
            "write `planc new \"Northwind Traders\"`",
        ));
    }
    let id = id(args, name)?;
    let today = clock.day();
    let compilation = Session::new().compile(&disk, &Ask { as_of: today });
    if let Some(taken) = compilation.portfolio.plans.iter().find(|plan| plan.plan.id.value == id) {
        return Err(Failure::new(
            format!("the account `{id}` is there already: {}", taken.plan.path()),
            "open that plan, or choose another id with `--id`",
        ));
    }
    let config = &compilation.portfolio.config;
    let tier = tier(args, config)?;
    let owner = owner(args, config, console)?;

    let path = format!("{ACCOUNTS}/{id}.md");
    let text = plan(name, &owner, tier.as_deref(), config, today);
    write(&disk.root().join(ACCOUNTS), &disk.root().join(&path), &text)?;
    writeln!(console.out(), "{path}")?;
    console.out().flush()?;
    console.note("fill it in with your editor beside `planc watch`; `planc check` says what is missing");
    Ok(Outcome::Clean)
}

fn id(args: &NewArgs, name: &str) -> Result<String, Failure> {
    match &args.id {
        Some(id) if decode::is_account_id(id) => Ok(id.clone()),
        Some(id) => Err(Failure::new(
            format!("“{id}” can't be an account's id: it is made of small letters, digits and `-`"),
            format!("write `--id {}`", decode::id_from_name(id).unwrap_or_else(|| "northwind".into())),
        )),
        None => decode::id_from_name(name).ok_or_else(|| {
            Failure::new(
                format!("no id can be made from “{name}”"),
                "give one of small letters, digits and `-` with `--id`",
            )
        }),
    }
}

/// The tier that is asked for, where it is one.
fn tier(args: &NewArgs, config: &Config) -> Result<Option<String>, Failure> {
    let Some(tier) = &args.tier else { return Ok(None) };
    let names = || config.tiers.iter().map(|tier| tier.name.as_str());
    match names().find(|name| name.eq_ignore_ascii_case(tier)) {
        Some(name) => Ok(Some(name.to_owned())),
        None => Err(unknown(&format!("there is no tier “{tier}”"), tier, names())),
    }
}

/// The account manager: who is asked for; else the only one of ours, or the first.
fn owner(args: &NewArgs, config: &Config, console: &mut Console) -> Result<String, Failure> {
    let people = || config.people.keys().map(String::as_str);
    match (&args.owner, people().next()) {
        (Some(owner), Some(_)) if !config.people.contains_key(owner) => {
            Err(unknown(&format!("there is nobody “{owner}” in planc.yaml's `people`"), owner, people()))
        }
        (Some(owner), None) if !decode::is_person(owner) => Err(Failure::new(
            format!("“{owner}” can't be a person's key"),
            "write it like `maria.lopez`: small letters, digits, `.`, `_` and `-`",
        )),
        (Some(owner), _) => Ok(owner.clone()),
        (None, Some(first)) => {
            if config.people.len() > 1 {
                console.note(&format!("owner: {first}, the first of `people`; name another with `--owner`"));
            }
            Ok(first.to_owned())
        }
        (None, None) => Err(Failure::new(
            "whose account is it?",
            "name the account manager: `planc new \"Northwind Traders\" --owner maria.lopez`",
        )),
    }
}

fn unknown<'a>(message: &str, word: &str, names: impl Iterator<Item = &'a str> + Clone) -> Failure {
    let all = || names.clone().collect::<Vec<_>>().join(", ");
    Failure::new(
        message,
        decode::did_you_mean(word, names.clone()).unwrap_or_else(|| format!("there are: {}", all())),
    )
}

/// The plan's text.
fn plan(name: &str, owner: &str, tier: Option<&str>, config: &Config, today: Date) -> String {
    let day = |day: Option<Date>| day.unwrap_or(today).format("%Y-%m-%d").to_string();
    let others = |names: Vec<&str>| match names.as_slice() {
        [] | [_] => String::new(),
        [first @ .., last] => format!("   # {} or {last}", first.join(", ")),
    };
    let tiers: Vec<&str> = config.tiers.iter().map(|tier| tier.name.as_str()).collect();
    // More than a few names in a comment are no help.
    let people: Vec<&str> = config.people.keys().map(String::as_str).take(8).collect();
    let product = config.products.first().map_or("Platform", String::as_str);
    let values = [
        ("{account}", scalar(name)),
        ("{title}", heading(name)),
        ("{owner}", scalar(owner)),
        ("{owners}", others(people)),
        ("{tier}", if tier.is_some() { "tier".into() } else { "# tier".to_owned() }),
        ("{tier_value}", scalar(tier.or(tiers.first().copied()).unwrap_or("strategic"))),
        ("{tiers}", others(tiers)),
        ("{currency}", config.currency.to_string()),
        ("{product}", scalar(product)),
        ("{year}", today.year().to_string()),
        ("{today}", day(Some(today))),
        ("{recently}", day(today.checked_sub_months(Months::new(2)))),
        ("{close}", day(today.checked_add_months(Months::new(4)))),
        ("{due}", day(today.checked_add_days(Days::new(45)))),
    ];
    // Each place once, from left to right: a name may hold braces itself.
    let mut text = String::with_capacity(TEMPLATE.len() + 256);
    let mut rest = TEMPLATE;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let filled = values.iter().find(|(place, _)| from.starts_with(place));
        match filled {
            Some((place, value)) => {
                text.push_str(value);
                rest = from.get(place.len()..).unwrap_or_default();
            }
            None => {
                text.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
    text
}

/// A text as a YAML value on one line.
fn scalar(text: &str) -> String {
    let yaml = serde_yaml::to_string(text).unwrap_or_default();
    let line = yaml.trim_end_matches('\n');
    // A long name could be folded over lines; in double quotes JSON's way of writing is YAML's too.
    if line.contains('\n') || line.is_empty() {
        serde_json::Value::from(text).to_string()
    } else {
        line.to_owned()
    }
}

/// A text as Markdown that shows just that.
fn heading(text: &str) -> String {
    let special =
        |c: char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~');
    let escaped = |c: char| special(c).then_some('\\').into_iter().chain([c]);
    text.chars().flat_map(escaped).collect()
}

/// Writes the plan where nothing is yet.
fn write(folder: &Path, path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| {
        let message = format!("{} can't be written: {}", path.display(), reason(&error));
        match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Failure::new(message, "open that plan, or choose another id with `--id`")
            }
            _ => Failure::new(message, "check that the folder may be written to by you"),
        }
    };
    fs::create_dir_all(folder).map_err(failed)?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    let written = file.write_all(text.as_bytes());
    if written.is_err() {
        // Half a plan is worse than none.
        let _ = fs::remove_file(path);
    }
    written.map_err(failed)
}
