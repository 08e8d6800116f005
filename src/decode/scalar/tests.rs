//! The table of values of the format reference, form by form: what is accepted and what it means; what is
//! refused and what the help says to write.

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::{date, id, money, number, word};
use crate::decode::refusal::Refusal;
use crate::model::{ActionStatus, Cadence, Choice, Element, ForecastCategory, Month, Role, Stage};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Every text is refused, its help holds what stands beside it, and a certain mend is itself accepted.
fn refused<T: std::fmt::Debug>(decode: impl Fn(&str) -> Result<T, Refusal>, cases: &[(&str, &str)]) {
    for (text, help) in cases {
        let refusal = match decode(text) {
            Ok(value) => panic!("{text} was taken as {value:?}"),
            Err(refusal) => refusal,
        };
        assert!(refusal.help.contains(help), "{text}: {}", refusal.help);
        if let Some(fix) = &refusal.fix {
            assert!(decode(fix).is_ok(), "{text}: its mend {fix} is refused too");
        }
    }
}

#[test]
fn dates() {
    assert_eq!(date::date("2026-10-15").unwrap(), day(2026, 10, 15));
    assert_eq!(date::date("2024-02-29").unwrap(), day(2024, 2, 29));
    assert_eq!(date::date("9999-12-31").unwrap(), day(9999, 12, 31));
    refused(
        date::date,
        &[
            ("15/10/2026", "`2026-10-15`"),
            ("10/15/2026", "`2026-10-15`"),
            ("05/06/2026", "`2026-06-05` or `2026-05-06`"),
            ("06/06/2026", "`2026-06-06`"),
            ("15.10.2026", "`2026-10-15`"),
            ("15-10-2026", "`2026-10-15`"),
            ("15.10.26", "`2026-10-15`"),
            ("2026/10/15", "`2026-10-15`"),
            ("2026.10.15", "`2026-10-15`"),
            ("2026-1-5", "`2026-01-05`"),
            ("20261015", "`2026-10-15`"),
            ("15 Oct 2026", "`2026-10-15`"),
            ("October 15th, 2026", "`2026-10-15`"),
            ("Oct 15", "`YYYY-10-15`"),
            ("15 October", "`YYYY-10-15`"),
            ("Oct 2026", "`2026-10-01`"),
            ("2026-10", "`2026-10-01`"),
            ("2026-02-30", "February 2026 has 28 days"),
            ("2024-02-30", "February 2024 has 29 days"),
            ("2026-04-31", "April 2026 has 30 days"),
            ("2026-15-10", "`2026-10-15`"),
            ("2026-13-32", "`01` to `12`"),
            ("2026-00-10", "`01` to `12`"),
            ("2026-10-15T09:30", "`2026-10-15`"),
            ("2026-10-15 09:30", "`2026-10-15`"),
            ("tomorrow", "`2026-10-15`"),
            ("Q3 2026", "`2026-10-15`"),
            ("２０２６-10-15", "`2026-10-15`"),
            ("-2026-10-15", "`2026-10-15`"),
            ("999999999999", "`2026-10-15`"),
        ],
    );
}

#[test]
fn dates_with_a_time_are_in_utc_unless_they_say_otherwise() {
    let at = |day: NaiveDate, hour, minute, second| -> NaiveDateTime {
        day.and_hms_opt(hour, minute, second).unwrap()
    };
    let d = day(2026, 8, 2);
    for (text, expected, written_day, timed) in [
        ("2026-08-02", at(d, 12, 0, 0), d, false),
        ("2026-08-02T09:30", at(d, 9, 30, 0), d, true),
        ("2026-08-02T09:30:15", at(d, 9, 30, 15), d, true),
        ("2026-08-02T09:30Z", at(d, 9, 30, 0), d, true),
        ("2026-08-02T09:30:15Z", at(d, 9, 30, 15), d, true),
        // Two hours east of UTC: 09:30 there is 07:30 UTC.
        ("2026-08-02T09:30+02:00", at(d, 7, 30, 0), d, true),
        ("2026-08-02T09:30:15-05:30", at(d, 15, 0, 15), d, true),
        // The day as written stays the day, though in UTC it is the day before.
        ("2026-08-02T01:00+02:00", at(day(2026, 8, 1), 23, 0, 0), d, true),
    ] {
        let moment = date::moment(text).unwrap();
        assert_eq!((moment.at, moment.day, moment.timed), (expected, written_day, timed), "{text}");
    }
    refused(
        date::moment,
        &[
            ("2026-08-02 09:30", "`2026-08-02T09:30`"),
            ("2026-08-02t09:30z", "`2026-08-02T09:30Z`"),
            ("2026-08-02T9:30", "`2026-08-02T09:30`"),
            ("2026-08-02 9:30 pm", "`2026-08-02T21:30`"),
            ("2026-08-02T09:30+0200", "`2026-08-02T09:30+02:00`"),
            ("2026-08-02T09:30+2", "`2026-08-02T09:30+02:00`"),
            ("2026-08-02T24:00", "`2026-08-02T09:30`"),
            ("2026-08-02T09:60", "`2026-08-02T09:30`"),
            ("2026-08-02T09:30+15:00", "`2026-08-02T09:30+02:00`"),
            ("2026-08-02Z", "`2026-08-02T09:30`"),
            ("02/08/2026 09:30", "`2026-08-02` or `2026-02-08`"),
            ("13/08/2026 09:30", "`2026-08-13T09:30`"),
            ("2026-02-30T09:30", "February 2026 has 28 days"),
            ("yesterday", "`2026-10-15`"),
        ],
    );
}

