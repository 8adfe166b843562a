//! Signing in through the service of an organisation: `OpenID` Connect with the authorization code flow, PKCE, state and nonce.
//!
//! Who somebody is, is the pair of issuer and subject. What somebody may do is decided by the groups at each sign-in; who is in
//! no group of the settings does not get in. An account of somebody who was invited, or who has one at the same organisation,
//! is linked when the service vouches for its e-mail address; see [`admission`].

mod admission;
mod claims;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use self::claims::OidcClient;
use super::{OpenSession, Rules};
use crate::config::SignInService;
use crate::storage::{StorageError, Store};

/// How long the service may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest answer that is read, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// After how long what the service says about itself is asked again.
const KEEP: TimeDelta = TimeDelta::hours(1);

/// Where the service sends people back to.
pub const BACK: &str = "/inloggen/aanmelddienst/terug";

/// The sign-in service, as this register knows it.
pub struct Provider {
    settings: SignInService,
    redirect: RedirectUrl,
    agent: ureq::Agent,
    known: Mutex<Option<(DateTime<Utc>, Arc<CoreProviderMetadata>)>>,
}

/// Nothing of its secret is shown.
impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.settings.issuer).finish_non_exhaustive()
    }
}

/// What the browser keeps between leaving for the service and coming back.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    state: String,
    nonce: String,
    verifier: String,
    /// Where to go afterwards.
    pub next: String,
}

/// What the service sends back.
#[derive(Debug)]
pub struct Returned {
    /// What was kept.
    pub kept: Kept,
    /// The state in the address.
    pub state: String,
    /// The service that the address says it comes from (RFC 9207); not every service says it.
    pub issuer: Option<String>,
    /// The code in the address.
    pub code: SecretString,
}

/// Why somebody does not get in through the service. The text may be shown.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The service does not answer, or not as it should; the log says more.
    #[error(
        "De aanmelddienst antwoordt nu niet zoals het hoort. Probeer het later opnieuw, of log in met een wachtwoord."
    )]
    Unreachable,
    /// What comes back is not what this browser left with.
    #[error("Het aanmelden is verlopen of in een ander venster begonnen. Begin opnieuw.")]
    Stale,
    /// Somebody in no group of the settings.
    #[error(
        "U bent bij uw organisatie in geen groep die toegang heeft tot dit register. Vraag uw beheerder om u toe te voegen."
    )]
    NoGroup,
    /// The service vouches for no address, so no account can be found or made.
    #[error("Uw aanmelddienst geeft geen bevestigd e-mailadres door. Vraag uw beheerder om dat in te stellen.")]
    NoAddress,
    /// The account that is there belongs to another organisation.
    #[error("Bij uw e-mailadres hoort hier een account van een andere organisatie. Vraag uw beheerder om hulp.")]
    OtherOrganisation,
    /// The account was closed.
    #[error("Uw account in dit register is gesloten. Vraag uw beheerder om hulp.")]
    Closed,
    /// The settings name an organisation that the register does not know.
    #[error(
        "De groep waar u in zit, staat in dit register voor een organisatie die het niet kent. Vraag de beheerder om hulp."
    )]
    UnknownOrganisation,
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl ProviderError {
    /// Why a person who is known to the service is refused, in the words of the trail; nothing for a fault of the way.
    fn refusal(&self) -> Option<&'static str> {
        match self {
            Self::NoGroup => Some("geen groep"),
            Self::NoAddress => Some("geen bevestigd e-mailadres"),
            Self::OtherOrganisation => Some("andere organisatie"),
            Self::Closed => Some("gesloten"),
            Self::UnknownOrganisation => Some("onbekende organisatie"),
            Self::Unreachable | Self::Stale | Self::Storage(_) => None,
        }
    }
}

