//! For whom somebody works and what they do there.

use crate::domain::identifiers::BodyCode;

/// For whom somebody with an account works.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Organisation {
    /// The regulator, TloKB.
    Regulator,
    /// A certification body.
    Body(BodyCode),
    /// Who writes and maintains schemes, by the name that stands with those schemes.
    SchemeOwner(String),
}

impl Organisation {
    /// The word for the kind of organisation in accounts and on the command line.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Regulator => "tlokb",
            Self::Body(_) => "instelling",
            Self::SchemeOwner(_) => "schemabeheerder",
        }
    }
}

/// What somebody of the regulator does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegulatorDuty {
    /// Invites organisations and colleagues, and sees to the mail that leaves.
    Administrator,
    /// Keeps schemes, bodies and designations.
    Registrar,
    /// Judges signals and reasons, and acts on them.
    Supervisor,
    /// Sees everything and changes nothing.
    Reader,
}

/// What somebody of a certification body does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyDuty {
    /// Invites colleagues and makes tokens for programs; also does all that a deliverer does.
    Administrator,
    /// Delivers, withdraws and gives reasons.
    Deliverer,
    /// Sees everything of the own body and changes nothing.
    Reader,
}

/// What an account may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Somebody who works for the regulator.
    Regulator(RegulatorDuty),
    /// Somebody who works for this certification body.
    Body(BodyCode, BodyDuty),
    /// Somebody who submits applications for this owner of schemes.
    SchemeOwner(String),
}

/// A pair of words that is no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "deze taak bestaat bij deze organisatie niet: TloKB kent beheerder, registerbeheerder, toezichthouder en lezer, een \
         instelling beheerder, aanleveraar en lezer, een schemabeheerder alleen indiener"
)]
pub struct NoSuchDuty;

impl Role {
    /// The role with this task at this organisation.
    ///
    /// # Errors
    /// [`NoSuchDuty`], with the tasks that there are.
    pub fn of(organisation: Organisation, duty: &str) -> Result<Self, NoSuchDuty> {
        Ok(match (organisation, duty) {
            (Organisation::Regulator, "beheerder") => Self::Regulator(RegulatorDuty::Administrator),
            (Organisation::Regulator, "registerbeheerder") => Self::Regulator(RegulatorDuty::Registrar),
            (Organisation::Regulator, "toezichthouder") => Self::Regulator(RegulatorDuty::Supervisor),
            (Organisation::Regulator, "lezer") => Self::Regulator(RegulatorDuty::Reader),
            (Organisation::Body(code), "beheerder") => Self::Body(code, BodyDuty::Administrator),
            (Organisation::Body(code), "aanleveraar") => Self::Body(code, BodyDuty::Deliverer),
            (Organisation::Body(code), "lezer") => Self::Body(code, BodyDuty::Reader),
            (Organisation::SchemeOwner(name), "indiener") => Self::SchemeOwner(name),
            _ => return Err(NoSuchDuty),
        })
    }

    /// The words of the tasks that an organisation gives out, the one with most rights first.
    pub fn duties(organisation: &Organisation) -> &'static [&'static str] {
        match organisation {
            Organisation::Regulator => &["beheerder", "registerbeheerder", "toezichthouder", "lezer"],
            Organisation::Body(_) => &["beheerder", "aanleveraar", "lezer"],
            Organisation::SchemeOwner(_) => &["indiener"],
        }
    }

    /// For whom somebody with this role works.
    pub fn organisation(&self) -> Organisation {
        match self {
            Self::Regulator(_) => Organisation::Regulator,
            Self::Body(code, _) => Organisation::Body(code.clone()),
            Self::SchemeOwner(name) => Organisation::SchemeOwner(name.clone()),
        }
    }

    /// The name of the owner of schemes, for somebody who works for one.
    pub fn scheme_owner(&self) -> Option<&str> {
        match self {
            Self::SchemeOwner(name) => Some(name),
            Self::Regulator(_) | Self::Body(..) => None,
        }
    }

    /// The word for the task: `beheerder`, `aanleveraar` and so on.
    pub fn duty(&self) -> &'static str {
        match self {
            Self::Regulator(RegulatorDuty::Administrator) | Self::Body(_, BodyDuty::Administrator) => "beheerder",
            Self::Regulator(RegulatorDuty::Registrar) => "registerbeheerder",
            Self::Regulator(RegulatorDuty::Supervisor) => "toezichthouder",
            Self::Body(_, BodyDuty::Deliverer) => "aanleveraar",
            Self::Regulator(RegulatorDuty::Reader) | Self::Body(_, BodyDuty::Reader) => "lezer",
            Self::SchemeOwner(_) => "indiener",
        }
    }

    /// Whether somebody with this role manages the accounts of the own organisation.
    pub fn is_administrator(&self) -> bool {
        matches!(self, Self::Regulator(RegulatorDuty::Administrator) | Self::Body(_, BodyDuty::Administrator))
    }

    /// The word for the kind of organisation: `tlokb`, `instelling` or `schemabeheerder`.
    pub fn word(&self) -> &'static str {
        self.organisation().word()
    }

    /// Whether this role is too powerful for a password alone: everybody at the regulator, and who manages the accounts of a
    /// body.
    pub fn needs_second_factor(&self) -> bool {
        matches!(self, Self::Regulator(_) | Self::Body(_, BodyDuty::Administrator))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_role_is_its_words() {
        let organisations = [
            Organisation::Regulator,
            Organisation::Body(BodyCode::parse("alfa").unwrap()),
            Organisation::SchemeOwner("S".to_owned()),
        ];
        for organisation in organisations {
            for duty in Role::duties(&organisation) {
                let role = Role::of(organisation.clone(), duty).unwrap();
                assert_eq!((role.organisation(), role.duty()), (organisation.clone(), *duty));
            }
            assert!(Role::of(organisation, "directeur").is_err());
        }
    }
}