#[test]
fn months() {
    assert_eq!(date::month("2026-08").unwrap(), Month { year: 2026, month: 8 });
    refused(
        date::month,
        &[
            ("2026-8", "`2026-08`"),
            ("08/2026", "`2026-08`"),
            ("Aug 2026", "`2026-08`"),
            ("August 2026", "`2026-08`"),
            ("2026-08-15", "`2026-08`"),
            ("2026-13", "`2026-08`"),
            ("Aug", "`2026-08`"),
            ("2026 Q3", "`2026-08`"),
        ],
    );
}

#[test]
fn lengths_of_time() {
    assert_eq!(date::cadence("30d").unwrap(), Cadence::Days(30));
    assert_eq!(date::cadence("6w").unwrap(), Cadence::Weeks(6));
    assert_eq!(date::cadence("3m").unwrap(), Cadence::Months(3));
    assert_eq!(date::notice("0d").unwrap(), Cadence::Days(0));
    refused(
        date::cadence,
        &[
            ("30", "`30d`"),
            ("30 days", "`30d`"),
            ("2 weeks", "`2w`"),
            ("1 month", "`1m`"),
            ("30D", "`30d`"),
            ("monthly", "`1m`"),
            ("quarterly", "`3m`"),
            ("1y", "`12m`"),
            ("0d", "`30d`"),
            ("-30d", "`30d`"),
            ("soon", "`30d`"),
            ("99999999999d", "`30d`"),
        ],
    );
}

#[test]
fn money_means_what_it_says() {
    for (text, amount, currency) in [
        ("240000", "240000", None),
        ("240_000", "240000", None),
        ("240,000.50", "240000.5", None),
        ("240,000", "240000", None),
        ("1,240,000", "1240000", None),
        ("240k", "240000", None),
        ("1.2M", "1200000", None),
        ("2bn", "2000000000", None),
        ("0", "0", None),
        ("0k", "0", None),
        ("-0", "0", None),
        ("+5k", "5000", None),
        (".5M", "500000", None),
        ("1.23456M", "1234560", None),
        ("999999999999999.9999", "999999999999999.9999", None),
        ("EUR 240k", "240000", Some("EUR")),
        ("USD 240,000.50", "240000.5", Some("USD")),
        ("GBP  1", "1", Some("GBP")),
    ] {
        let found = money::money(text).unwrap();
        let code = found.currency.map(|currency| currency.as_str().to_owned());
        assert_eq!((found.amount, code.as_deref()), (decimal(amount), currency), "{text}");
    }
}

#[test]
fn money_written_otherwise_is_refused_with_the_way_to_write_it() {
    refused(
        money::money,
        &[
            ("$240k", "`USD 240k`"),
            ("240k$", "`USD 240k`"),
            ("€240k", "`EUR 240k`"),
            ("240 €", "`EUR 240`"),
            ("£1.2M", "`GBP 1.2M`"),
            ("240.000,50", "`240000.50`"),
            ("240.000.000", "`240000000`"),
            ("240 000", "`240000`"),
            ("240'000", "`240000`"),
            ("2,40", "`2.40`"),
            ("24,00,000", "`2400000`"),
            ("240_00", "`24000`"),
            ("1_000,000", "`1000000`"),
            ("240K", "`240k`"),
            ("240 k", "`240k`"),
            ("1.2m", "`1.2M`"),
            ("1.2 million", "`1.2M`"),
            ("1.2mn", "`1.2M`"),
            ("2B", "`2bn`"),
            ("2BN", "`2bn`"),
            ("2 billion", "`2bn`"),
            ("eur 240k", "`EUR 240k`"),
            ("EUR240k", "`EUR 240k`"),
            ("240k EUR", "`EUR 240k`"),
            ("240k per year", "`240k`"),
            ("1e3", "`1000`"),
            ("0x1F", "`31`"),
            ("-5k", "0 up"),
            ("40%", "`240k`"),
            ("1234567890123456", "15 digits"),
            ("0.00001", "4 after"),
            ("999999999999999k", "15 digits"),
            ("99999999999999999999999999999999999999999999", "15 digits"),
            ("a lot", "`240k`"),
            ("010", "`10`"),
            ("EUR", "`EUR 240k`"),
            ("k", "`240k`"),
            (".", "`240k`"),
            ("1.2.3", "`240k`"),
        ],
    );
}

