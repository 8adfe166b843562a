//! What every handler reaches: the store, the clock, the register in memory, and what was set.

use std::sync::Arc;

use actix_web::web;
use chrono::{DateTime, NaiveDate, Utc};
use secrecy::SecretString;
use tokio::sync::Semaphore;

use super::error::Error;
use super::jobs::Jobs;
use super::pages::home::Said;
use super::replays::Replays;
use crate::clock::Clock;
use crate::config::SignInService;
use crate::domain::access::Denied;
use crate::domain::second_factor::Demand;
use crate::services::accounts::factors::FactorError;
use crate::services::accounts::factors::passkeys::Party;
use crate::services::accounts::provider::Provider;
use crate::services::accounts::{Lifetimes, Rules};
use crate::services::api_tokens::TokenError;
use crate::services::audits::AuditError;
use crate::services::delivery::DeliveryError;
use crate::services::delivery::records::own::OwnError;
use crate::services::dumps::{DumpError, Dumps};
use crate::services::proof::signer::{SignError, Signer};
use crate::services::reassess::ReassessError;
use crate::services::search::Register;
use crate::services::supervise::LatestFigures;
use crate::services::{StorageError, Store};

/// Checking a password takes tens of megabytes on purpose; more at once than this would let a visitor exhaust the machine.
const PASSWORDS_AT_ONCE: usize = 4;

/// How many years of history the public sees when nobody says otherwise.
const PUBLIC_HISTORY_YEARS: u32 = 5;

/// The inside of the site, shared by all requests.
#[derive(Clone)]
pub struct Portal {
    /// The database.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    /// The register in memory.
    pub register: Arc<Register>,
    /// The figures of supervision in memory.
    pub figures: Arc<LatestFigures>,
    /// The uploads that are being worked on.
    pub jobs: Arc<Jobs>,
    /// The drafts of matrices that are being run.
    pub replays: Arc<Replays>,
    /// How long sessions last.
    pub lifetimes: Lifetimes,
    /// The largest upload, in bytes.
    pub upload_limit: usize,
    /// The files of the whole register.
    pub dumps: Arc<Dumps>,
    /// Whether mail leaves: without it nobody is asked for an address.
    pub mails: bool,
    /// How many years of past measures and former answers the public sees.
    pub public_history_years: u32,
    /// Who signs statements.
    pub signer: Arc<Signer>,
    /// What opens and seals the secrets in the database; without it there are no authenticator apps.
    pub secret: Option<SecretString>,
    /// Whether powerful roles must have a second factor.
    pub demand: Demand,
    /// The site as passkeys know it; nothing where browsers make none.
    pub passkeys: Option<Arc<Party>>,
    /// The sign-in service that people may use in the place of a password, if there is one.
    pub provider: Option<Arc<Provider>>,
    pub(super) passwords: Arc<Semaphore>,
    /// What was said of firms on the search page.
    pub(super) said: Arc<Said>,
}

impl Portal {
    /// The inside of the site on this database.
    ///
    /// # Errors
    /// A [`StorageError`] when the register cannot be read.
    pub fn open(store: Store, clock: Clock, lifetimes: Lifetimes, upload_limit: usize) -> Result<Self, StorageError> {
        let register = Arc::new(Register::load(&store)?);
        register.show_history_of(PUBLIC_HISTORY_YEARS);
        register.prepare(clock.today());
        Ok(Self {
            store,
            clock,
            register,
            figures: Arc::new(LatestFigures::default()),
            jobs: Arc::default(),
            replays: Arc::default(),
            lifetimes,
            upload_limit,
            dumps: Arc::default(),
            mails: false,
            public_history_years: PUBLIC_HISTORY_YEARS,
            signer: Arc::new(Signer::new(None)),
            secret: None,
            demand: Demand::Offered,
            passkeys: None,
            provider: None,
            passwords: Arc::new(Semaphore::new(PASSWORDS_AT_ONCE)),
            said: Arc::default(),
        })
    }

    /// The same with another number of years of history for the public.
    #[must_use]
    pub fn showing_history_of(mut self, years: u32) -> Self {
        self.public_history_years = years;
        self.register.show_history_of(years);
        self
    }

    /// The same, signing statements with the key that this secret opens; without one, it signs nothing.
    ///
    /// # Errors
    /// [`SignError`] when the key that is in use cannot be opened.
    pub fn signing_with(mut self, secret: Option<SecretString>) -> Result<Self, SignError> {
        self.secret.clone_from(&secret);
        let signer = Signer::new(secret);
        if !signer.prepare(&self.store)? {
            tracing::info!(
                "no statements are signed: STELSELWACHT_SECRET is not set, or no key was made with `keys new`"
            );
        }
        self.signer = Arc::new(signer);
        Ok(self)
    }

