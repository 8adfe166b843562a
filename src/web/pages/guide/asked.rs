//! What the address of the guide asks, and the address that asks it.

use chrono::NaiveDate;
use url::form_urlencoded::{Serializer, parse};

use crate::domain::identifiers::FindingCode;
use crate::domain::matrix::Matrix;
use crate::language::Language;
use crate::services::guide::FINDINGS;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web::pages) enum Param {
    Holder,
    Scheme,
    Date,
    Reference,
    Findings,
    EarlierDate,
    EarlierFindings,
    Search,
    Pick,
    To,
    AddRow,
}

impl Param {
    const ALL: [Self; 11] = [
        Self::Holder,
        Self::Scheme,
        Self::Date,
        Self::Reference,
        Self::Findings,
        Self::EarlierDate,
        Self::EarlierFindings,
        Self::Search,
        Self::Pick,
        Self::To,
        Self::AddRow,
    ];

    /// The name in the address.
    pub(in crate::web::pages) fn name(self) -> &'static str {
        match self {
            Self::Holder => "kvk",
            Self::Scheme => "schema",
            Self::Date => "datum",
            Self::Reference => "onderzoek",
            Self::Findings => "afwijkingen",
            Self::EarlierDate => "eerder-datum",
            Self::EarlierFindings => "eerder-afwijkingen",
            Self::Search => "zoek",
            Self::Pick => "kies",
            Self::To => "bij",
            Self::AddRow => "rij",
        }
    }

    /// More characters than this no value needs.
    fn most(self) -> usize {
        match self {
            Self::Date | Self::EarlierDate | Self::Holder | Self::To | Self::AddRow => 20,
            Self::Scheme | Self::Reference | Self::Pick | Self::Search => 100,
            Self::Findings | Self::EarlierFindings => 2_000,
        }
    }
}

/// An earlier audit as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web::pages) struct TypedAudit {
    pub(in crate::web::pages) date: String,
    pub(in crate::web::pages) findings: String,
}

/// What was typed and chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web::pages) struct Asked {
    pub(in crate::web::pages) holder: String,
    pub(in crate::web::pages) scheme: String,
    pub(in crate::web::pages) date: String,
    pub(in crate::web::pages) reference: String,
    pub(in crate::web::pages) findings: String,
    pub(in crate::web::pages) earlier: Vec<TypedAudit>,
    pub(in crate::web::pages) search: String,
    picks: Vec<String>,
    to: Option<usize>,
    add_row: bool,
}

/// More fields than this are not read.
const FIELDS: usize = 500;

impl Asked {
    /// Reads the query of the address.
    pub(in crate::web::pages) fn read(query: &str) -> Self {
        let mut asked = Self::default();
        let (mut dates, mut findings) = (Vec::new(), Vec::new());
        for (name, value) in parse(query.as_bytes()).take(FIELDS) {
            let Some(param) = Param::ALL.into_iter().find(|param| param.name() == name) else { continue };
            let value: String = value.trim().chars().take(param.most()).collect();
            match param {
                Param::Holder => asked.holder = value,
                Param::Scheme => asked.scheme = value,
                Param::Date => asked.date = value,
                Param::Reference => asked.reference = value,
                Param::Findings => add(&mut asked.findings, &value),
                Param::EarlierDate => dates.push(value),
                Param::EarlierFindings => findings.push(value),
                Param::Search => asked.search = value,
                Param::Pick => asked.picks.push(value),
                Param::To => asked.to = value.parse().ok(),
                Param::AddRow => asked.add_row = true,
            }
        }
        let rows = dates.len().max(findings.len());
        let (mut dates, mut findings) = (dates.into_iter(), findings.into_iter());
        asked.earlier = (0..rows)
            .map(|_| TypedAudit {
                date: dates.next().unwrap_or_default(),
                findings: findings.next().unwrap_or_default(),
            })
            .collect();
        asked
    }

    /// Does what a button asked, if one did: what was ticked goes where it belongs, and a row is added. The address then shows
    /// the outcome and can be shared.
    pub(in crate::web::pages) fn done(mut self, rows: usize) -> Option<Self> {
        if self.picks.is_empty() && self.to.is_none() && !self.add_row {
            return None;
        }
        let picks = std::mem::take(&mut self.picks);
        let place = self.to.take().unwrap_or_default();
        let findings = match place.checked_sub(1) {
            None => Some(&mut self.findings),
            Some(row) => self.earlier.get_mut(row).map(|row| &mut row.findings),
        };
        if let Some(findings) = findings {
            for code in &picks {
                add(findings, code);
            }
        }
        if std::mem::take(&mut self.add_row) && self.earlier.len() < rows {
            self.earlier.push(TypedAudit::default());
        }
        Some(self)
    }

