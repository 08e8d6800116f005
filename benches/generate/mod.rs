//! Portfolios of any size for measurements: the same number gives the same files, and a plan of a small
//! portfolio is the plan of that number in a large one.
//!
//! For: text that looks like a team's: plans of 4 to 5 KB with every kind of record, three currencies,
//! contracts renewed over years, groups with subsidiaries, prose. As of 2026-09-30 it has no errors.
//! Must not: be taken for a good example; `example-accounts` is one.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// The day that generated plans are written for.
pub const AS_OF: &str = "2026-09-30";

/// Numbers that look random and are the same every time (an LCG by Knuth, its upper half).
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d);
        dice.roll(2);
        dice
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = self.roll(from.len() as u64) as usize;
        from.get(at).copied().unwrap_or_default()
    }

    /// Whether something happens that happens this often in a hundred.
    fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }
}

const PRODUCTS: [&str; 6] = ["Platform", "Routing", "Analytics", "Forecasting", "Connect", "Academy"];
const UNITS: [&str; 6] = ["Retail", "Wholesale", "Logistics", "Procurement", "Field Service", "E-Commerce"];
const REGIONS: [&str; 4] = ["EMEA", "North America", "LATAM", "APAC"];
const SEGMENTS: [&str; 3] = ["enterprise", "mid-market", "public sector"];
const TIERS: [&str; 4] = ["strategic", "key", "growth", "standard"];
const CURRENCIES: [&str; 3] = ["USD", "EUR", "GBP"];
const INDUSTRIES: [&str; 8] = [
    "Food distribution",
    "Machine building",
    "Insurance",
    "Hospitals",
    "Building materials",
    "Fashion retail",
    "Energy supply",
    "Chemicals",
];
const FIRST: [&str; 16] = [
    "Ana",
    "Bruno",
    "Chiara",
    "David",
    "Elif",
    "François",
    "Grace",
    "Håkon",
    "Inés",
    "Jonas",
    "Kofi",
    "Łucja",
    "Mei",
    "Nadia",
    "Óscar",
    "Priya",
];
const LAST: [&str; 16] = [
    "Trujillo",
    "Okafor",
    "Bianchi",
    "Meier",
    "Yılmaz",
    "Dubois",
    "Thompson",
    "Lindqvist",
    "Ferreira",
    "Weber",
    "Mensah",
    "Nowak",
    "Chen",
    "Haddad",
    "Núñez",
    "Raman",
];
const TOWNS: [&str; 12] = [
    "Rotterdam",
    "Porto",
    "Lyon",
    "Gdańsk",
    "Aarhus",
    "Bristol",
    "Köln",
    "Malmö",
    "Torino",
    "Austin",
    "Toronto",
    "Cork",
];
const TRADES: [&str; 12] = [
    "Traders",
    "Foods",
    "Logistics",
    "Insurance",
    "Clinics",
    "Energy",
    "Textiles",
    "Materials",
    "Chemicals",
    "Tools",
    "Stores",
    "Systems",
];
const SENTENCES: [&str; 14] = [
    "They decide slowly and then stay with what they decided.",
    "The new finance team asks for proof before every renewal, which is fair.",
    "Two sites run without us still; their numbers are the best argument we have.",
    "Procurement wants one contract for the whole group by next year.",
    "What was promised in spring is live in three of four warehouses.",
    "The steering committee meets every six weeks; we are on the agenda each time.",
    "Their own roadmap moved by a quarter, so the second phase moves too.",
    "Nobody there disputes the savings any more; they dispute who should get the credit.",
    "A competitor offered a pilot for free, and the users asked to keep us.",
    "We know operations well and the board hardly at all.",
    "Training was the difference: teams that had it use twice as much.",
    "The integration with their ERP is the part that could still go wrong.",
    "If the pilot in Logistics holds through the season, the roll-out is agreed in principle.",
    "Support was slow in summer, and they remember it.",
];

/// The account managers of a portfolio of this size.
fn managers(accounts: usize) -> usize {
    (accounts / 25).clamp(4, 60)
}

fn manager(number: usize) -> String {
    let first = FIRST.get(number % 16).copied().unwrap_or_default();
    let plain: String = first.to_lowercase().chars().filter(char::is_ascii).collect();
    format!("{plain}.m{number}")
}

