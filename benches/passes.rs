//! How long each pass takes, whole builds, and what an edit costs, at 1,000 and 10,000 plans (some minutes):
//! `cargo bench --bench passes`. Other sizes: `PLANC_BENCH=1000`. Larger ones: `benches/scaling`.

#![allow(clippy::unwrap_used, missing_docs, reason = "a measurement that can't be set up has nothing to say")]

mod generate;

use std::ffi::OsStr;
use std::fs;
use std::hint::black_box;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use planc::check::{self, Rules};
use planc::cli::{self, Console};
use planc::decode::{decode_config, decode_plan};
use planc::diagnostic::Diagnostics;
use planc::kpi;
use planc::model::Date;
use planc::parse::parse_plan;
use planc::session::{Ask, Session};
use planc::source::Disk;
use planc::text::Source;

fn as_of() -> Date {
    generate::AS_OF.parse().unwrap()
}

fn ask() -> Ask {
    Ask { as_of: as_of() }
}

fn sizes() -> Vec<usize> {
    let sizes = std::env::var("PLANC_BENCH").unwrap_or_else(|_| "1000,10000".into());
    sizes.split(',').map(|size| size.trim().parse().unwrap()).collect()
}

/// Each pass by itself, on one thread, over this many plans.
fn passes(criterion: &mut Criterion) {
    const PLANS: usize = 200;
    let texts: Vec<Arc<Source>> = (0..PLANS)
        .map(|number| {
            Source::new(format!("accounts/{}.md", generate::id(number)), generate::plan(number, PLANS))
        })
        .collect();
    let mut diagnostics = Diagnostics::new();
    let config = Source::new("planc.yaml", generate::config(PLANS));
    let config = Arc::new(decode_config(&config, &mut diagnostics));
    let rules = Rules::new(&config, &mut diagnostics);
    let read = |source: &Arc<Source>, diagnostics: &mut Diagnostics| {
        let document = parse_plan(source, diagnostics);
        decode_plan(source, document, &config, diagnostics).unwrap()
    };
    let plans: Vec<_> = texts.iter().map(|source| read(source, &mut diagnostics)).collect();

    let mut group = criterion.benchmark_group("pass");
    group.throughput(Throughput::Elements(PLANS as u64));
    group.bench_function("parse", |bench| {
        bench.iter(|| {
            let mut diagnostics = Diagnostics::new();
            for source in &texts {
                black_box(parse_plan(source, &mut diagnostics));
            }
        });
    });
    group.bench_function("decode", |bench| {
        let parsed =
            || texts.iter().map(|source| parse_plan(source, &mut Diagnostics::new())).collect::<Vec<_>>();
        bench.iter_batched(
            parsed,
            |documents| {
                let mut diagnostics = Diagnostics::new();
                for (source, document) in texts.iter().zip(documents) {
                    black_box(decode_plan(source, document, &config, &mut diagnostics));
                }
            },
            BatchSize::LargeInput,
        );
    });
    group.bench_function("check", |bench| {
        let none = check::RenewedElsewhere::new();
        bench.iter(|| {
            let mut diagnostics = Diagnostics::new();
            for plan in &plans {
                black_box(check::check_plan(plan, &rules, as_of(), &[], &none, &mut diagnostics));
            }
        });
    });
    group.finish();
}

/// A command, with nothing said.
fn run(args: &[&OsStr]) {
    let mut console = Console::to(Box::new(io::sink()), Box::new(io::sink()));
    let planc = [OsStr::new("planc")];
    let status = cli::run(planc.iter().chain(args).map(|&arg| arg.to_owned()), &mut console);
    assert!(status < 2, "planc could not run");
}

/// Whole builds of a portfolio on disk, and what an edit costs a session that knows it.
fn builds(criterion: &mut Criterion) {
    for accounts in sizes() {
        let folder = room();
        let root = folder.path().join("portfolio");
        generate::portfolio(&root, accounts).unwrap();
        let disk = Disk::new(&root);
        let mut group = criterion.benchmark_group(format!("{accounts} plans"));
        group.throughput(Throughput::Elements(accounts as u64));
        group
            .sampling_mode(SamplingMode::Flat)
            .sample_size(10)
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(5));

        group.bench_function("check", |bench| bench.iter(|| Session::new().compile(&disk, &ask())));

        let compilation = Session::new().compile(&disk, &ask());
        group.bench_function("figures", |bench| {
            let request = kpi::Request::ttm(&compilation.portfolio);
            bench.iter(|| kpi::compute(&compilation.portfolio, &request));
        });

        let output = folder.path().join("site");
        let words = ["--as-of", generate::AS_OF, "--no-history", "--output"].map(OsStr::new);
        let args = [&[OsStr::new("build"), root.as_os_str()], &words[..], &[output.as_os_str()]].concat();
        group.bench_function("build, cold", |bench| {
            let clear = || drop(fs::remove_dir_all(&output));
            bench.iter_batched(clear, |()| run(&args), BatchSize::PerIteration);
        });
        group.bench_function("build, nothing changed", |bench| bench.iter(|| run(&args)));
        fs::remove_dir_all(&output).unwrap();

        let mut session = Session::new();
        session.compile(&disk, &ask());
        // Files that were written just now are read again whatever their stamp says.
        std::thread::sleep(Duration::from_secs(3));
        let compilation = session.compile(&disk, &ask());
        session.publish(&compilation, compilation.report()).unwrap();
        group.bench_function("watch, nothing changed", |bench| {
            bench.iter(|| assert!(session.compile_if_changed(&disk, &ask()).is_none()));
        });
        let id = generate::id(7);
        let plan: PathBuf = root.join(format!("accounts/team-000/{id}.md"));
        let page = format!("accounts/{id}/index.html");
        let text = fs::read_to_string(&plan).unwrap();
        let mut edits = 0;
        group.bench_function("watch, from an edit to its page", |bench| {
            bench.iter(|| {
                edits += 1;
                fs::write(&plan, format!("{text}\nEdit {edits}.\n")).unwrap();
                let compilation = session.compile_if_changed(&disk, &ask()).unwrap();
                let site = session.publish(&compilation, compilation.report()).unwrap();
                let page = site.file(&page).unwrap().unwrap();
                assert!(page.windows(5).any(|bytes| bytes == b"Edit "), "the page shows the edit");
                page
            });
        });
        group.finish();
    }
}

/// A folder in memory where there is one: what is measured is planc, not a disk.
fn room() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

criterion_group!(benches, passes, builds);
criterion_main!(benches);
