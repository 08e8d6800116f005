//! Dates, dates with a time, months, and lengths of time.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::decode::refusal::{Refusal, quoted};
use crate::diagnostic::codes::{P105, P106, P107, P111};
use crate::model::{Cadence, Date, Moment, Month};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2026-10-15`.
pub(crate) fn date(text: &str) -> Result<Date, Refusal> {
    strict_date(text).ok_or_else(|| refuse_date(text))
}

fn strict_date(text: &str) -> Option<Date> {
    let (year, month, day) = date_shape(text)?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Year, month and day of a text of the right form, whether there is such a day or not.
fn date_shape(text: &str) -> Option<(i32, u32, u32)> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let year = digits(bytes.get(..4)?)?;
    Some((i32::try_from(year).ok()?, digits(bytes.get(5..7)?)?, digits(bytes.get(8..)?)?))
}

/// A run of at most nine digits as a number.
fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 9 {
        return None;
    }
    bytes.iter().try_fold(0_u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

fn refuse_date(text: &str) -> Refusal {
    let shown = quoted(text);
    if let Some((year, month, day)) = date_shape(text) {
        return no_such_day(text, year, month, day);
    }
    if let Some(day) = text.get(..10).and_then(strict_date)
        && text.get(10..).is_some_and(|rest| rest.starts_with(['T', 't', ' ']))
    {
        let message = format!("is a day, and {shown} has more than the day");
        return Refusal::write(&P105, message, day.to_string());
    }
    let message = format!("must be a date written year-month-day, not {shown}");
    match guess_date(text) {
        Guess::Day(day) => Refusal::write(&P105, message, day.to_string()),
        Guess::Either(a, b) => {
            Refusal::new(&P105, message, format!("write `{a}` or `{b}`, whichever day you mean"))
        }
        Guess::NoYear(month, day) => Refusal::new(
            &P105,
            message,
            format!("write the year too, then month and day: `YYYY-{month:02}-{day:02}`"),
        ),
        Guess::NoDay(year, month) => {
            Refusal::new(&P105, message, format!("write the day too, for example `{year:04}-{month:02}-01`"))
        }
        Guess::Nothing => Refusal::new(
            &P105,
            message,
            "write four digits of the year, the month and the day, for example `2026-10-15`",
        ),
    }
}

fn no_such_day(text: &str, year: i32, month: u32, day: u32) -> Refusal {
    let message = format!("is a day that does not exist: {}", quoted(text));
    if let Some(name) = month.checked_sub(1).and_then(|at| MONTHS.get(at as usize)) {
        let days = Month { year, month }.last_day().map_or(31, |last| chrono::Datelike::day(&last));
        let help = format!(
            "{name} {year} has {days} days: write a day from `{year:04}-{month:02}-01` to `{year:04}-{month:02}-{days}`"
        );
        return Refusal::new(&P105, message, help);
    }
    let help = match NaiveDate::from_ymd_opt(year, day, month) {
        Some(swapped) => format!("the month comes before the day: write `{swapped}`"),
        None => format!("months go from `01` to `12`, and there is no month {month:02}"),
    };
    Refusal::new(&P105, message, help)
}

enum Guess {
    Day(Date),
    Either(Date, Date),
    NoYear(u32, u32),
    NoDay(u32, u32),
    Nothing,
}

/// What day someone may have meant who wrote it another way.
fn guess_date(text: &str) -> Guess {
    if text.len() > 40 {
        return Guess::Nothing;
    }
    let mut month = None;
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    for part in parts(text) {
        let bytes = part.as_bytes();
        if let Some(number) = digits(bytes) {
            numbers.push((number, bytes.len()));
        } else if let Some(named) = month_by_name(part) {
            if month.replace(named).is_some() {
                return Guess::Nothing;
            }
        } else if !matches!(part, "st" | "nd" | "rd" | "th" | "of" | "the") {
            return Guess::Nothing;
        }
    }
    let day = |year: u32, month, day| {
        i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
    };
    let full = |year: u32, width: usize| if width == 2 { 2000 + year } else { year };
    match (month, numbers.as_slice()) {
        (Some(month), &[(n, 4)]) => Guess::NoDay(n, month),
        (Some(month), &[(n, 1 | 2)]) if day(2024, month, n).is_some() => Guess::NoYear(month, n),
        (Some(month), &[(year, 4), (n, 1 | 2)] | &[(n, 1 | 2), (year, 4)]) => {
            day(year, month, n).map_or(Guess::Nothing, Guess::Day)
        }
        (Some(month), &[(n, 1 | 2), (year, 2)]) => {
            day(full(year, 2), month, n).map_or(Guess::Nothing, Guess::Day)
        }
        (None, &[(compact, 8)]) => {
            day(compact / 10_000, compact / 100 % 100, compact % 100).map_or(Guess::Nothing, Guess::Day)
        }
        (None, &[(year, 4), (a, 1 | 2), (b, 1 | 2)]) => {
            day(year, a, b).or_else(|| day(year, b, a)).map_or(Guess::Nothing, Guess::Day)
        }
        (None, &[(a, 1 | 2), (b, 1 | 2), (year, width @ (2 | 4))]) => {
            // Of `26-10-15` nobody can tell which end is the year.
            if width == 2
                && text.contains('-')
                && let (Some(x), Some(y)) = (day(2000 + a, b, year), day(2000 + year, b, a))
                && x != y
            {
                return Guess::Either(x, y);
            }
            let year = full(year, width);
            match (day(year, b, a), day(year, a, b)) {
                (Some(x), Some(y)) if x != y => Guess::Either(x, y),
                (Some(x), _) | (None, Some(x)) => Guess::Day(x),
                (None, None) => Guess::Nothing,
            }
        }
        (None, &[(year, 4), (month, 1 | 2)] | &[(month, 1 | 2), (year, 4)]) if (1..=12).contains(&month) => {
            Guess::NoDay(year, month)
        }
        _ => Guess::Nothing,
    }
}

/// Runs of digits and runs of letters.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).flat_map(|word| {
        let split = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let (number, letters) = word.split_at_checked(split).unwrap_or((word, ""));
        [number, letters].into_iter().filter(|part| !part.is_empty())
    })
}

/// 1 to 12 of a month's English name or its first three letters (`Sept` too).
pub(crate) fn month_by_name(word: &str) -> Option<u32> {
    let is = |name: &str| {
        name.eq_ignore_ascii_case(word)
            || name.get(..3).is_some_and(|short| short.eq_ignore_ascii_case(word))
            || (name == "September" && word.eq_ignore_ascii_case("sept"))
    };
    MONTHS.iter().position(|name| is(name)).and_then(|at| u32::try_from(at + 1).ok())
}

/// `2026-08-02`, `2026-08-02T09:30`, `2026-08-02T09:30:15`, the latter two with `Z` or `±hh:mm`. Without
/// an offset it is UTC, without a time 12:00.
pub(crate) fn moment(text: &str) -> Result<Moment, Refusal> {
    if text.len() == 10
        && let Some(day) = strict_date(text)
    {
        let at = day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default());
        return Ok(Moment { at, day, timed: false });
    }
    strict_moment(text).ok_or_else(|| refuse_moment(text))
}

fn strict_moment(text: &str) -> Option<Moment> {
    let day = strict_date(text.get(..10)?)?;
    let rest = text.get(10..)?.strip_prefix('T')?;
    let (time, offset) = split_offset(rest)?;
    let at = day.and_time(clock(time)?).checked_sub_signed(TimeDelta::minutes(offset))?;
    Some(Moment { at, day, timed: true })
}

/// A time and the offset after it, in minutes east of UTC.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(time) = text.strip_suffix('Z') {
        return Some((time, 0));
    }
    let Some(sign) = text.find(['+', '-']) else { return Some((text, 0)) };
    let (time, offset) = text.split_at_checked(sign)?;
    let bytes = offset.as_bytes();
    if bytes.len() != 6 || bytes.get(3) != Some(&b':') {
        return None;
    }
    let (hours, minutes) = (digits(bytes.get(1..3)?)?, digits(bytes.get(4..)?)?);
    // No place on earth is further than 14 hours from UTC.
    if minutes > 59 || hours * 60 + minutes > 14 * 60 {
        return None;
    }
    let east = i64::from(hours * 60 + minutes);
    Some((time, if bytes.first() == Some(&b'-') { -east } else { east }))
}

/// `09:30` or `09:30:15`.
fn clock(text: &str) -> Option<NaiveTime> {
    let bytes = text.as_bytes();
    let two = |from: usize| digits(bytes.get(from..from + 2)?);
    let seconds = match bytes.len() {
        5 => 0,
        8 if bytes.get(5) == Some(&b':') => two(6)?,
        _ => return None,
    };
    if bytes.get(2) != Some(&b':') {
        return None;
    }
    NaiveTime::from_hms_opt(two(0)?, two(3)?, seconds)
}

fn refuse_moment(text: &str) -> Refusal {
    let shown = quoted(text);
    let (day_text, rest) = match text.split_at_checked(10) {
        Some((day, rest)) if date_shape(day).is_some() => (day, rest),
        _ => {
            let (day, rest) = text.split_once([' ', 'T', ',']).unwrap_or((text, ""));
            (day, rest)
        }
    };
    let Some(day) = strict_date(day_text) else {
        let mut refusal = refuse_date(if clock_like(rest).is_some() { day_text } else { text });
        refusal.code = &P106;
        refusal.message = match date_shape(day_text) {
            Some(_) => format!("is a day that does not exist: {shown}"),
            None => format!("must be a date, with or without a time, not {shown}"),
        };
        if let (Some(fix), Some(time)) = (&mut refusal.fix, clock_like(rest)) {
            *fix = format!("{fix}T{time}");
            refusal.help = format!("write `{fix}`");
        }
        return refusal;
    };
    let message = format!("has no time that can be read: {shown}");
    if let Some(time) = clock_like(rest) {
        return Refusal::write(&P106, message, format!("{day}T{time}"));
    }
    let help = format!("write `{day}T09:30`, `{day}T09:30Z` or `{day}T09:30+02:00`, or only `{day}`");
    Refusal::new(&P106, message, help)
}

/// A time that someone wrote another way: `9:30`, `9.30 pm`, ` 09:30z`. With its offset where it has a good one.
fn clock_like(text: &str) -> Option<String> {
    let text = text.trim_matches([' ', 'T', 't', ',']);
    if text.len() > 20 || !text.is_ascii() {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let (lower, zulu) = match lower.strip_suffix('z').or_else(|| lower.strip_suffix("utc")) {
        Some(bare) => (bare.trim_end().to_owned(), "Z"),
        None => (lower, ""),
    };
    let (lower, afternoon) = if let Some(bare) = lower.strip_suffix("pm") {
        (bare.trim_end(), Some(true))
    } else if let Some(bare) = lower.strip_suffix("am") {
        (bare.trim_end(), Some(false))
    } else {
        (lower.as_str(), None)
    };
    let (time, offset) = match lower.find(['+', '-']) {
        Some(sign) => lower.split_at_checked(sign)?,
        None => (lower, ""),
    };
    let mut numbers = time.trim_end().split([':', '.', 'h']).map(|part| digits(part.as_bytes()));
    let hour = numbers.next()??;
    let minute = numbers.next().unwrap_or(afternoon.map(|_| 0))?;
    let hour = match afternoon {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    // Seconds are kept where they are some; their fractions are not told.
    let second = numbers.next().filter(|_| !time.contains('h')).unwrap_or(Some(0))?;
    let form = if second > 0 { "%H:%M:%S" } else { "%H:%M" };
    let time = NaiveTime::from_hms_opt(hour, minute, second)?.format(form).to_string();
    let offset = if offset.is_empty() { String::new() } else { offset_like(offset)? };
    Some(format!("{time}{offset}{zulu}"))
}

/// An offset that someone wrote another way: `+2`, `+0200`.
fn offset_like(text: &str) -> Option<String> {
    let (sign, rest) = text.split_at_checked(1)?;
    let bare: String = rest.chars().filter(|c| *c != ':').collect();
    let number = digits(bare.as_bytes())?;
    let (hours, minutes) = if bare.len() <= 2 { (number, 0) } else { (number / 100, number % 100) };
    let offset = format!("{sign}{hours:02}:{minutes:02}");
    split_offset(&format!("00:00{offset}")).map(|_| offset)
}

/// `2026-08`.
pub(crate) fn month(text: &str) -> Result<Month, Refusal> {
    strict_month(text).ok_or_else(|| {
        let message = format!("must be a month written year-month, not {}", quoted(text));
        let guess = strict_date(text).map(Month::of).or_else(|| match guess_date(text) {
            Guess::NoDay(year, month) => Some(Month { year: i32::try_from(year).ok()?, month }),
            Guess::Day(day) => Some(Month::of(day)),
            _ => None,
        });
        match guess {
            Some(month) => Refusal::write(&P107, message, month.to_string()),
            None => Refusal::new(&P107, message, "write the year and the month, for example `2026-08`"),
        }
    })
}

/// The month of a text of exactly that form.
pub(crate) fn strict_month(text: &str) -> Option<Month> {
    let bytes = text.as_bytes();
    if bytes.len() != 7 || bytes.get(4) != Some(&b'-') {
        return None;
    }
    let (year, month) = (digits(bytes.get(..4)?)?, digits(bytes.get(5..)?)?);
    (1..=12).contains(&month).then_some(Month { year: i32::try_from(year).ok()?, month })
}

/// `30d`, `6w`, `3m`; at least one of it.
pub(crate) fn cadence(text: &str) -> Result<Cadence, Refusal> {
    match strict_cadence(text) {
        Some(Cadence::Days(0) | Cadence::Weeks(0) | Cadence::Months(0)) => Err(Refusal::new(
            &P111,
            format!("can't be {}: it must be one day at least", quoted(text)),
            "write days, weeks or months such as `30d`, `6w` or `3m`, or leave the line out",
        )),
        Some(cadence) => Ok(cadence),
        None => Err(refuse_cadence(text)),
    }
}

/// `90d`, and `0d` too.
pub(crate) fn notice(text: &str) -> Result<Cadence, Refusal> {
    strict_cadence(text).ok_or_else(|| refuse_cadence(text))
}

fn strict_cadence(text: &str) -> Option<Cadence> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    // A hundred years of days is more than anybody plans.
    let number = digits(number.as_bytes()).filter(|number| *number <= 36_525)?;
    match unit {
        "d" => Some(Cadence::Days(number)),
        "w" => Some(Cadence::Weeks(number)),
        "m" => Some(Cadence::Months(number)),
        _ => None,
    }
}

fn refuse_cadence(text: &str) -> Refusal {
    let message = format!("must be a number of days, weeks or months, not {}", quoted(text));
    match guess_cadence(text) {
        Some((fix, true)) => Refusal::write(&P111, message, fix),
        Some((guess, false)) => Refusal::new(&P111, message, format!("write `{guess}`")),
        None => Refusal::new(&P111, message, "write for example `30d`, `6w` or `3m`"),
    }
}

/// What length someone may have meant, and whether that is beyond doubt.
fn guess_cadence(text: &str) -> Option<(String, bool)> {
    let lower = text.trim().to_lowercase();
    let word = |word| (String::from(word), true);
    match lower.as_str() {
        "daily" => return Some(word("1d")),
        "weekly" => return Some(word("1w")),
        "biweekly" | "fortnightly" => return Some(word("2w")),
        "monthly" => return Some(word("1m")),
        "quarterly" => return Some(word("3m")),
        "half-yearly" | "biannually" => return Some(word("6m")),
        "yearly" | "annually" | "annual" => return Some(word("12m")),
        _ => {}
    }
    let split = lower.find(|c: char| !c.is_ascii_digit()).unwrap_or(lower.len());
    let (number, unit) = lower.split_at_checked(split)?;
    let number = digits(number.as_bytes()).filter(|number| *number <= 36_525)?;
    match unit.trim() {
        "" => Some((format!("{number}d"), false)),
        "d" | "day" | "days" => Some((format!("{number}d"), true)),
        "w" | "wk" | "wks" | "week" | "weeks" => Some((format!("{number}w"), true)),
        "m" | "mo" | "mos" | "month" | "months" => Some((format!("{number}m"), true)),
        "q" | "quarter" | "quarters" => Some((format!("{}m", number * 3), true)),
        "y" | "yr" | "yrs" | "year" | "years" => Some((format!("{}m", number * 12), true)),
        _ => None,
    }
}