/// Whatever goes wrong with the service goes to the log, with all its causes.
fn unreachable(error: &(dyn std::error::Error + 'static)) -> ProviderError {
    let mut causes = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(inner) = cause {
        causes.push(inner.to_string());
        cause = inner.source();
    }
    tracing::warn!(cause = causes.join(": "), "the sign-in service does not answer as it should");
    ProviderError::Unreachable
}

impl Provider {
    /// The service of the settings, for the site at this public address. Nothing is asked of it yet, so that a service that is
    /// down keeps nobody from starting.
    pub fn new(settings: SignInService, public_url: &str) -> Option<Self> {
        let redirect = RedirectUrl::new(format!("{public_url}{BACK}")).ok()?;
        // Redirects of the service are not followed: it could send us anywhere.
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .build();
        Some(Self { settings, redirect, agent: config.into(), known: Mutex::new(None) })
    }

    /// The service, as it names itself.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// How people know the service.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Where the browser goes to sign in, and what it keeps meanwhile. With `again` the service asks who it is, also somebody
    /// who is signed in there.
    ///
    /// # Errors
    /// [`ProviderError::Unreachable`].
    pub fn leave(&self, now: DateTime<Utc>, next: &str, again: bool) -> Result<(String, Kept), ProviderError> {
        let client = self.client(now, false)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut asked = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(["email", "profile"].map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge);
        if again {
            asked = asked.add_prompt(CoreAuthPrompt::Login);
        }
        let (url, state, nonce) = asked.url();
        let kept = Kept {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            next: next.to_owned(),
        };
        Ok((url.into(), kept))
    }

    /// Lets somebody in whom the service sent back.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub fn come_back(
        &self,
        store: &Store,
        now: DateTime<Utc>,
        rules: Rules<'_>,
        returned: &Returned,
        previous_token: Option<&str>,
    ) -> Result<OpenSession, ProviderError> {
        let Kept { state, nonce, verifier, .. } = &returned.kept;
        let is_other = returned.issuer.as_ref().is_some_and(|issuer| issuer != self.issuer());
        if is_other || !bool::from(state.as_bytes().ct_eq(returned.state.as_bytes())) {
            return Err(ProviderError::Stale);
        }
        let code = AuthorizationCode::new(returned.code.expose_secret().to_owned());
        let verifier = PkceCodeVerifier::new(verifier.clone());
        let who = claims::ask(self, now, code, verifier, &Nonce::new(nonce.clone()))?;
        admission::admit(self, store, now, rules, &who, previous_token)
    }

    fn client(&self, now: DateTime<Utc>, afresh: bool) -> Result<OidcClient, ProviderError> {
        let SignInService { client_id, client_secret, .. } = &self.settings;
        let metadata = self.metadata(now, afresh)?;
        let secret = ClientSecret::new(client_secret.expose_secret().to_owned());
        let client = OidcClient::from_provider_metadata(
            metadata.as_ref().clone(),
            ClientId::new(client_id.clone()),
            Some(secret),
        );
        Ok(client.set_redirect_uri(self.redirect.clone()))
    }

    /// What the service says about itself, with its keys.
    fn metadata(&self, now: DateTime<Utc>, afresh: bool) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((asked, metadata)) = known.filter(|(asked, _)| !afresh && now < *asked + KEEP) {
            tracing::debug!(%asked, "the sign-in service is known");
            return Ok(metadata);
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|error| unreachable(&error))?;
        let found = CoreProviderMetadata::discover(&issuer, &|request| self.call(request))
            .map_err(|error| unreachable(&error))?;
        let found = Arc::new(found);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, found.clone()));
        Ok(found)
    }

    fn call(&self, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
        let (head, body) = request.into_parts();
        let answer = if body.is_empty() {
            self.agent.run(ureq::http::Request::from_parts(head, ()))?
        } else {
            self.agent.run(ureq::http::Request::from_parts(head, body))?
        };
        let (head, mut body) = answer.into_parts();
        let body = body.with_config().limit(LARGEST).read_to_vec()?;
        Ok(HttpResponse::from_parts(head, body))
    }
}