#[test]
fn a_certain_mend_is_never_a_guess_between_two() {
    // `$` is the sign of many currencies, and `m` is a thousand to some.
    assert_eq!(money::money("$240k").unwrap_err().fix, None);
    assert_eq!(money::money("1.2m").unwrap_err().fix, None);
    assert_eq!(date::date("05/06/2026").unwrap_err().fix, None);
    assert_eq!(date::date("Oct 15").unwrap_err().fix, None);
    assert_eq!(date::date("15/10/2026").unwrap_err().fix.as_deref(), Some("2026-10-15"));
    assert_eq!(number::share("40").unwrap_err().fix.as_deref(), Some("40%"));
}

#[test]
fn currencies() {
    assert_eq!(money::currency("EUR").unwrap().as_str(), "EUR");
    refused(money::currency, &[("eur", "`EUR`"), ("€", "`EUR`"), ("Euro", "`EUR`"), ("US dollars", "`USD`")]);
}

#[test]
fn shares() {
    for (text, value) in [
        ("40%", "0.4"),
        ("40 %", "0.4"),
        ("0.4", "0.4"),
        ("1", "1"),
        ("0", "0"),
        ("100%", "1"),
        ("12.5%", "0.125"),
        (".4", "0.4"),
        ("1%", "0.01"),
        ("0%", "0"),
    ] {
        assert_eq!(number::share(text).unwrap(), decimal(value), "{text}");
    }
    refused(
        number::share,
        &[
            ("40", "`40%`"),
            ("100", "`100%`"),
            ("1.5", "`1.5%`"),
            ("0,4", "`0.4`"),
            ("40,5%", "`40.5%`"),
            ("40 percent", "`40%`"),
            ("40 pct", "`40%`"),
            ("110%", "`100%`"),
            ("140", "`100%`"),
            ("-5%", "`0%`"),
            ("high", "`40%`"),
            ("%", "`40%`"),
        ],
    );
    assert_eq!(number::any_share("110%").unwrap(), decimal("1.1"));
    assert_eq!(number::any_share("1.1").unwrap(), decimal("1.1"));
    refused(number::any_share, &[("110", "`110%`"), ("2000%", "`1000%`")]);
}

#[test]
fn numbers() {
    for (text, value) in [
        ("26", "26"),
        ("-3.5", "-3.5"),
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1,200", "1200"),
        ("1_200_000", "1200000"),
        ("0", "0"),
    ] {
        assert_eq!(number::quantity(text).unwrap(), decimal(value), "{text}");
    }
    refused(
        number::quantity,
        &[
            ("1e3", "`1000`"),
            ("1.5e-2", "`0.015`"),
            ("0x1F", "`31`"),
            ("0o17", "`15`"),
            ("010", "`10`"),
            ("26 hours", "`26`"),
            ("95%", "`95`"),
            ("1.2k", "`1200`"),
            ("3M", "`3000000`"),
            ("1.200,5", "`1200.5`"),
            ("12,34", "`12.34`"),
            ("~4000", "`4000`"),
            ("many", "`1200`"),
            (".inf", "`1200`"),
            (".nan", "`1200`"),
            ("12345678901234567890", "15 digits"),
        ],
    );
    refused(number::count, &[("-3", "`3`")]);
    refused(number::positive, &[("0", "above 0"), ("-1", "from 0 up")]);
    assert_eq!(number::whole("4,200").unwrap(), 4200);
    assert_eq!(number::whole("4200.0").unwrap(), 4200);
    refused(number::whole, &[("4200.5", "`4200`"), ("-4", "`4`"), ("4000+", "`4000`")]);
}