    /// The address that asks this. Rows of earlier audits stay, also when they are empty.
    pub(in crate::web::pages) fn address(&self, path: &str) -> String {
        let mut query = Serializer::new(String::new());
        let single = [
            (Param::Holder, &self.holder),
            (Param::Scheme, &self.scheme),
            (Param::Date, &self.date),
            (Param::Reference, &self.reference),
            (Param::Findings, &self.findings),
        ];
        for (param, value) in single.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(param.name(), value);
        }
        for row in &self.earlier {
            query.append_pair(Param::EarlierDate.name(), &row.date);
            query.append_pair(Param::EarlierFindings.name(), &row.findings);
        }
        if !self.search.is_empty() {
            query.append_pair(Param::Search.name(), &self.search);
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

fn add(findings: &mut String, code: &str) {
    if !findings.is_empty() && !code.is_empty() {
        findings.push_str(", ");
    }
    findings.push_str(code);
}

/// The codes in what was typed.
///
/// # Errors
/// What is wrong, in the language of the page.
pub(in crate::web::pages) fn codes(
    typed: &str,
    matrix: &Matrix,
    language: Language,
) -> Result<Vec<FindingCode>, String> {
    let too_many = || language.text_with("guide-too-many", &[("most", FINDINGS.into())]);
    let known = |text: &str| {
        let wanted = |same: &dyn Fn(&str) -> bool| matrix.catalogue().iter().find(|entry| same(entry.code.as_str()));
        let found = wanted(&|code| code == text).or_else(|| wanted(&|code| code.eq_ignore_ascii_case(text)));
        found.map(|entry| entry.code.clone())
    };
    // What was cut off when it was read could be another code than the one that was meant.
    if typed.chars().count() >= Param::Findings.most() {
        return Err(too_many());
    }
    // A code may have a comma in it.
    if let Some(code) = known(typed.trim()) {
        return Ok(vec![code]);
    }
    let parts = typed.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let code = |part: &str| {
        known(part).ok_or_else(|| {
            let shown: String = part.chars().take(60).collect();
            language.text_with("guide-unknown-code", &[("code", shown.into())])
        })
    };
    let codes: Vec<FindingCode> = parts.map(code).collect::<Result<_, _>>()?;
    if codes.len() > FINDINGS {
        return Err(too_many());
    }
    Ok(codes)
}

/// The day that was typed; today when nothing was.
///
/// # Errors
/// What is wrong, in the language of the page.
pub(in crate::web::pages) fn day(
    typed: &str,
    otherwise: Option<NaiveDate>,
    language: Language,
) -> Result<NaiveDate, String> {
    let fault = || language.text("guide-no-day").into_owned();
    if typed.is_empty() {
        return otherwise.ok_or_else(fault);
    }
    typed.parse::<NaiveDate>().map_err(|_| fault())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn an_address_says_the_same_when_it_is_read_and_written() {
        let address = "/sanctiewijzer?schema=CS-A&datum=2026-02-01&afwijkingen=K1%2C+N1&eerder-datum=2025-03-01\
                       &eerder-afwijkingen=K1&eerder-datum=&eerder-afwijkingen=&zoek=gas";
        let asked = Asked::read(address.split_once('?').unwrap().1);
        assert_eq!(asked.earlier.len(), 2);
        assert_eq!(asked.address("/sanctiewijzer"), address);
        assert_eq!(asked.done(20), None);
    }

    #[test]
    fn what_was_ticked_goes_to_the_audit_that_was_chosen() {
        let done = |query: &str| Asked::read(query).done(20).map(|asked| asked.address("")).unwrap_or_default();
        assert_eq!(done("afwijkingen=K1&kies=K1&kies=N2"), "?afwijkingen=K1%2C+K1%2C+N2");
        assert_eq!(
            done("eerder-datum=2025-01-01&eerder-afwijkingen=&kies=N2&bij=1"),
            "?eerder-datum=2025-01-01&eerder-afwijkingen=N2"
        );
        assert_eq!(done("kies=N2&bij=7"), "");
        assert_eq!(done("rij=erbij"), "?eerder-datum=&eerder-afwijkingen=");
    }
}
