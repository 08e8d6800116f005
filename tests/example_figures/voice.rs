//! CSAT, NPS, time to resolution: section 5.

use rust_decimal::MathematicalOps as _;

use super::*;

#[test]
fn csat() {
    // Satisfied, answers, Σ on a scale of 5.
    let third = |n: &str| d(n) * d("5") / d("7");
    for (scope, satisfied, n, total) in [
        (NORTHGATE, "2", "3", sum(&["4", "5", "3"])),
        (CASTELLAN, "3", "4", sum(&["5", "3", "5", "4"])),
        (HARROW, "2", "4", sum(&["2", "4.5", "4", "5"])),
        // hansa-teile, lumeco, molino-rossi, northgate-iberia (6 of 7), vallmont.
        (INES, "6", "10", sum(&["6", "15.5", "3", "9"]) + third("6")),
        // Dana Okafor 37, Marcus Yee 35 and 6 and 5 of 7, Inês Ferreira 33.5 and 6 of 7, Tom Hadley 33.5.
        (PORTFOLIO, "25", "38", sum(&["37", "35", "33.5", "33.5"]) + third("6") + third("5") + third("6")),
    ] {
        is(scope, "csat.value", to(6, d(satisfied) / d(n)));
        is(scope, "csat.mean", to(2, total / d(n)));
        is(scope, "csat.n", d(n));
    }
}

#[test]
fn nps_and_its_margin() {
    for (scope, promoters, passives, detractors) in [
        (NORTHGATE, "1", "2", "0"),
        (CASTELLAN, "2", "1", "2"),
        (HARROW, "2", "1", "0"),
        // hansa-teile 0/1/2, lumeco 2/0/1, molino-rossi 0/1/1, northgate-iberia 1/1/0, vallmont 3/0/0.
        (INES, "6", "3", "4"),
        // Dana Okafor 4/5/2, Marcus Yee 6/5/3, Inês Ferreira 6/3/4, Tom Hadley 5/3/1.
        (PORTFOLIO, "21", "16", "10"),
    ] {
        let n = d(promoters) + d(passives) + d(detractors);
        let (p, q) = (d(promoters) / n, d(detractors) / n);
        is(scope, "nps.promoters", d(promoters));
        is(scope, "nps.passives", d(passives));
        is(scope, "nps.detractors", d(detractors));
        is(scope, "nps.n", n);
        is(scope, "nps.value", to(1, d("100") * (p - q)));
        let spread = ((p + q - (p - q) * (p - q)) / n).sqrt().expect("not negative");
        is(scope, "nps.margin", to(1, d("196") * spread));
    }
    is(PORTFOLIO, "nps.value", d("23.4"));
    is(PORTFOLIO, "nps.margin", d("22.2"));
}

#[test]
fn time_to_resolution() {
    // Hours of those resolved in the period, in order; how many are open; the oldest one's age.
    let cases: [(&str, &[&str], &str, Option<Decimal>); 5] = [
        // Open since 21 September 18:05 UTC: 9 days and 5 hours 55 minutes.
        (NORTHGATE, &["32.5", "72"], "1", Some(d("221") + d("55") / d("60"))),
        // Open since 17 September 12:00.
        (CASTELLAN, &["7.5", "42", "96"], "1", Some(d("13.5") * d("24"))),
        // Resolved at 9:00 on the day on which it was opened without a time: 0.
        (HARROW, &["0", "5.5"], "0", None),
        // Open since 1 September 06:30 UTC.
        (INES, &["2.5", "24", "29", "48", "192", "360", "600"], "1", Some(d("29") * d("24") + d("17.5"))),
        (
            PORTFOLIO,
            &[
                "0", "1.5", "2.5", "5.5", "5.5", "6", "6.5", "6.5", "7.5", "24", "24", "29", "32.5", "33",
                "42", "48", "57", "72", "72", "96", "96", "192", "192", "240", "360", "600",
            ],
            "4",
            // Open since 18 August 12:00.
            Some(d("43.5") * d("24")),
        ),
    ];
    for (scope, hours, open, oldest) in cases {
        let n = Decimal::from(hours.len());
        let at = |share: &str| {
            let rank = d(share) * (n - d("1"));
            let below: usize = rank.floor().to_string().parse().expect("a rank");
            let low = d(hours[below]);
            let high = hours.get(below + 1).map_or(low, |hours| d(hours));
            low + (rank - rank.floor()) * (high - low)
        };
        is(scope, "time_to_resolution.resolved", n);
        is(scope, "time_to_resolution.mean_hours", to(2, sum(hours) / n));
        is(scope, "time_to_resolution.median_hours", to(2, at("0.5")));
        is(scope, "time_to_resolution.p90_hours", to(2, at("0.9")));
        is(scope, "time_to_resolution.open", d(open));
        if let Some(age) = oldest {
            is(scope, "time_to_resolution.oldest_open_hours", to(2, age));
        }
    }
    is(PORTFOLIO, "time_to_resolution.mean_hours", d("86.58")); // 2,251 ÷ 26
    is(PORTFOLIO, "time_to_resolution.median_hours", d("32.75"));
    is(PORTFOLIO, "time_to_resolution.p90_hours", d("216"));
}