#[test]
fn choices_take_the_word_in_any_case_with_spaces_and_underscores() {
    for text in ["decision-maker", "Decision maker", "DECISION_MAKER", "decision_Maker", " decision-maker "] {
        assert_eq!(word::choice::<Role>(text).unwrap(), Role::DecisionMaker, "{text}");
    }
    assert_eq!(word::choice::<ForecastCategory>("Best Case").unwrap(), ForecastCategory::BestCase);
    assert_eq!(word::choice::<ActionStatus>("In progress").unwrap(), ActionStatus::InProgress);
    refused(
        word::choice::<Role>,
        &[
            ("decison-maker", "did you mean `decision-maker`?"),
            ("decision", "did you mean `decision-maker`?"),
            ("sponsor", "did you mean `executive-sponsor`?"),
            ("champion, coach", "`[champion, coach]`"),
            ("zebra", "write `decision-maker`, `economic-buyer`"),
        ],
    );
    refused(
        word::choice::<Stage>,
        &[("Closed won", "did you mean `won`?"), ("negotiating", "`negotiation`")],
    );
    refused(
        word::choice::<ActionStatus>,
        &[("completed", "did you mean `done`?"), ("canceled", "`cancelled`")],
    );
    let near = word::choice::<Role>("decison-maker").unwrap_err();
    assert_eq!((near.code.code, near.fix.as_deref()), ("P104", Some("decision-maker")));
}

#[test]
fn every_word_of_a_choice_is_taken() {
    fn all<C: Choice + std::fmt::Debug>() {
        for word in C::ALL {
            assert_eq!(super::word::choice::<C>(word.as_str()).unwrap(), *word);
        }
    }
    all::<Role>();
    all::<Stage>();
    all::<ActionStatus>();
    all::<ForecastCategory>();
    all::<Element>();
}

#[test]
fn true_and_false() {
    for text in ["true", "True", "TRUE"] {
        assert!(word::boolean(text).unwrap());
    }
    for text in ["false", "False", "FALSE"] {
        assert!(!word::boolean(text).unwrap());
    }
    refused(
        word::boolean,
        &[
            ("yes", "`true`"),
            ("on", "`true`"),
            ("1", "`true`"),
            ("no", "`false`"),
            ("off", "`false`"),
            ("maybe", "`true` or `false`"),
        ],
    );
}

#[test]
fn ids_and_slugs() {
    assert_eq!(id::record_id("NW 2026/1 (renewal)").unwrap(), "NW 2026/1 (renewal)");
    assert!(id::record_id("two\nlines").is_err());
    assert_eq!(id::account_id("northwind-2").unwrap(), "northwind-2");
    refused(id::account_id, &[("Northwind Traders", "`northwind-traders`"), ("-x", "`x`"), ("a_b", "`a-b`")]);
    assert_eq!(id::person("maria.lopez").unwrap(), "maria.lopez");
    refused(
        id::person,
        &[("María López", "`maria.lopez`"), ("Maria.Lopez", "`maria.lopez`"), ("maria@x.example", "`maria`")],
    );
    for (text, slug) in [
        ("Build a relationship with the CFO", "build-a-relationship-with-the-cfo"),
        ("Café  Ångström & Søn", "cafe-angstrom-son"),
        ("Straße, Œuvre — Łódź", "strasse-oeuvre-lodz"),
        ("Cafe\u{301} open", "cafe-open"),
        ("  (x) ", "x"),
        ("日本", "record"),
        ("…", "record"),
        ("50% off", "50-off"),
    ] {
        assert_eq!(id::slug(text), slug, "{text}");
    }
}

#[test]
fn addresses() {
    assert!(id::web_address("https://northwind.example/a?b=c#d").is_ok());
    assert!(id::web_address("http://northwind.example").is_ok());
    refused(
        id::web_address,
        &[
            ("northwind.example", "`https://northwind.example`"),
            ("www.northwind.example/about", "`https://www.northwind.example/about`"),
            ("javascript:alert(1)", "in full"),
            ("ftp://northwind.example", "in full"),
            ("https://", "in full"),
            ("https://a b", "in full"),
            ("none yet", "in full"),
        ],
    );
    assert!(id::link_or_path("https://northwind.example/case.pdf").is_ok());
    assert!(id::link_or_path("evidence/case 1.pdf").is_ok());
    refused(
        id::link_or_path,
        &[
            ("javascript:alert(1)", "https://"),
            ("data:text/html,x", "https://"),
            ("C:\\case.pdf", "https://"),
        ],
    );
}

#[test]
fn a_point_that_may_part_thousands_is_doubtful() {
    assert!(money::money("240.000").unwrap().doubtful);
    assert!(!money::money("240.00").unwrap().doubtful);
    assert!(!money::money("0.125").unwrap().doubtful);
    assert!(!money::money("1.125M").unwrap().doubtful);
    assert_eq!(number::whole("4.200").unwrap_err().fix.as_deref(), Some("4200"));
}
