//! Reads settings one by one and keeps every fault.

use std::fmt;
use std::str::FromStr;

/// A setting as the documentation shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Name of the variable.
    pub name: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
    /// What it does, in English.
    pub meaning: &'static str,
}

/// One setting that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingFault {
    /// Name of the variable.
    pub name: String,
    /// What it was set to; absent when that may hold a secret.
    pub value: Option<String>,
    /// What would be right, in Dutch.
    pub message: String,
}

impl fmt::Display for SettingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}={value}: {}", self.name, self.message),
            None => write!(f, "{}: {}", self.name, self.message),
        }
    }
}

/// All settings that are wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct InvalidSettings(pub Vec<SettingFault>);

impl fmt::Display for InvalidSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "De instellingen kloppen niet:")?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))?;
        write!(f, "\nAlle instellingen met hun betekenis: stelselwacht config")
    }
}

/// Reads values and notes what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) lookup: &'a dyn Fn(&str) -> Option<String>,
    pub(super) faults: Vec<SettingFault>,
}

impl Reader<'_> {
    pub(super) fn given(&self, setting: Setting) -> Option<String> {
        (self.lookup)(setting.name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    pub(super) fn text(&self, setting: Setting) -> String {
        self.given(setting).unwrap_or_else(|| setting.default.to_owned())
    }

    pub(super) fn fault(&mut self, setting: Setting, value: &str, message: &str) {
        let (name, value) = (setting.name.to_owned(), Some(value.to_owned()));
        self.faults.push(SettingFault { name, value, message: message.to_owned() });
    }

    pub(super) fn parsed<T>(
        &mut self,
        setting: Setting,
        right: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(setting);
        let parsed = parse(&text);
        if parsed.is_none() {
            self.fault(setting, &text, right);
        }
        parsed
    }

    pub(super) fn number<N: FromStr + PartialOrd + fmt::Display>(
        &mut self,
        setting: Setting,
        range: std::ops::RangeInclusive<N>,
    ) -> Option<N> {
        let right = format!("geef een heel getal van {} tot en met {}", range.start(), range.end());
        self.parsed(setting, &right, |text| text.parse().ok().filter(|number| range.contains(number)))
    }

    /// A value that may hold a secret: what is said of a wrong one repeats nothing of it.
    pub(super) fn masked<T, E: fmt::Display>(
        &mut self,
        setting: Setting,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match parse(&self.text(setting)) {
            Ok(value) => Some(value),
            Err(right) => {
                self.hidden_fault(setting, right.to_string());
                None
            }
        }
    }

    /// Notes a fault without the value.
    pub(super) fn hidden_fault(&mut self, setting: Setting, message: String) {
        self.faults.push(SettingFault { name: setting.name.to_owned(), value: None, message });
    }
}