    /// The same, demanding a second factor of powerful roles. Without a secret that cannot be demanded: then it is only offered,
    /// and the log says so.
    #[must_use]
    pub fn demanding_a_second_factor(mut self) -> Self {
        if self.secret.is_some() {
            self.demand = Demand::Demanded;
        } else {
            tracing::warn!(
                "no second factor is demanded of anybody, because STELSELWACHT_SECRET is not set; set it before people \
                 work with this register"
            );
        }
        self
    }

    /// The same, with passkeys for the site at this public address, when browsers make any there.
    #[must_use]
    pub fn with_passkeys_at(mut self, public_url: &str) -> Self {
        self.passkeys = Party::at(public_url).map(Arc::new);
        self
    }

    /// The same, with this sign-in service for the site at this public address, if there is one.
    #[must_use]
    pub fn signing_in_through(mut self, service: Option<SignInService>, public_url: &str) -> Self {
        self.provider = service.and_then(|service| Provider::new(service, public_url)).map(Arc::new);
        self
    }

    /// What holds for logging in.
    pub fn rules(&self) -> Rules<'_> {
        Rules { lifetimes: self.lifetimes, demand: self.demand, issuer: self.provider.as_ref().map(|p| p.issuer()) }
    }

    /// Lets the register in memory follow what was just stored. When that fails it is stored all the same, and the register is
    /// followed every second.
    pub fn follow(&self) {
        if let Err(error) = self.register.follow(&self.store) {
            tracing::warn!(%error, "the register in memory could not follow what was stored");
        }
    }

    /// The time of this request.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The day of this request, in the Netherlands.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// Does work that blocks, such as anything with the database, beside the threads that answer requests.
    ///
    /// # Errors
    /// Those of the work.
    pub async fn work<T, E>(&self, work: impl FnOnce(&Self) -> Result<T, E> + Send + 'static) -> Result<T, Error>
    where
        T: Send + 'static,
        E: Send + 'static,
        Error: From<E>,
    {
        let portal = self.clone();
        Ok(web::block(move || work(&portal)).await.map_err(Error::internal)??)
    }
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Busy | StorageError::Unreachable { .. } => Self::Unavailable(error.into()),
            error => Self::internal(error),
        }
    }
}

impl From<SignError> for Error {
    fn from(error: SignError) -> Self {
        match error {
            // Where nothing is signed, there are no statements.
            SignError::NotSigning => Self::NotFound,
            SignError::Storage(error) => error.into(),
            error => Self::internal(error),
        }
    }
}

/// What the owner of the account can do something about is told on the page; what is left here is a fault of the database.
impl From<FactorError> for Error {
    fn from(error: FactorError) -> Self {
        match error {
            FactorError::Storage(error) => error.into(),
            error => Self::BadRequest(error.to_string()),
        }
    }
}

impl From<AuditError> for Error {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Storage(error) | AuditError::Unassessable(ReassessError::Storage(error)) => error.into(),
            AuditError::Unassessable(error) => Self::internal(error),
        }
    }
}

/// Faults of what was sent are told on the page of the form; what is left here is that something is not there, or that
/// it cannot be done now.
impl From<&DeliveryError> for Error {
    fn from(error: &DeliveryError) -> Self {
        match error {
            DeliveryError::Denied(_)
            | DeliveryError::UnknownBody { .. }
            | DeliveryError::UploadNotFound
            | DeliveryError::DeliveryNotFound => Self::NotFound,
            DeliveryError::Storage(StorageError::Busy | StorageError::Unreachable { .. }) => {
                Self::Unavailable(error.to_string().into())
            }
            DeliveryError::Storage(_)
            | DeliveryError::Sheet(_)
            | DeliveryError::Unassessable(ReassessError::Storage(_)) => Self::internal(error.to_string()),
            DeliveryError::NoFiles
            | DeliveryError::CompleteInFuture { .. }
            | DeliveryError::NotWithdrawable(_)
            | DeliveryError::Unassessable(_) => Self::BadRequest(error.to_string()),
        }
    }
}

impl From<DeliveryError> for Error {
    fn from(error: DeliveryError) -> Self {
        match error {
            DeliveryError::Storage(error) => error.into(),
            DeliveryError::Sheet(error) => Self::Unavailable(error.into()),
            error => Self::from(&error),
        }
    }
}

impl From<DumpError> for Error {
    fn from(error: DumpError) -> Self {
        match error {
            DumpError::Storage(error) => error.into(),
            DumpError::Write(error) => Self::Unavailable(error.into()),
        }
    }
}

impl From<OwnError> for Error {
    fn from(error: OwnError) -> Self {
        match error {
            OwnError::Delivery(error) => error.into(),
            OwnError::Assessment(error) => error.into(),
        }
    }
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Storage(error) => error.into(),
            TokenError::NotFound => Self::NotFound,
            TokenError::Refused(faults) => Self::BadRequest(faults.to_string()),
        }
    }
}

/// What an account may not see does not exist for it.
impl From<Denied> for Error {
    fn from(_: Denied) -> Self {
        Self::NotFound
    }
}
