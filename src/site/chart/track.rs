//! Spans of time as bars on rows that share one axis: actions, contracts.
//!
//! Each row is a picture of its own, so that its words can stand beside it as text that wraps, sorts and
//! prints; all rows of one [`TimeAxis`] line up.

use std::fmt::Write as _;

use chrono::Datelike;

use super::N;
use crate::model::{Date, next_day};
use crate::site::html::{Esc, Html};

/// The days that all rows of a timeline share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimeAxis {
    from: Date,
    days: f64,
    today: Date,
}

/// A bar of a row.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    pub from: Date,
    /// Its last day; beyond the axis for what has no end.
    pub to: Date,
    /// The style sheet's class.
    pub class: &'static str,
    /// On hover.
    pub title: String,
    /// In the bar, where there is room for it.
    pub label: String,
    /// Its height; bars stand on one line.
    pub height: f64,
}

/// A point of a row.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub day: Date,
    pub class: &'static str,
    pub title: String,
    /// How far below the row's middle it is drawn.
    pub below: f64,
}

/// How far below a row's middle its bars stand.
const BASE: f64 = 8.0;

impl TimeAxis {
    /// An axis over all these days and today, with a little room at both ends.
    pub fn new(days: impl IntoIterator<Item = Date>, today: Date) -> Self {
        let (mut from, mut to) = (today, today);
        for day in days {
            // Days centuries away (a typing slip) would squeeze the rest into nothing.
            let far = day.signed_duration_since(today).num_days().abs() > 366 * 12;
            if !far {
                from = from.min(day);
                to = to.max(day);
            }
        }
        let length = to.signed_duration_since(from).num_days().max(60);
        let room = length / 30 + 1;
        TimeAxis {
            from: from.checked_sub_days(chrono::Days::new(room.unsigned_abs())).unwrap_or(from),
            days: (length + 2 * room) as f64,
            today,
        }
    }

    /// Where a day lies, 0 to 100.
    fn percent(&self, day: Date) -> f64 {
        (day.signed_duration_since(self.from).num_days() as f64 / self.days * 100.0).clamp(0.0, 100.0)
    }

    /// The axis itself: a label for each month, quarter or year, and today.
    pub fn header(&self) -> Html {
        let mut svg = String::with_capacity(1024);
        svg.push_str("<svg class=\"track-axis\" height=\"20\" aria-hidden=\"true\">");
        for (at, label) in self.ticks() {
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"{0}%\" x2=\"{0}%\" y1=\"15\" y2=\"20\"/><text x=\"{0}%\" y=\"11\">{1}</text>",
                N(at),
                label
            );
        }
        let _ = write!(
            svg,
            "<circle class=\"today-dot\" cx=\"{}%\" cy=\"17\" r=\"3\"/></svg>",
            N(self.percent(self.today))
        );
        Html::new(svg)
    }

    /// Where labels stand and what they say: about six of them.
    fn ticks(&self) -> Vec<(f64, String)> {
        let months = self.days / 30.4;
        let step = if months <= 7.0 {
            1
        } else if months <= 20.0 {
            3
        } else if months <= 40.0 {
            6
        } else {
            12
        };
        let mut ticks = Vec::new();
        let (mut year, mut month) = (self.from.year(), self.from.month());
        while let Some(day) = Date::from_ymd_opt(year, month, 1) {
            let at = day.signed_duration_since(self.from).num_days() as f64 / self.days * 100.0;
            if at > 97.0 || ticks.len() > 24 {
                break;
            }
            if at >= 2.0 && (month - 1) % step == 0 {
                let label = if step == 12 || (month == 1 && step > 1) {
                    year.to_string()
                } else {
                    day.format("%b").to_string()
                };
                ticks.push((at, label));
            }
            month += 1;
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
        ticks
    }

    /// One row: its bars and marks, with the grid and today behind them. The picture is as high as its row;
    /// what is drawn keeps its own height around the middle.
    pub fn row(&self, bars: &[Bar], marks: &[Mark], alternative: &str) -> Html {
        let mut svg = String::with_capacity(512);
        let _ = write!(svg, "<svg class=\"track\" role=\"img\" aria-label=\"{}\">", Esc(alternative));
        for (at, _) in self.ticks() {
            let _ = write!(svg, "<line class=\"grid\" x1=\"{0}%\" x2=\"{0}%\" y2=\"100%\"/>", N(at));
        }
        for bar in bars {
            let (left, right) = (self.percent(bar.from), self.percent(next_day(bar.to)));
            let _ = write!(
                svg,
                "<rect class=\"{}\" x=\"{}%\" y=\"50%\" width=\"{}%\" height=\"{}\" rx=\"3\" transform=\"translate(0,{})\"><title>{}</title></rect>",
                bar.class,
                N(left),
                N((right - left).max(0.6)),
                N(bar.height),
                N(BASE - bar.height),
                Esc(&bar.title)
            );
            if right - left > 14.0 && !bar.label.is_empty() {
                let _ = write!(
                    svg,
                    "<text class=\"on-bar\" x=\"{}%\" y=\"50%\" dx=\"6\" dy=\"{}\">{}</text>",
                    N(left.max(0.0)),
                    N(BASE - bar.height / 2.0 + 4.0),
                    Esc(&bar.label)
                );
            }
        }
        let today = N(self.percent(self.today));
        let _ = write!(svg, "<line class=\"today\" x1=\"{today}%\" x2=\"{today}%\" y2=\"100%\"/>");
        for mark in marks {
            let _ = write!(
                svg,
                "<circle class=\"{}\" cx=\"{}%\" cy=\"50%\" r=\"4\" transform=\"translate(0,{})\"><title>{}</title></circle>",
                mark.class,
                N(self.percent(mark.day)),
                N(mark.below),
                Esc(&mark.title)
            );
        }
        svg.push_str("</svg>");
        Html::new(svg)
    }
}
