//! ARR on the two dates, movements, retention, renewals, lifetime value: sections 1 to 4 and 6.

use super::*;

/// Each account's ARR on the opening and the closing date, contract by contract.
pub fn arr() -> Vec<(&'static str, &'static str, Decimal, Decimal)> {
    let none = Decimal::ZERO;
    vec![
        ("dana.okafor", "bellwood-pharmacy", sum(&["138,000", "20,000"]), sum(&["144,900", "20,000"])),
        // NG-2024, then NG-2026.
        (
            "dana.okafor",
            NORTHGATE,
            sum(&["230,000", "48,000"]),
            sum(&["165,000", "110,000", "110,000", "60,000"]),
        ),
        // NGF-2025 and NGF-DOCK-2024; then NGF-2025 alone.
        ("dana.okafor", "northgate-fresh", sum(&["99,000", "45,000"]), d("108,000")),
        ("dana.okafor", "sundial-home", sum(&["72,000", "18,000", "22,000"]), sum(&["72,000", "12,000"])),
        ("dana.okafor", "two-rivers-beverage", d("26,000"), d("27,300")),
        // CAS-2023 and CAS-INS; then CAS-2026 and CAS-INS.
        (
            "marcus.yee",
            CASTELLAN,
            sum(&["369,200", "55,000", "30,000"]),
            sum(&["380,000", "95,000", "50,000", "85,000", "33,000"]),
        ),
        ("marcus.yee", "gulf-harbor", sum(&["58,000", "20,000"]), sum(&["60,000", "20,000"])),
        ("marcus.yee", "kessler-bearings", d("155,000"), sum(&["162,000", "30,000"])),
        ("marcus.yee", "orchard-row", sum(&["30,000", "25,000"]), sum(&["30,000", "25,000"])),
        ("marcus.yee", "pineola", none, sum(&["70,000", "15,000"])),
        ("marcus.yee", "tri-county", sum(&["18,900", "12,000"]), sum(&["18,900", "15,000"])),
        // HT-2023 and HT-YARD-2024; then HT-2023 alone.
        (INES, "hansa-teile", eur(&["135,200", "42,000"]), eur(&["140,608"])),
        // LUM-2022 on its last day and LUM-LAB-2024; then LUM-2025 and LUM-LAB-2026.
        (
            INES,
            "lumeco",
            eur(&["150,000", "35,000", "48,000"]),
            eur(&["174,000", "35,000", "28,000", "56,000"]),
        ),
        (INES, "molino-rossi", eur(&["38,000", "24,000"]), none),
        (INES, "northgate-iberia", none, eur(&["60,000"])),
        (INES, "vallmont", eur(&["110,000", "22,000"]), eur(&["118,000", "22,000", "30,000"])),
        ("tom.hadley", "clonard-books", eur(&["30,000"]), eur(&["31,200"])),
        // HL-2023, then HL-2026.
        (
            "tom.hadley",
            HARROW,
            gbp(&["227,136", "75,000", "34,000"]),
            gbp(&["236,000", "82,000", "34,000", "40,000"]),
        ),
        ("tom.hadley", "penrose-medical", gbp(&["88,000", "18,000"]), gbp(&["96,000", "18,000"])),
        ("tom.hadley", "skerry", none, gbp(&["45,000"])),
    ]
}

/// Opening and closing ARR of a scope, added up from its accounts'.
pub fn ends(scope: &str) -> (Decimal, Decimal) {
    let rows = arr().into_iter();
    let rows = rows.filter(|(owner, account, ..)| [PORTFOLIO, owner, account].contains(&scope));
    rows.fold((Decimal::ZERO, Decimal::ZERO), |(o, c), (_, _, opening, closing)| (o + opening, c + closing))
}

#[test]
fn arr_on_the_opening_and_the_closing_date() {
    let owners = ["dana.okafor", "marcus.yee", INES, "tom.hadley", PORTFOLIO];
    for scope in arr().iter().map(|row| row.1).chain(owners) {
        let (opening, closing) = ends(scope);
        is(scope, "opening_arr", opening);
        is(scope, "closing_arr", closing);
    }
    assert_eq!(ends(PORTFOLIO), (d("2,737,548.72"), d("3,368,262.64")));
}

