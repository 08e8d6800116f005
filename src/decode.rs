//! Nodes to the typed model, field by field, every error kept (families P1, P2 within a plan, P6).
//!
//! For: turning what is written into what it means. A field that is wrong is reported at its place; a
//! record with a wrong field is dropped and its account kept ([`faulty`](crate::model::Plan::faulty) says where); an absent
//! value raises no second error.
//! Must not: know other plans, today's date, or the framework.
//!
//! ```text
//! scalar      one value's text to what it means, or a refusal that says how to write it
//! shape       which keys each record has
//! decoder     what decoding one file needs and gathers
//! fields      reads a record's keys: unknown, missing, of the wrong form
//! references  fields that name a record, a person, a product …
//! tables      tables in the body that are data, as the same nodes
//! plan, people, contracts, growth, risks, voice   the records
//! settings    planc.yaml
//! ```

mod contracts;
mod decoder;
mod extra;
mod fields;
mod growth;
mod ids;
mod people;
mod plan;
mod references;
pub(crate) mod refusal;
mod risks;
pub(crate) mod scalar;
mod settings;
mod shape;
pub(crate) mod suggest;
mod tables;
#[cfg(test)]
mod tests;
mod unknown;
mod value;
mod voice;

pub use plan::decode_plan;
pub use settings::decode_config;

/// Whether an error about this top-level key makes the plan's figures untrustworthy: the plan is left
/// out of them. An error elsewhere costs its record.
pub fn decides_figures(about: &str) -> bool {
    matches!(
        about,
        "account"
            | "owner"
            | "id"
            | "parent"
            | "currency"
            | "contracts"
            | "surveys"
            | "escalations"
            | "opportunities"
    )
}

/// The id that a plan has by its path: the file's stem, or the folder's name for `plan.md`, `index.md`
/// and `README.md`. Whether it is a good id is not asked here.
pub fn id_from_path(path: &str) -> &str {
    let path = path.strip_prefix("accounts/").unwrap_or(path);
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.strip_suffix(".md").unwrap_or(file);
    match folder.rsplit('/').next() {
        Some(name) if !name.is_empty() && matches!(stem, "plan" | "index" | "README") => name,
        _ => stem,
    }
}

/// The id for an account of this name: `Café Bleu AG` is `cafe-bleu-ag`. `None` where nothing of the name
/// can stand in an id.
pub fn id_from_name(name: &str) -> Option<String> {
    // Nothing at all comes out as a record's id that no other record has.
    let id = scalar::id::slug(name);
    (id != scalar::id::slug("") || name.to_ascii_lowercase().contains(&id)).then_some(id)
}

/// Whether a text is an account's id: `[a-z0-9][a-z0-9-]*`.
pub fn is_account_id(text: &str) -> bool {
    scalar::id::is_account_id(text)
}

/// Whether a text is the key of a person of ours: `[a-z0-9][a-z0-9._-]*`.
pub fn is_person(text: &str) -> bool {
    scalar::id::is_person(text)
}

/// "did you mean `a` or `b`?", of these words; `None` where none is near.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    suggest::nearest(word, candidates, &suggest::Budget::default()).question()
}
