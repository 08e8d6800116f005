//! planc, the account-plan compiler: a folder of plans in, a checked portfolio with traceable figures
//! and a static site out.
//!
//! A compilation is a straight line of passes; each takes the previous one's output and nothing else,
//! so a datum walks forward and never back:
//!
//! ```text
//! scan → parse → decode → check → compute → view → render → write
//! files   spans   typed    rules    figures   what a    HTML     changed
//!                 plans             + sources template           files only
//!                                             may see
//! ```
//!
//! | module | what it is for |
//! |---|---|
//! | [`text`] | sources, spans, lines and columns |
//! | [`digits`] | numbers and days as characters |
//! | [`digest`] | a short value that stands for a long one, from one run to the next |
//! | [`diagnostic`] | a problem as a value; the one table of codes; seven output formats |
//! | [`model`] | plans and their records, money, periods, terms: plain types |
//! | [`config`] | planc.yaml as plain data |
//! | [`source`] | where text comes from: disk, a git revision, texts over either; the scan |
//! | [`parse`] | YAML to spanned nodes by a reader that goes on after every slip; Markdown to an outline and to HTML |
//! | [`decode`] | nodes to the model, field by field, every error kept; tables are nodes too |
//! | [`check`] | the framework as data, contracts, freshness, references, links, a team's own rules |
//! | [`portfolio`] | what the checks hand on: plans, completeness, what counts in figures |
//! | [`kpi`] | the figures, one file each, over one ledger of dated revenue; series; explanations; expectations |
//! | [`site`] | views, charts, templates, search, calendars: every file of the site, each rendered when it is asked for |
//! | [`session`] | the only place that orders the passes, and remembers them between runs |
//! | [`write`](mod@write) | changed files only, whole or not at all, and only what planc wrote |
//! | [`fix`] | certain mends, applied only where they leave less wrong |
//! | [`diff`], [`history`], [`past`] | two revisions side by side; figures as they were written; what of it the site shows |
//! | [`watch`], [`serve`] | events wake the preview, the session decides, loopback HTTP shows it |
//! | [`scaffold`] | what a new portfolio starts from |
//! | [`commands`], [`cli`] | one short adapter a command; arguments, the clock, the exit status |
//!
//! Who may know whom: `text ← diagnostic ← source ← parse ← decode ← session`; [`model`] knows only
//! [`text`]; [`check`] and [`kpi`] know [`model`]; [`site`] knows [`model`], [`kpi`] and [`diagnostic`];
//! only [`source`], [`write`](mod@write), [`fix`] and two commands touch files; no pass knows [`session`];
//! only [`cli`] reads the clock. Commands, the preview, the diff and the history are adapters over the one
//! [`session::Session`], never second pipelines.
//!
//! Decisions that differ from what one might expect, and why: YAML is read by planc's own reader, because
//! every event parser stops at the first slip and the format asks for all of them at their places (a parser
//! and the maintained fork of `serde_yaml` are the oracles in its tests); contributions of a figure are
//! computed when they are asked for, from the same ledger as the figure, instead of being stored with it.

pub mod check;
pub mod cli;
pub mod commands;
pub mod config;
pub mod decode;
pub mod diagnostic;
pub mod diff;
pub mod digest;
pub mod digits;
pub mod fix;
pub mod history;
pub mod kpi;
pub mod model;
pub mod parse;
pub mod past;
pub mod portfolio;
pub mod progress;
pub mod scaffold;
pub mod serve;
pub mod session;
pub mod site;
pub mod source;
pub mod text;
pub mod watch;
pub mod write;
