//! Who may do what: the one table of rights, as a function without side effects.
//!
//! A service that changes or shows something asks for a [`Permit`] of a right; only [`decide`] makes one. Lists are filtered by the
//! same decision in the query, so that what somebody may not see does not exist for them.

pub mod program;

use super::identifiers::BodyCode;
use program::Program;

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

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A visitor without account.
    Public,
    /// Somebody who logged in.
    Account {
        /// The e-mail address, as it stands in the audit trail.
        email: String,
        /// What the account may be.
        role: Role,
    },
    /// A program that acts for a body with a token.
    Program(Program),
    /// Whoever runs the program on the machine itself.
    Operator,
    /// The program by itself, because time passed.
    System,
}

impl Actor {
    /// The address of the account that answers for this: its own, or of whoever made the token.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Account { email, .. } => Some(email),
            Self::Program(program) => Some(program.made_by()),
            Self::Public | Self::Operator | Self::System => None,
        }
    }

    /// How the audit trail names the actor.
    pub fn name(&self) -> &str {
        match self {
            Self::Public => "bezoeker",
            Self::Account { email, .. } => email,
            Self::Program(program) => program.name(),
            Self::Operator => "opdrachtregel",
            Self::System => "systeem",
        }
    }
}

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

fn delivers_for(role: &Role, body: &BodyCode) -> bool {
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

/// Proof that [`decide`] granted a right; it also says in whose name. A service that needs the right asks for the permit in
/// its signature, so that it cannot be called without.
#[derive(Debug, Clone)]
pub struct Permit<R> {
    actor: Actor,
    right: R,
}

impl<R> Permit<R> {
    /// In whose name the permitted action is done.
    pub fn actor(&self) -> &Actor {
        &self.actor
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

/// Why a right is not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is logged in.
    #[error("Log eerst in.")]
    LogInFirst,
    /// The account may not do this; for the web it does not exist.
    #[error("Uw account heeft hier geen toegang toe.")]
    NotYours,
}

/// Decides whether the actor has the right. Whoever runs the program has every right; a visitor has none.
///
/// # Errors
/// [`Denied`], with what is missing.
pub fn decide<R: Right>(actor: &Actor, right: R) -> Result<Permit<R>, Denied> {
    let granted = match actor {
        Actor::Public => return Err(Denied::LogInFirst),
        // What the program does by itself needs no right, and it asks for none.
        Actor::System => return Err(Denied::NotYours),
        Actor::Operator => true,
        Actor::Account { role, .. } => right.belongs_to(role),
        Actor::Program(program) => right.belongs_to_program(program),
    };
    if granted { Ok(Permit { actor: actor.clone(), right }) } else { Err(Denied::NotYours) }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn code(text: &str) -> BodyCode {
        BodyCode::parse(text).unwrap()
    }

    fn somebody(role: Role) -> Actor {
        Actor::Account { email: "a@alfa.example".into(), role }
    }

    fn has(role: &Role, right: impl Right) -> bool {
        decide(&somebody(role.clone()), right).is_ok()
    }

    #[test]
    fn a_body_reaches_only_its_own() {
        let role = Role::Body(code("alfa"), BodyDuty::Administrator);
        assert!(has(&role, Deliver(code("alfa"))) && has(&role, GiveReasons(code("alfa"))));
        assert!(has(&role, ManageTokens(code("alfa"))));
        assert_eq!(decide(&somebody(role.clone()), SeeBody(code("alfa"))).unwrap().body(), &code("alfa"));
        let others = code("bravo");
        assert_eq!(decide(&somebody(role.clone()), Deliver(others.clone())).unwrap_err(), Denied::NotYours);
        assert!(!has(&role, SeeBody(others.clone())) && !has(&role, GiveReasons(others.clone())));
        assert!(!has(&role, ManageTokens(others.clone())));
        assert!(has(&role, ManageAccounts(Organisation::Body(code("alfa")))));
        assert!(!has(&role, ManageAccounts(Organisation::Body(others))));
        assert!(!has(&role, ManageAccounts(Organisation::Regulator)));
        assert!(!has(&role, Supervise) && !has(&role, JudgeReasons) && !has(&role, ManageMail));
        assert!(!has(&role, Replay));
        assert!(!has(&role, LoadSystem) && !has(&role, ManageKeys));
    }

    #[test]
    fn a_duty_at_a_body_gives_no_more_than_it_says() {
        let deliverer = Role::Body(code("alfa"), BodyDuty::Deliverer);
        assert!(has(&deliverer, Deliver(code("alfa"))) && has(&deliverer, GiveReasons(code("alfa"))));
        assert!(!has(&deliverer, ManageTokens(code("alfa"))));
        assert!(!has(&deliverer, ManageAccounts(Organisation::Body(code("alfa")))));
        let reader = Role::Body(code("alfa"), BodyDuty::Reader);
        assert!(has(&reader, SeeBody(code("alfa"))));
        assert!(!has(&reader, Deliver(code("alfa"))) && !has(&reader, GiveReasons(code("alfa"))));
    }

    #[test]
    fn the_regulator_sees_but_does_not_deliver() {
        use RegulatorDuty::{Administrator, Reader, Registrar, Supervisor};
        for duty in [Administrator, Registrar, Supervisor, Reader] {
            let role = Role::Regulator(duty);
            assert!(has(&role, SeeBody(code("alfa"))) && has(&role, Supervise));
            assert!(!has(&role, Deliver(code("alfa"))) && !has(&role, GiveReasons(code("alfa"))));
            assert_eq!(has(&role, JudgeReasons), duty == Supervisor);
            assert_eq!(has(&role, Replay), [Supervisor, Registrar].contains(&duty));
            assert_eq!(has(&role, ManageMail), duty == Administrator);
            assert_eq!(has(&role, ManageAccounts(Organisation::Body(code("alfa")))), duty == Administrator);
            assert_eq!(has(&role, ManageAccounts(Organisation::Regulator)), duty == Administrator);
        }
    }

    #[test]
    fn the_owner_of_a_scheme_sees_its_own_schemes_and_no_body() {
        let role = Role::SchemeOwner("Stichting Warmte".to_owned());
        assert!(has(&role, SeeOwnSchemes("Stichting Warmte".to_owned())));
        assert!(!has(&role, SeeOwnSchemes("Stichting Bouw".to_owned())));
        assert!(!has(&role, SeeBody(code("alfa"))) && !has(&role, Supervise));
    }

    #[test]
    fn a_visitor_logs_in_first_and_the_operator_may_all() {
        assert_eq!(decide(&Actor::Public, Supervise).unwrap_err(), Denied::LogInFirst);
        assert!(decide(&Actor::Operator, LoadSystem).is_ok());
        assert!(decide(&Actor::Operator, ManageAccounts(Organisation::Regulator)).is_ok());
        assert!(decide(&Actor::Operator, Deliver(code("alfa"))).is_ok());
    }

    #[test]
    fn a_role_is_its_words() {
        let organisations =
            [Organisation::Regulator, Organisation::Body(code("alfa")), Organisation::SchemeOwner("S".to_owned())];
        for organisation in organisations {
            for duty in Role::duties(&organisation) {
                let role = Role::of(organisation.clone(), duty).unwrap();
                assert_eq!((role.organisation(), role.duty()), (organisation.clone(), *duty));
            }
            assert!(Role::of(organisation, "directeur").is_err());
        }
    }
}
