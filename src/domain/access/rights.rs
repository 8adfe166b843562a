//! The rights that there are, who has each, and what a permit of it is for.

use super::program::Program;
use super::{BodyDuty, Organisation, Permit, RegulatorDuty, Role};
use crate::domain::identifiers::BodyCode;

/// A right that can be asked for, and who has it.
pub trait Right {
    /// Whether an account with this role has the right.
    fn belongs_to(&self, role: &Role) -> bool;

    /// Whether a program with a token has the right; few are for programs.
    fn belongs_to_program(&self, _: &Program) -> bool {
        false
    }
}

/// Deliver data for this body, or drop a delivery that waits. The regulator sees what bodies deliver but never delivers in
/// their name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deliver(pub BodyCode);

/// See what this body delivered, its verdicts and its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeeBody(pub BodyCode);

/// Give the reasons of this body for a decision that differs from the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiveReasons(pub BodyCode);

/// Make and revoke the tokens with which programs of this body deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManageTokens(pub BodyCode);

/// See the signals, compare bodies, and read the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supervise;

/// Judge the reasons that bodies give, and act on signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JudgeReasons;

/// Run a draft of a sanction matrix over the audits in the register, and keep what came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replay;

/// See the schemes that this owner keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeeOwnSchemes(pub String);

/// Load schemes, matrices, bodies and designations. As yet only whoever runs the program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadSystem;

/// Invite people of an organisation, change what they do there, and close their accounts. The administrators of the regulator
/// do so for every organisation, those of a body for their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManageAccounts(pub Organisation);

/// See the mail that waits and that left, and have it tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManageMail;

/// Make, retire and revoke the keys that sign statements. Only whoever runs the program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManageKeys;

pub(super) fn delivers_for(role: &Role, body: &BodyCode) -> bool {
    matches!(role, Role::Body(own, BodyDuty::Administrator | BodyDuty::Deliverer) if own == body)
}

impl Right for Deliver {
    fn belongs_to(&self, role: &Role) -> bool {
        delivers_for(role, &self.0)
    }
}

impl Right for GiveReasons {
    fn belongs_to(&self, role: &Role) -> bool {
        delivers_for(role, &self.0)
    }
}

impl Right for ManageTokens {
    fn belongs_to(&self, role: &Role) -> bool {
        matches!(role, Role::Body(own, BodyDuty::Administrator) if *own == self.0)
    }
}

impl Right for SeeBody {
    fn belongs_to(&self, role: &Role) -> bool {
        match role {
            Role::Body(own, _) => *own == self.0,
            Role::Regulator(_) => true,
            Role::SchemeOwner(_) => false,
        }
    }
}

impl Right for Supervise {
    fn belongs_to(&self, role: &Role) -> bool {
        matches!(role, Role::Regulator(_))
    }
}

impl Right for JudgeReasons {
    fn belongs_to(&self, role: &Role) -> bool {
        *role == Role::Regulator(RegulatorDuty::Supervisor)
    }
}

impl Right for Replay {
    fn belongs_to(&self, role: &Role) -> bool {
        matches!(role, Role::Regulator(RegulatorDuty::Supervisor | RegulatorDuty::Registrar))
    }
}

impl Right for SeeOwnSchemes {
    fn belongs_to(&self, role: &Role) -> bool {
        matches!(role, Role::SchemeOwner(own) if *own == self.0)
    }
}

impl Right for LoadSystem {
    fn belongs_to(&self, _: &Role) -> bool {
        false
    }
}

impl Right for ManageAccounts {
    fn belongs_to(&self, role: &Role) -> bool {
        match role {
            Role::Regulator(duty) => *duty == RegulatorDuty::Administrator,
            Role::Body(_, duty) => *duty == BodyDuty::Administrator && self.0 == role.organisation(),
            Role::SchemeOwner(_) => false,
        }
    }
}

impl Right for ManageMail {
    fn belongs_to(&self, role: &Role) -> bool {
        *role == Role::Regulator(RegulatorDuty::Administrator)
    }
}

impl Right for ManageKeys {
    fn belongs_to(&self, _: &Role) -> bool {
        false
    }
}

impl Permit<Deliver> {
    /// The body that may be delivered for.
    pub fn body(&self) -> &BodyCode {
        &self.right.0
    }
}

impl Permit<GiveReasons> {
    /// The body whose reasons may be given.
    pub fn body(&self) -> &BodyCode {
        &self.right.0
    }
}

impl Permit<ManageTokens> {
    /// The body whose tokens may be managed.
    pub fn body(&self) -> &BodyCode {
        &self.right.0
    }
}

impl Permit<SeeOwnSchemes> {
    /// The owner whose schemes may be seen.
    pub fn owner(&self) -> &str {
        &self.right.0
    }
}

impl Permit<ManageAccounts> {
    /// The organisation whose accounts may be managed.
    pub fn organisation(&self) -> &Organisation {
        &self.right.0
    }
}

impl Permit<SeeBody> {
    /// The body that may be seen.
    pub fn body(&self) -> &BodyCode {
        &self.right.0
    }
}

impl Permit<Supervise> {
    /// Whoever supervises sees every body.
    pub fn to_see(&self, body: BodyCode) -> Permit<SeeBody> {
        Permit { actor: self.actor.clone(), right: SeeBody(body) }
    }
}