/// The id of an account.
pub fn id(number: usize) -> String {
    let town = TOWNS.get(number % 12).copied().unwrap_or_default();
    let plain: String = town.to_lowercase().chars().filter(char::is_ascii).collect();
    format!("{plain}-{number:05}")
}

/// `planc.yaml` of a portfolio of this many accounts.
pub fn config(accounts: usize) -> String {
    let mut text = String::from(
        "portfolio: Generated Portfolio\ncurrency: USD\nexchange_rates: {EUR: 1.08, GBP: 1.27}\n\
         products: [Platform, Routing, Analytics, Forecasting, Connect, Academy]\n\
         targets: {nrr: 108%, grr: 92%, renewal_rate: 90%, csat: 85%, nps: 40}\npeople:\n",
    );
    for number in 0..managers(accounts) {
        let (first, last) = (FIRST.get(number % 16), LAST.get((number / 16 + number) % 16));
        let (first, last) = (first.copied().unwrap_or_default(), last.copied().unwrap_or_default());
        let _ = writeln!(
            text,
            "  {}: {{name: {first} {last} {number}, title: Account Manager}}",
            manager(number)
        );
    }
    text
}

/// The plan of an account in a portfolio of this many.
pub fn plan(number: usize, accounts: usize) -> String {
    let mut dice = Dice::new(number as u64);
    let owner = manager(dice.roll(60) as usize % managers(accounts));
    let mut text = String::with_capacity(5_500);
    head(&mut text, &mut dice, number, &owner);
    people(&mut text, &mut dice, &owner);
    let (product, arr) = contracts(&mut text, &mut dice, number);
    growth_and_risk(&mut text, &mut dice, &owner, product, arr);
    voice(&mut text, &mut dice);
    prose(&mut text, &mut dice);
    text
}

fn head(text: &mut String, dice: &mut Dice, number: usize, owner: &str) {
    let town = TOWNS.get(number % 12).copied().unwrap_or_default();
    let _ = write!(
        text,
        "---\naccount: {town} {} {number}\nowner: {owner}\nid: {}\ntier: {}\nsegment: {}\nindustry: {}\n\
         region: {}\ncurrency: {}\n",
        dice.pick(&TRADES),
        id(number),
        dice.pick(&TIERS),
        dice.pick(&SEGMENTS),
        dice.pick(&INDUSTRIES),
        dice.pick(&REGIONS),
        dice.pick(&CURRENCIES),
    );
    // Every tenth account heads a group of up to three.
    if number % 10 == 1 || number % 10 == 2 && dice.chance(50) {
        let _ = writeln!(text, "parent: {}", id(number - number % 10));
    }
    let _ = write!(
        text,
        "customer_since: 2024-{}-01\nreviewed: 2026-{:02}-{:02}\ntags: [{}, {}]\n\nprofile:\n  employees: {}\n  \
         annual_revenue: {}M\n  headquarters: {town}\n  website: https://client-{number}.example\n  structure: [{}]\n  \
         priorities: [Cut spoilage {}% by 2027, One ERP in all sites]\n  competitors: [Contoso, Fabrikam]\n\n",
        term(number).0,
        dice.roll(4) + 6,
        dice.roll(28) + 1,
        dice.pick(&["reference", "pilot", "early-adopter"]),
        dice.pick(&["group-deal", "partner-led", "direct"]),
        dice.roll(9_000) + 120,
        dice.roll(900) + 20,
        UNITS.join(", "),
        dice.roll(20) + 5,
    );
}

