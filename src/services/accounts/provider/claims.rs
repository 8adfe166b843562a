//! What the service says about somebody, after every check of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthorizationCode, Client, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IdTokenClaims, IdTokenFields, Nonce, OAuth2TokenResponse, PkceCodeVerifier, StandardErrorResponse,
    StandardTokenResponse, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Provider, ProviderError, unreachable};

/// Everything that the service says besides the claims of the standard.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Others(BTreeMap<String, Value>);

impl AdditionalClaims for Others {}

type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// The client of the library, with claims of any name.
pub(super) type OidcClient = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Who somebody is according to the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Who {
    /// The service's own name for the person, which is never given to somebody else.
    pub(super) subject: String,
    /// The address, when the service says that it was verified.
    pub(super) verified_email: Option<String>,
    /// The name of the person.
    pub(super) name: Option<String>,
    /// The groups.
    pub(super) groups: Vec<String>,
    /// Whether the service asked for more than one factor (RFC 8176: `mfa`).
    pub(super) several_factors: bool,
}

/// Exchanges the code for what the service says about somebody, and checks it: signature, issuer, audience, times, nonce.
pub(super) fn ask(
    provider: &Provider,
    now: DateTime<Utc>,
    code: AuthorizationCode,
    verifier: PkceCodeVerifier,
    nonce: &Nonce,
) -> Result<Who, ProviderError> {
    let call = |request| provider.call(request);
    let client = provider.client(now, false)?;
    let tokens = client
        .exchange_code(code)
        .map_err(|error| unreachable(&error))?
        .set_pkce_verifier(verifier)
        .request(&call)
        .map_err(|error| unreachable(&error))?;
    let Some(id_token) = tokens.id_token() else {
        tracing::warn!("the sign-in service gave no ID token");
        return Err(ProviderError::Unreachable);
    };
    let checked =
        |client: &OidcClient| id_token.claims(&client.id_token_verifier().set_time_fn(move || now), nonce).cloned();
    // The service may have new keys since it was last asked.
    let claims: IdTokenClaims<Others, CoreGenderClaim> = match checked(&client) {
        Ok(claims) => claims,
        Err(_) => checked(&provider.client(now, true)?).map_err(|error| unreachable(&error))?,
    };
    let mut who = Who {
        subject: claims.subject().to_string(),
        verified_email: claims
            .email()
            .filter(|_| claims.email_verified() == Some(true))
            .map(|email| email.as_str().to_owned()),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
        groups: groups(claims.additional_claims(), &provider.settings.groups_claim),
        several_factors: claims
            .auth_method_refs()
            .is_some_and(|methods| methods.iter().any(|method| method.as_str() == "mfa")),
    };
    if who.groups.is_empty() || who.verified_email.is_none() || who.name.is_none() {
        complete(&mut who, provider, &client, &tokens, &claims)?;
    }
    Ok(who)
}

/// Many services tell groups and address only when they are asked for them apart.
fn complete(
    who: &mut Who,
    provider: &Provider,
    client: &OidcClient,
    tokens: &StandardTokenResponse<Fields, CoreTokenType>,
    claims: &IdTokenClaims<Others, CoreGenderClaim>,
) -> Result<(), ProviderError> {
    let token = tokens.access_token().clone();
    // A service without this address has told everything already.
    let Ok(request) = client.user_info(token, Some(claims.subject().clone())) else { return Ok(()) };
    let told: UserInfoClaims<Others, CoreGenderClaim> =
        request.request(&|request| provider.call(request)).map_err(|error| unreachable(&error))?;
    if who.groups.is_empty() {
        who.groups = groups(told.additional_claims(), &provider.settings.groups_claim);
    }
    if who.verified_email.is_none() && told.email_verified() == Some(true) {
        who.verified_email = told.email().map(|email| email.as_str().to_owned());
    }
    if who.name.is_none() {
        who.name = told.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned());
    }
    Ok(())
}

/// The groups in this claim: a list of names, or one name.
fn groups(others: &Others, claim: &str) -> Vec<String> {
    match others.0.get(claim) {
        Some(Value::Array(groups)) => groups.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(group)) => vec![group.clone()],
        _ => Vec::new(),
    }
}
