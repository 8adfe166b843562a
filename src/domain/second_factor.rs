//! What somebody gives besides a password, and when a session is whole.

use super::access::Role;

/// Whether powerful roles must have a second factor here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Demand {
    /// Everybody may have one; who has one gives it at each log-in.
    #[default]
    Offered,
    /// Whoever has a role that [`Role::needs_second_factor`] can do nothing without.
    Demanded,
}

/// What was given besides the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// A code of an authenticator app.
    Code,
    /// One of the recovery codes.
    RecoveryCode,
    /// A passkey.
    Passkey,
    /// The sign-in service of the organisation asked for more than one factor.
    Provider,
}

impl Given {
    /// The word in the database and in the audit trail.
    pub fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::RecoveryCode => "herstelcode",
            Self::Passkey => "passkey",
            Self::Provider => "aanmelddienst",
        }
    }

    /// What the word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Code, Self::RecoveryCode, Self::Passkey, Self::Provider].into_iter().find(|given| given.word() == word)
    }
}

/// Which factors an account has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Enrolled {
    /// An authenticator app that was confirmed.
    pub app: bool,
    /// How many passkeys.
    pub passkeys: usize,
    /// How many recovery codes are left. They are no factor of their own, only a way in when the others are lost.
    pub recovery_codes: usize,
}

impl Enrolled {
    /// Whether there is a factor to ask for.
    pub fn any(self) -> bool {
        self.app || self.passkeys > 0
    }

    /// How many factors there are.
    pub fn count(self) -> usize {
        usize::from(self.app) + self.passkeys
    }
}

/// How far somebody is who gave the right password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// In.
    In,
    /// The factor that the account has must be given.
    Give,
    /// The account must get a factor.
    Enrol,
}

/// How far somebody with this role is, who gave this besides the password and whose account has these factors.
pub fn step(role: &Role, given: Option<Given>, enrolled: Enrolled, demand: Demand) -> Step {
    if given.is_some() {
        Step::In
    } else if enrolled.any() {
        Step::Give
    } else if demand == Demand::Demanded && role.needs_second_factor() {
        Step::Enrol
    } else {
        Step::In
    }
}

/// Whether the last factor may go: never where the role must have one.
pub fn may_have_none(role: &Role, demand: Demand) -> bool {
    demand == Demand::Offered || !role.needs_second_factor()
}

#[cfg(test)]
mod tests {
    use super::super::access::RegulatorDuty;
    use super::*;

    #[test]
    fn whoever_has_a_factor_gives_it_and_powerful_roles_get_one() {
        let powerful = Role::Regulator(RegulatorDuty::Reader);
        let other = Role::SchemeOwner("x".to_owned());
        let (none, app) = (Enrolled::default(), Enrolled { app: true, ..Enrolled::default() });
        for demand in [Demand::Offered, Demand::Demanded] {
            for role in [&powerful, &other] {
                assert_eq!(step(role, None, app, demand), Step::Give);
                assert_eq!(step(role, Some(Given::Code), app, demand), Step::In);
            }
            assert_eq!(step(&other, None, none, demand), Step::In);
        }
        assert_eq!(step(&powerful, None, none, Demand::Offered), Step::In);
        assert_eq!(step(&powerful, None, none, Demand::Demanded), Step::Enrol);
        assert!(may_have_none(&other, Demand::Demanded) && !may_have_none(&powerful, Demand::Demanded));
    }

    #[test]
    fn recovery_codes_alone_are_no_factor() {
        let only_codes = Enrolled { recovery_codes: 10, ..Enrolled::default() };
        assert!(!only_codes.any());
    }

    #[test]
    fn every_word_is_read_back() {
        for given in [Given::Code, Given::RecoveryCode, Given::Passkey, Given::Provider] {
            assert_eq!(Given::parse(given.word()), Some(given));
        }
        assert_eq!(Given::parse("wachtwoord"), None);
    }
}
