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
//! Who may know whom: `text ← diagnostic ← source ← parse ← decode ← session`; [`model`] knows only
//! [`text`]; [`check`] and [`kpi`] know [`model`]; `site` knows [`model`], [`kpi`] and [`diagnostic`];
//! only [`source`], `write` and the template loader touch files; no pass knows `session`; only `cli`
//! reads the clock. Commands and the preview server are adapters over the one `Session`.

pub mod check;
pub mod cli;
pub mod commands;
pub mod config;
pub mod decode;
pub mod diagnostic;
pub mod diff;
pub mod fix;
pub mod history;
pub mod kpi;
pub mod model;
pub mod parse;
pub mod portfolio;
pub mod scaffold;
pub mod serve;
pub mod session;
pub mod site;
pub mod source;
pub mod text;
pub mod watch;
pub mod write;
