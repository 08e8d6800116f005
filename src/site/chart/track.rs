//! Spans of time as bars on rows that share one axis: actions, contracts.
//!
//! Each row is a picture of its own, so that its words can stand beside it as text that wraps, sorts and
//! prints; all rows of one [`TimeAxis`] line up.

use chrono::Datelike;

use super::N;
use crate::digits::month_name;
use crate::model::{Date, next_day};
use crate::site::html::{Html, put};

/// The days that all rows of a timeline share.
#[derive(Clone, Debug)]
pub(crate) struct TimeAxis {
    from: Date,
    days: f64,
    today: Date,
    /// Where labels stand and what they say.
    ticks: Vec<(f64, Label)>,
    /// What it is called on its page. Every row repeats the lines at the labels by this name.
    name: &'static str,
}

/// What stands at a line of the axis.
#[derive(Clone, Copy, Debug)]
enum Label {
    Year(usize),
    Month(&'static str),
}

/// A bar of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bar {
    pub from: Date,
    /// Its last day; beyond the axis for what has no end.
    pub to: Date,
    /// The style sheet's class.
    pub class: &'static str,
    /// Its height; bars stand on one line.
    pub height: f64,
}

/// How far below a row's middle its bars stand.
const BASE: f64 = 8.0;

impl TimeAxis {
    /// An axis over all these days and today, with a little room at both ends; the only one of this name on its
    /// page.
    pub fn new(name: &'static str, days: impl IntoIterator<Item = Date>, today: Date) -> Self {
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
            name,
        };
        axis.ticks = axis.find_ticks();
        axis
    }

    /// Where a day lies, 0 to 100.
    fn percent(&self, day: Date) -> f64 {
        (day.signed_duration_since(self.from).num_days() as f64 / self.days * 100.0).clamp(0.0, 100.0)
    }

    /// The axis itself: a label for each month, quarter or year, and today; and the lines that its rows repeat.
    pub fn header(&self) -> Html {
        Html::build(|svg| {
            put!(svg, "<svg class=\"track-axis\" height=\"20\" aria-hidden=\"true\"><defs><g id=\"axis.");
            put!(svg, self.name, "\">");
            for &(at, _) in &self.ticks {
                put!(svg, "<line class=\"grid\" x1=\"", N(at), "%\" x2=\"", N(at), "%\" y2=\"100%\"/>");
            }
            svg.push_str("</g></defs>");
            for &(at, label) in &self.ticks {
                put!(
                    svg,
                    "<line class=\"grid\" x1=\"",
                    N(at),
                    "%\" x2=\"",
                    N(at),
                    "%\" y1=\"15\" y2=\"20\"/>"
                );
                put!(svg, "<text x=\"", N(at), "%\" y=\"11\">");
                match label {
                    Label::Year(year) => put!(svg, year),
                    Label::Month(name) => svg.push_str(name),
                }
                svg.push_str("</text>");
            }
            let today = N(self.percent(self.today));
            put!(svg, "<circle class=\"today-dot\" cx=\"", today, "%\" cy=\"17\" r=\"3\"/></svg>");
        })
    }

    /// Where labels stand and what they say: about six of them.
    fn find_ticks(&self) -> Vec<(f64, Label)> {
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
                    Label::Year(usize::try_from(year).unwrap_or_default())
                } else {
                    Label::Month(month_name(day))
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

    /// Appends one row: its bars, then its marks, with the grid and today behind them. The picture is as high as
    /// its row; what is drawn keeps its own height around the middle. `alternative` appends what it says, as
    /// markup.
    pub fn push_row(
        &self,
        out: &mut String,
        alternative: impl FnOnce(&mut String),
        bars: impl FnOnce(&mut Row<'_>),
        marks: impl FnOnce(&mut Row<'_>),
    ) {
        out.push_str("<svg class=\"track\" role=\"img\" aria-label=\"");
        alternative(out);
        // No heading of a plan's prose has a point in its name.
        put!(out, "\"><use href=\"#axis.", self.name, "\"/>");
        bars(&mut Row { axis: self, out });
        let today = N(self.percent(self.today));
        put!(out, "<line class=\"today\" x1=\"", today, "%\" x2=\"", today, "%\" y2=\"100%\"/>");
        marks(&mut Row { axis: self, out });
        out.push_str("</svg>");
    }
}

/// A row that is being drawn.
pub(crate) struct Row<'a> {
    axis: &'a TimeAxis,
    out: &'a mut String,
}

impl Row<'_> {
    /// Draws a bar. `title` appends what it says on hover, `label` what stands in it where there is room, both as
    /// markup.
    pub fn bar(&mut self, bar: Bar, title: impl FnOnce(&mut String), label: impl FnOnce(&mut String)) {
        let (left, right) = (self.axis.percent(bar.from), self.axis.percent(next_day(bar.to)));
        let svg = &mut *self.out;
        put!(svg, "<rect class=\"", bar.class, "\" x=\"", N(left), "%\" y=\"50%\" width=\"");
        put!(svg, N((right - left).max(0.6)), "%\" height=\"", N(bar.height));
        put!(svg, "\" rx=\"3\" transform=\"translate(0,", N(BASE - bar.height), ")\"><title>");
        title(svg);
        svg.push_str("</title></rect>");
        if right - left > 14.0 {
            let start = svg.len();
            put!(svg, "<text class=\"on-bar\" x=\"", N(left.max(0.0)), "%\" y=\"50%\" dx=\"6\" dy=\"");
            put!(svg, N(BASE - bar.height / 2.0 + 4.0), "\">");
            let text = svg.len();
            label(svg);
            if svg.len() == text {
                svg.truncate(start);
            } else {
                svg.push_str("</text>");
            }
        }
    }

    /// Draws a point, so far below the row's middle. `title` appends what it says on hover, as markup.
    pub fn mark(&mut self, day: Date, class: &str, below: f64, title: impl FnOnce(&mut String)) {
        let svg = &mut *self.out;
        put!(
            svg,
            "<circle class=\"",
            class,
            "\" cx=\"",
            N(self.axis.percent(day)),
            "%\" cy=\"50%\" r=\"4\" "
        );
        put!(svg, "transform=\"translate(0,", N(below), ")\"><title>");
        title(svg);
        svg.push_str("</title></circle>");
    }
}
