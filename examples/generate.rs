//! Writes a portfolio of any size, for measurements: `cargo run --release --example generate -- FOLDER N`.

#[path = "../benches/generate/mod.rs"]
mod generate;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1);
    let (Some(folder), Some(accounts)) = (args.next(), args.next()) else {
        return Err("say where, and how many: generate FOLDER 1000".into());
    };
    let accounts =
        accounts.to_str().and_then(|text| text.parse().ok()).ok_or("the second word is a number")?;
    let folder = PathBuf::from(folder);
    if folder.exists() {
        return Err(format!("{} is there already", folder.display()).into());
    }
    generate::portfolio(&folder, accounts)?;
    println!("{accounts} accounts in {}; check them --as-of {}", folder.display(), generate::AS_OF);
    Ok(())
}
