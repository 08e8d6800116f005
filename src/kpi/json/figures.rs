//! The figures of a scope as entries of its object.

use crate::config::ClvMethod;

use super::super::{
    Clv, Csat, Dated, Figures, Forecast, Health, Nps, Ratio, Renewals, Series, TimeToResolution,
};
use super::writer::{Entries, object};

/// The figures of a scope.
pub(super) fn figures(entries: &mut Entries<'_>, figures: &Figures) {
    entries.count("accounts", figures.accounts);
    match &figures.completeness {
        Ok(share) => entries.rounded("completeness", *share, 6),
        Err(reason) => entries.object("completeness", |entries| {
            entries.null("value");
            entries.text("reason", &reason.0);
        }),
    }
    dated(entries, &figures.dated);
    entries.object("health", |entries| health(entries, &figures.health));
    entries.object("pipeline", |entries| {
        entries.money("open", figures.pipeline.open);
        entries.money("weighted", figures.pipeline.weighted);
    });
    entries.object("forecast", |entries| forecast(entries, &figures.forecast));
}

/// The figures at the month ends.
pub(super) fn series(entries: &mut Entries<'_>, series: Option<Series>) {
    let Some(series) = series else { return };
    entries.list("series", &series.points, |out, (day, figures)| {
        object(out, |entries| {
            entries.text("as_of", &day.to_string());
            dated(entries, figures);
        });
    });
}

fn dated(entries: &mut Entries<'_>, dated: &Dated) {
    entries.money("opening_arr", dated.opening_arr);
    entries.money("closing_arr", dated.closing_arr);
    entries.object("movements", |entries| {
        let moved = &dated.movements;
        entries.money("new", moved.new);
        entries.money("reactivation", moved.reactivation);
        entries.money("upsell", moved.upsell);
        entries.money("cross_sell", moved.cross_sell);
        entries.money("price", moved.price);
        entries.money("contraction", moved.contraction);
        entries.money("churn", moved.churn);
    });
    entries.money("upsell_cross_sell", dated.upsell_cross_sell());
    entries.money("expansion", dated.expansion());
    ratio(entries, "nrr", &dated.nrr);
    ratio(entries, "grr", &dated.grr);
    ratio(entries, "client_retention", &dated.client_retention);
    entries.object("renewals", |entries| renewals(entries, &dated.renewals));
    entries.object("csat", |entries| csat(entries, &dated.csat));
    entries.object("nps", |entries| nps(entries, &dated.nps));
    entries.object("time_to_resolution", |entries| time_to_resolution(entries, &dated.time_to_resolution));
    entries.object("clv", |entries| clv(entries, &dated.clv));
}

fn ratio(entries: &mut Entries<'_>, key: &str, ratio: &Ratio) {
    entries.object(key, |entries| {
        entries.known("value", &ratio.value, 6);
        entries.money("numerator", ratio.numerator);
        entries.money("denominator", ratio.denominator);
        entries.count("units", ratio.units);
    });
}

fn renewals(entries: &mut Entries<'_>, renewals: &Renewals) {
    entries.count("due", renewals.due);
    entries.count("on_time", renewals.on_time);
    entries.count("late", renewals.late);
    entries.count("lost", renewals.lost);
    entries.count("pending", renewals.pending);
    ratio(entries, "renewal_rate", &renewals.renewal_rate);
    ratio(entries, "with_late", &renewals.with_late);
    ratio(entries, "gross_value", &renewals.gross_value);
    ratio(entries, "net_value", &renewals.net_value);
}

fn csat(entries: &mut Entries<'_>, csat: &Csat) {
    let reason = &mut csat.mean.as_ref().err().or(csat.value.as_ref().err());
    entries.either("value", &csat.value, 6, reason);
    entries.either("mean", &csat.mean, 2, reason);
    entries.count("n", csat.n);
}

fn nps(entries: &mut Entries<'_>, nps: &Nps) {
    let reason = &mut nps.margin.as_ref().err().or(nps.value.as_ref().err());
    entries.either("value", &nps.value, 1, reason);
    entries.count("promoters", nps.promoters);
    entries.count("passives", nps.passives);
    entries.count("detractors", nps.detractors);
    entries.count("n", nps.n);
    entries.either("margin", &nps.margin, 1, reason);
}

fn time_to_resolution(entries: &mut Entries<'_>, times: &TimeToResolution) {
    let values = [&times.mean_hours, &times.median_hours, &times.p90_hours];
    let reason = &mut values.iter().rev().find_map(|value| value.as_ref().err());
    for (key, value) in ["mean_hours", "median_hours", "p90_hours"].into_iter().zip(values) {
        entries.either(key, value, 2, reason);
    }
    entries.count("resolved", times.resolved);
    entries.count("open", times.open);
    match times.oldest_open_hours {
        Some(hours) => entries.rounded("oldest_open_hours", hours, 2),
        None => entries.null("oldest_open_hours"),
    }
}

fn clv(entries: &mut Entries<'_>, clv: &Clv) {
    entries.known("value", &clv.value, 2);
    let method = match clv.method {
        ClvMethod::Constant => "constant",
        ClvMethod::Sbg => "sbg",
    };
    entries.text("method", method);
    if let Some((alpha, beta)) = clv.parameters {
        entries.rounded("alpha", alpha, 3);
        entries.rounded("beta", beta, 3);
    }
    if let Some(refused) = &clv.refused {
        entries.text("sbg_refused", &refused.0);
    }
}

fn health(entries: &mut Entries<'_>, health: &Health) {
    entries.known("value", &health.value, 1);
    entries.optional("band", health.band.map(|band| band.as_str()));
    if health.measures.is_empty() {
        return;
    }
    entries.object("measures", |entries| {
        for measure in &health.measures {
            entries.object(measure.name, |entries| {
                entries.known("value", &measure.value, 1);
                entries.number("weight", measure.weight);
            });
        }
    });
    entries.list("caps", &health.caps, |out, cap| super::writer::text(out, cap.name));
}

fn forecast(entries: &mut Entries<'_>, forecast: &Forecast) {
    ratio(entries, "grr", &forecast.grr);
    ratio(entries, "nrr", &forecast.nrr);
    entries.list("quarters", &forecast.quarters, |out, quarter| {
        object(out, |entries| {
            entries.text("name", &quarter.name);
            entries.count("due", quarter.due);
            entries.money("target", quarter.target);
            entries.money("forecast", quarter.forecast);
            entries.money("commit", quarter.commit);
            entries.money("best_case", quarter.best_case);
            entries.money("pipeline", quarter.pipeline);
        });
    });
}
