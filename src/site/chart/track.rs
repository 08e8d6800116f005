//! Spans of time as bars on rows that share one axis: actions, contracts.
//!
//! Each row is a picture of its own, so that its words can stand beside it as text that wraps, sorts and
//! prints; all rows of one [`TimeAxis`] line up.

use chrono::Datelike;

use super::N;
use crate::digits::month_name;
use crate::model::{Date, next_day};
use crate::site::html::{Esc, Html, put};

/// The days that all rows of a timeline share.
#[derive(Clone, Debug)]
pub(crate) struct TimeAxis {
    from: Date,
    days: f64,
    today: Date,
    /// Where labels stand and what they say.
    ticks: Vec<(f64, String)>,
    /// The lines that every row has at the labels.
    grid: String,
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
        let mut axis = TimeAxis {
            from: from.checked_sub_days(chrono::Days::new(room.unsigned_abs())).unwrap_or(from),
            days: (length + 2 * room) as f64,
            today,
            ticks: Vec::new(),
            grid: String::new(),
        };
        axis.ticks = axis.find_ticks();
        for (at, _) in &axis.ticks {
            put!(
                &mut axis.grid,
                "<line class=\"grid\" x1=\"",
                N(*at),
                "%\" x2=\"",
                N(*at),
                "%\" y2=\"100%\"/>"
            );
        }
        axis
    }

    /// Where a day lies, 0 to 100.
    fn percent(&self, day: Date) -> f64 {
        (day.signed_duration_since(self.from).num_days() as f64 / self.days * 100.0).clamp(0.0, 100.0)
    }

    /// The axis itself: a label for each month, quarter or year, and today.
    pub fn header(&self) -> Html {
        Html::build(|svg| {
            put!(svg, "<svg class=\"track-axis\" height=\"20\" aria-hidden=\"true\">");
            for (at, label) in &self.ticks {
                put!(
                    svg,
                    "<line class=\"grid\" x1=\"",
                    N(*at),
                    "%\" x2=\"",
                    N(*at),
                    "%\" y1=\"15\" y2=\"20\"/>"
                );
                put!(svg, "<text x=\"", N(*at), "%\" y=\"11\">", label.as_str(), "</text>");
            }
            let today = N(self.percent(self.today));
            put!(svg, "<circle class=\"today-dot\" cx=\"", today, "%\" cy=\"17\" r=\"3\"/></svg>");
        })
    }

    /// Where labels stand and what they say: about six of them.
    fn find_ticks(&self) -> Vec<(f64, String)> {
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
                    month_name(day).to_owned()
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
        Html::build(|svg| {
            put!(
                svg,
                "<svg class=\"track\" role=\"img\" aria-label=\"",
                Esc(alternative),
                "\">",
                self.grid.as_str()
            );
            for bar in bars {
                let (left, right) = (self.percent(bar.from), self.percent(next_day(bar.to)));
                put!(svg, "<rect class=\"", bar.class, "\" x=\"", N(left), "%\" y=\"50%\" width=\"");
                put!(
                    svg,
                    N((right - left).max(0.6)),
                    "%\" height=\"",
                    N(bar.height),
                    "\" rx=\"3\" transform=\"translate(0,"
                );
                put!(svg, N(BASE - bar.height), ")\"><title>", Esc(&bar.title), "</title></rect>");
                if right - left > 14.0 && !bar.label.is_empty() {
                    put!(
                        svg,
                        "<text class=\"on-bar\" x=\"",
                        N(left.max(0.0)),
                        "%\" y=\"50%\" dx=\"6\" dy=\""
                    );
                    put!(svg, N(BASE - bar.height / 2.0 + 4.0), "\">", Esc(&bar.label), "</text>");
                }
            }
            let today = N(self.percent(self.today));
            put!(svg, "<line class=\"today\" x1=\"", today, "%\" x2=\"", today, "%\" y2=\"100%\"/>");
            for mark in marks {
                put!(
                    svg,
                    "<circle class=\"",
                    mark.class,
                    "\" cx=\"",
                    N(self.percent(mark.day)),
                    "%\" cy=\"50%\" r=\"4\" "
                );
                put!(
                    svg,
                    "transform=\"translate(0,",
                    N(mark.below),
                    ")\"><title>",
                    Esc(&mark.title),
                    "</title></circle>"
                );
            }
            put!(svg, "</svg>");
        })
    }
}