fn people(text: &mut String, dice: &mut Dice, owner: &str) {
    text.push_str("stakeholders:\n");
    let count = dice.roll(2) + 3;
    for at in 0..count {
        let role = match at {
            0 => "decision-maker",
            1 => "champion",
            2 => "executive-sponsor",
            _ => dice.pick(&["influencer", "user-buyer", "technical-buyer", "procurement", "coach"]),
        };
        let _ = write!(
            text,
            "  - id: person-{at}\n    name: {} {}\n    title: {}\n    unit: {}\n    role: {role}\n    influence: {}\n    \
             sentiment: {}\n",
            dice.pick(&FIRST),
            dice.pick(&LAST),
            dice.pick(&["COO", "CFO", "Head of Operations", "IT Director", "Buyer", "Plant Manager"]),
            dice.pick(&UNITS),
            dice.pick(&["high", "medium", "low"]),
            dice.pick(&["advocate", "supporter", "supporter", "neutral", "critic"]),
        );
        if at > 0 {
            let _ = writeln!(text, "    reports_to: person-{}", dice.roll(at));
        }
        let _ = write!(
            text,
            "    contact: {owner}\n    last_contact: 2026-{:02}-{:02}\n    cadence: {}d\n",
            dice.roll(3) + 7,
            dice.roll(28) + 1,
            dice.pick(&["30", "45", "60", "90"]),
        );
    }
    let _ = write!(
        text,
        "\nvalue:\n  - id: dispatch-time\n    outcome: Order-to-dispatch time\n    metric: hours\n    baseline: {}\n    \
         result: {}\n    worth: {}k\n    date: 2026-0{}-15\n    confirmed_by: person-1\n\n",
        dice.roll(20) + 20,
        dice.roll(12) + 4,
        dice.roll(300) + 20,
        dice.roll(8) + 1,
    );
}

/// The month in which an account's contract years start, and the last day of the month before.
fn term(number: usize) -> (&'static str, &'static str) {
    match number % 4 {
        0 => ("01", "12-31"),
        1 => ("04", "03-31"),
        2 => ("07", "06-30"),
        _ => ("10", "09-30"),
    }
}

/// Contracts of three years, each renewing the one before; gives the product and today's ARR in thousands.
fn contracts(text: &mut String, dice: &mut Dice, number: usize) -> (&'static str, u64) {
    let product = dice.pick(&PRODUCTS);
    let other = PRODUCTS.iter().find(|name| **name != product).copied().unwrap_or("Platform");
    let mut arr = dice.roll(300) + 30;
    let (month, ends) = term(number);
    let now = if month == "10" { 2025 } else { 2026 };
    let last = if dice.chance(6) { now - 1 } else { now };
    text.push_str("contracts:\n");
    for year in 2024..=last {
        let ending = if month == "01" { year } else { year + 1 };
        let _ = write!(
            text,
            "  - id: C-{year}\n    lines:\n      - {{product: {product}, arr: {arr}k, unit: Retail}}\n      \
             - {{product: {other}, arr: {}k, unit: Logistics}}\n    start: {year}-{month}-01\n    end: {ending}-{ends}\n    \
             signed: {}-12-{:02}\n    notice: 90d\n",
            arr / 4 + 5,
            year - 1,
            dice.roll(20) + 1,
        );
        if year > 2024 {
            let _ = writeln!(text, "    renews: C-{}\n    uplift: 3%", year - 1);
        }
        if dice.chance(30) {
            let change = arr + dice.roll(60) + 1;
            let _ = write!(
                text,
                "    changes:\n      - {{date: {year}-1{}-01, product: {product}, arr: {change}k, reason: upsell}}\n",
                dice.roll(2) + 1,
            );
            arr = change;
        }
        arr = (arr * (95 + dice.roll(20)) / 100).max(10);
    }
    if last == now {
        let _ = writeln!(
            text,
            "    renewal: {{forecast: {arr}k, probability: {}%, category: {}, note: Budget round in November}}",
            dice.roll(50) + 50,
            dice.pick(&["commit", "best-case", "pipeline"]),
        );
    }
    text.push('\n');
    (product, arr)
}