/// Every movement: the account, its kind, how much.
fn movements() -> Vec<(&'static str, &'static str, Decimal)> {
    vec![
        // 1 October: 3.5 % × 185,000 = 6,475 of WMS's rise of 12,000 is price.
        ("lumeco", "price", eur(&["6,475"])),
        ("lumeco", "upsell", eur(&["12,000", "-6,475"])),
        ("lumeco", "cross_sell", eur(&["28,000"])),
        ("northgate-iberia", "new", eur(&["60,000"])),
        ("penrose-medical", "upsell", gbp(&["96,000", "-88,000"])),
        ("two-rivers-beverage", "price", sum(&["27,300", "-26,000"])),
        // 1 December: 4 % × 132,000 = 5,280 of WMS's rise of 8,000 is price.
        ("vallmont", "price", eur(&["5,280"])),
        ("vallmont", "upsell", eur(&["8,000", "-5,280"])),
        ("vallmont", "cross_sell", eur(&["30,000"])),
        // 1 January, a swap: WMS +105,800, Labor +85,000, Yard −5,000; 3 % × 424,200 is price, the rest of
        // the net is upsell.
        ("castellan", "price", d("0.03") * d("424,200")),
        ("castellan", "upsell", sum(&["105,800", "85,000", "-5,000"]) - d("0.03") * d("424,200")),
        // 3 % × 155,000 = 4,650 of WMS's rise of 7,000 is price.
        ("kessler-bearings", "price", d("4,650")),
        ("kessler-bearings", "upsell", sum(&["7,000", "-4,650"])),
        ("kessler-bearings", "cross_sell", d("30,000")),
        // 1 February: 5 % × (278,000 + 45,000) = 16,150 is price: all of WMS's 15,000, and 1,150 of Dock's
        // 62,000.
        ("northgate", "price", d("0.05") * sum(&["278,000", "45,000"])),
        ("northgate", "upsell", sum(&["62,000", "-1,150"])),
        ("northgate", "cross_sell", d("60,000")),
        ("northgate-fresh", "contraction", d("45,000")),
        ("tri-county", "upsell", sum(&["15,000", "-12,000"])),
        ("hansa-teile", "price", eur(&["140,608", "-135,200"])),
        // 4 % × 48,000 = 1,920 of Labor's rise of 8,000 is price.
        ("lumeco", "price", eur(&["1,920"])),
        ("lumeco", "upsell", eur(&["8,000", "-1,920"])),
        ("skerry", "new", gbp(&["45,000"])),
        ("molino-rossi", "churn", eur(&["62,000"])),
        ("sundial-home", "contraction", sum(&["6,000", "22,000"])),
        ("pineola", "reactivation", sum(&["70,000", "15,000"])),
        ("castellan", "price", sum(&["33,000", "-30,000"])),
        ("hansa-teile", "contraction", eur(&["42,000"])),
        ("northgate-fresh", "upsell", sum(&["108,000", "-99,000"])),
        ("clonard-books", "price", eur(&["31,200", "-30,000"])),
        ("bellwood-pharmacy", "price", sum(&["144,900", "-138,000"])),
        ("gulf-harbor", "price", d("2,000")),
        ("lumeco", "upsell", eur(&["174,000", "-162,000"])),
        ("northgate", "upsell", d("30,000")),
        // 1 September: 3 % × 336,136 = 10,084.08 is price: all of WMS's 8,864, and 1,220.08 of Dock's 7,000.
        ("harrow-lane", "price", gbp(&["10,084.08"])),
        ("harrow-lane", "upsell", gbp(&["7,000", "-1,220.08"])),
        ("harrow-lane", "cross_sell", gbp(&["40,000"])),
    ]
}

/// The movements of a kind in a scope.
fn moved(scope: &str, kind: &str) -> Decimal {
    let members = arr();
    let owner = |account: &str| members.iter().find(|row| row.1 == account).expect("an account").0;
    let within = |account: &str| [PORTFOLIO, account, owner(account)].contains(&scope);
    movements().iter().filter(|(account, of, _)| within(account) && *of == kind).map(|(_, _, by)| by).sum()
}

#[test]
fn movements_and_the_bridge_they_make() {
    let kinds = ["new", "reactivation", "upsell", "cross_sell", "price", "contraction", "churn"];
    let scopes = arr().into_iter().map(|row| row.1);
    for scope in scopes.chain(["dana.okafor", "marcus.yee", INES, "tom.hadley", PORTFOLIO]) {
        for kind in kinds {
            is(scope, &format!("movements.{kind}"), moved(scope, kind));
        }
        let [new, back, up, cross, price, less, gone] = kinds.map(|kind| moved(scope, kind));
        is(scope, "upsell_cross_sell", up + cross);
        is(scope, "expansion", up + cross + price);
        let (opening, closing) = ends(scope);
        assert_eq!(opening + new + back + up + cross + price - less - gone, closing, "{scope} ties");
    }
    assert_eq!(moved(PORTFOLIO, "upsell"), d("324,205.4984"));
    assert_eq!(moved(PORTFOLIO, "price"), d("81,438.4216"));
}