fn growth_and_risk(text: &mut String, dice: &mut Dice, owner: &str, product: &str, arr: u64) {
    text.push_str("opportunities:\n");
    for at in 0..dice.roll(3) + 1 {
        let _ = write!(
            text,
            "  - id: growth-{at}\n    name: Roll out to {}\n    kind: {}\n    product: {product}\n    arr: {}k\n    \
             stage: {}\n    close: 2027-0{}-28\n    sponsor: person-0\n",
            dice.pick(&UNITS),
            dice.pick(&["upsell", "cross-sell", "expansion"]),
            arr / 5 + dice.roll(40) + 1,
            dice.pick(&["identified", "qualified", "proposal", "negotiation"]),
            dice.roll(9) + 1,
        );
    }
    text.push_str("\nrisks:\n");
    for at in 0..dice.roll(2) + 1 {
        let _ = write!(
            text,
            "  - id: risk-{at}\n    risk: {}\n    category: {}\n    likelihood: {}\n    impact: {}\n    \
             mitigation: [action-0]\n    opened: 2026-0{}-02\n",
            dice.pick(&[
                "The sponsor may leave in spring",
                "A cheaper offer is on the table",
                "The roll-out may slip"
            ]),
            dice.pick(&["stakeholder-turnover", "competitive-threat", "delivery", "commercial"]),
            dice.pick(&["high", "medium", "low"]),
            dice.pick(&["high", "medium", "low"]),
            dice.roll(8) + 1,
        );
    }
    text.push_str("\nactions:\n");
    for at in 0..dice.roll(3) + 2 {
        let supports = if at == 0 { "risk-0, C-2024" } else { "growth-0" };
        let _ = write!(
            text,
            "  - id: action-{at}\n    action: {}\n    owner: {owner}\n    start: 2026-09-01\n    due: 2026-1{}-{:02}\n    \
             metric: {}\n    status: {}\n    supports: [{supports}]\n",
            dice.pick(&[
                "Meet the new CFO",
                "Plan the pilot with IT",
                "Bring the savings to the board",
                "Train two sites"
            ]),
            dice.roll(3),
            dice.roll(27) + 1,
            dice.pick(&[
                "They come to the December review",
                "A signed scope",
                "A date on the board's agenda"
            ]),
            dice.pick(&["planned", "in-progress", "blocked"]),
        );
    }
    let _ = write!(
        text,
        "\nobjectives:\n  - id: one-erp\n    objective: One ERP by 2027\n    metric: ERPs in use\n    baseline: 3\n    \
         target: 1\n    current: 2\n    due: 2027-12-31\n    sponsor: person-0\n\n",
    );
}

fn voice(text: &mut String, dice: &mut Dice) {
    text.push_str("surveys:\n");
    for at in 0..dice.roll(3) + 1 {
        let _ = writeln!(
            text,
            "  - {{date: 2026-0{}-12, nps: {}, by: person-{}}}",
            dice.roll(8) + 1,
            dice.roll(11),
            at
        );
        let _ = writeln!(
            text,
            "  - {{date: 2026-0{}-20, csat: {}, by: person-{}}}",
            dice.roll(8) + 1,
            dice.roll(5) + 1,
            at
        );
    }
    text.push_str("\nescalations:\n");
    for at in 0..dice.roll(2) + 1 {
        let day = dice.roll(20) + 1;
        let _ = writeln!(
            text,
            "  - {{id: T-{at}, opened: 2026-08-{day:02}T09:30, resolved: 2026-08-{:02}T1{}:00, severity: {}, summary: EDI feed dropped orders}}",
            day + dice.roll(8),
            dice.roll(8),
            dice.pick(&["critical", "high", "medium", "low"]),
        );
    }
    let users = dice.roll(300) + 50;
    let _ = writeln!(
        text,
        "\nusage:\n  - {{metric: Weekly active users, licensed: {}, points: {{2026-05: {}, 2026-06: {}, 2026-07: {}, 2026-08: {}}}}}",
        users + 40,
        users + dice.roll(30),
        users + dice.roll(30),
        users + dice.roll(30),
        users + dice.roll(30),
    );
    let _ = write!(
        text,
        "\nmeetings:\n  - {{date: 2026-09-{:02}, kind: qbr, with: [person-0, person-1], notes: Agreed the next steps}}\n---\n",
        dice.roll(28) + 1,
    );
}

fn prose(text: &mut String, dice: &mut Dice) {
    let titles = [
        "Account Profile",
        "Relationship Map",
        "Value Delivered",
        "Growth Opportunities",
        "Risk Assessment",
        "Action Plan",
    ];
    for title in titles {
        let _ = write!(text, "\n## {title}\n\n");
        let _ = writeln!(text, "{}", dice.pick(&SENTENCES));
        if title == "Action Plan" {
            text.push_str("\n- [x] Agree the **agenda**\n- [ ] Send the figures to the board\n");
        }
    }
}

/// Writes a portfolio of this many accounts, a hundred to a folder.
pub fn portfolio(folder: &Path, accounts: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("planc.yaml"), config(accounts))?;
    for number in 0..accounts {
        let team = folder.join("accounts").join(format!("team-{:03}", number / 100));
        if number % 100 == 0 {
            fs::create_dir_all(&team)?;
        }
        fs::write(team.join(format!("{}.md", id(number))), plan(number, accounts))?;
    }
    Ok(())
}