#[test]
fn retention() {
    let (opening, closing) = ends(PORTFOLIO);
    // Not in the cohort of 17: pineola, northgate-iberia, skerry.
    let kept = closing - sum(&["85,000", "64,800", "57,150"]);
    is(PORTFOLIO, "nrr.numerator", kept);
    is(PORTFOLIO, "nrr.denominator", opening);
    is(PORTFOLIO, "nrr.units", d("17"));
    is_ratio(PORTFOLIO, "nrr", kept, opening);
    // Lower than they opened: northgate-fresh, sundial-home, hansa-teile, molino-rossi.
    let held = opening - sum(&["36,000", "28,000", "39,519.36", "66,960"]);
    is(PORTFOLIO, "grr.numerator", held);
    is_ratio(PORTFOLIO, "grr", held, opening);
    is_ratio(PORTFOLIO, "client_retention", d("16"), d("17"));

    let (opening, closing) = ends(INES);
    is_ratio(INES, "nrr", closing - d("64,800"), opening);
    is_ratio(INES, "grr", opening - d("39,519.36") - d("66,960"), opening);
    is_ratio(INES, "client_retention", d("3"), d("4"));

    for scope in [NORTHGATE, CASTELLAN, HARROW] {
        let (opening, closing) = ends(scope);
        is_ratio(scope, "nrr", closing, opening);
        is_ratio(scope, "grr", opening, opening);
        is_ratio(scope, "client_retention", d("1"), d("1"));
    }
    is(NORTHGATE, "nrr.value", d("1.600719"));
}

/// The contracts that came due: account, expiring, renewed, how.
fn renewals() -> Vec<(&'static str, Decimal, Decimal, &'static str)> {
    // NG-2026's 415,000 on its first day, shared out over the 278,000 and 45,000 that it renews.
    let shared = |part: &str| sum(&["165,000", "80,000", "110,000", "60,000"]) * d(part) / d("323,000");
    vec![
        ("two-rivers-beverage", d("26,000"), d("27,300"), "on_time"),
        ("kessler-bearings", d("155,000"), sum(&["162,000", "30,000"]), "on_time"),
        ("vallmont", eur(&["132,000"]), eur(&["170,000"]), "on_time"),
        ("northgate", d("278,000"), shared("278,000"), "on_time"),
        ("northgate-fresh", d("45,000"), shared("45,000"), "on_time"),
        ("lumeco", eur(&["48,000"]), eur(&["56,000"]), "on_time"),
        ("penrose-medical", gbp(&["18,000"]), gbp(&["18,000"]), "on_time"),
        ("castellan", d("424,200"), d("610,000"), "on_time"),
        ("molino-rossi", eur(&["62,000"]), Decimal::ZERO, "lost"),
        ("castellan", d("30,000"), d("33,000"), "on_time"),
        ("hansa-teile", eur(&["42,000"]), Decimal::ZERO, "lost"),
        ("clonard-books", eur(&["30,000"]), eur(&["31,200"]), "on_time"),
        ("gulf-harbor", d("78,000"), d("80,000"), "late"),
        ("harrow-lane", gbp(&["336,136"]), gbp(&["392,000"]), "on_time"),
    ]
}

#[test]
fn renewal_rates() {
    let ines = ["hansa-teile", "lumeco", "molino-rossi", "northgate-iberia", "vallmont"];
    for scope in [NORTHGATE, CASTELLAN, HARROW, INES, PORTFOLIO] {
        let rows = renewals().into_iter().filter(|(account, ..)| {
            scope == PORTFOLIO || scope == *account || (scope == INES && ines.contains(account))
        });
        let rows: Vec<_> = rows.collect();
        let count = |how: &str| Decimal::from(rows.iter().filter(|row| row.3 == how).count());
        let due = Decimal::from(rows.len());
        is(scope, "renewals.due", due);
        is(scope, "renewals.pending", Decimal::ZERO);
        for how in ["on_time", "late", "lost"] {
            is(scope, &format!("renewals.{how}"), count(how));
        }
        let expiring: Decimal = rows.iter().map(|row| row.1).sum();
        let renewed: Decimal = rows.iter().map(|row| row.2).sum();
        let gross: Decimal = rows.iter().map(|row| row.1.min(row.2)).sum();
        is_ratio(scope, "renewals.renewal_rate", count("on_time"), due);
        is_ratio(scope, "renewals.with_late", count("on_time") + count("late"), due);
        is_ratio(scope, "renewals.gross_value", gross, expiring);
        is_ratio(scope, "renewals.net_value", renewed, expiring);
    }
    is(PORTFOLIO, "renewals.renewal_rate.value", d("0.785714")); // 11 ÷ 14
    is(PORTFOLIO, "renewals.gross_value.value", d("0.938457")); // 1,712,752.72 ÷ 1,825,072.72
    is(NORTHGATE, "renewals.net_value.value", d("1.284830")); // 357,182.66… ÷ 278,000
}

#[test]
fn lifetime_value() {
    // m × 1.1 ÷ (1.1 − 16 ÷ 17) = m × 18.7 ÷ 2.7
    for scope in [NORTHGATE, CASTELLAN, HARROW, INES, PORTFOLIO] {
        let margin = ends(scope).1 * d("0.78");
        is(scope, "clv.value", to(2, margin * d("18.7") / d("2.7")));
    }
    is(PORTFOLIO, "clv.value", d("18,196,103.28"));
}
