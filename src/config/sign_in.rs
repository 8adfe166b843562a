//! The sign-in service of an organisation (`OpenID` Connect), as it is set.

use std::fmt;

use secrecy::SecretString;

use super::reader::{Reader, Setting};
use crate::domain::access::{Organisation, Role};
use crate::domain::identifiers::BodyCode;

const ISSUER: Setting = Setting {
    name: "STELSELWACHT_OIDC_ISSUER",
    default: "not set",
    meaning: "Address of the sign-in service of your organisation (OpenID Connect), exactly as it names itself. With it, \
              `STELSELWACHT_OIDC_CLIENT_ID`, `STELSELWACHT_OIDC_CLIENT_SECRET` and `STELSELWACHT_OIDC_ROLES` have to be set too.",
};
const CLIENT_ID: Setting = Setting {
    name: "STELSELWACHT_OIDC_CLIENT_ID",
    default: "not set",
    meaning: "The name under which the sign-in service knows this register.",
};
const CLIENT_SECRET: Setting = Setting {
    name: "STELSELWACHT_OIDC_CLIENT_SECRET",
    default: "not set",
    meaning: "The secret that goes with it. Never shown; only whether it is set.",
};
const NAME: Setting = Setting {
    name: "STELSELWACHT_OIDC_NAME",
    default: "uw organisatie",
    meaning: "What the link on the page to log in calls the sign-in service.",
};
const GROUPS: Setting = Setting {
    name: "STELSELWACHT_OIDC_GROUPS_CLAIM",
    default: "groups",
    meaning: "The claim in which the sign-in service tells the groups of somebody.",
};
const ROLES: Setting = Setting {
    name: "STELSELWACHT_OIDC_ROLES",
    default: "not set",
    meaning: "What each group stands for, separated by semicolons: `GROUP=tlokb:TASK`, `GROUP=instelling:CODE:TASK` or \
              `GROUP=schemabeheerder:NAME:indiener`. Of several groups, the one named first decides. Who is in none does not get in.",
};
pub(super) const SETTINGS: [Setting; 6] = [ISSUER, CLIENT_ID, CLIENT_SECRET, NAME, GROUPS, ROLES];

/// A sign-in service that people of this register may use in the place of a password.
#[derive(Debug, Clone)]
pub struct SignInService {
    /// Its address, exactly as it names itself.
    pub issuer: String,
    /// The name under which the service knows this register.
    pub client_id: String,
    /// The secret that goes with it.
    pub client_secret: SecretString,
    /// How people know the service, as in `uw organisatie`.
    pub name: String,
    /// The claim with the groups of somebody.
    pub groups_claim: String,
    /// What each group stands for.
    pub roles: GroupRoles,
}

/// Which role each group stands for; of several groups, the one that is named first decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRoles(Vec<(String, Role)>);

/// How the setting is written.
const WRITTEN: &str = "schrijf groep=tlokb:TAAK, groep=instelling:CODE:TAAK of groep=schemabeheerder:NAAM:indiener, gescheiden \
                       door een puntkomma";

impl GroupRoles {
    /// Reads `group=tlokb:toezichthouder; group=instelling:alfa:aanleveraar`. The last `=` of each part ends the name of the
    /// group, so that names with one in them are names too.
    ///
    /// # Errors
    /// What is wrong, with the part that it is about.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
        let roles = parts
            .map(|part| role(part).map_err(|wrong| format!("«{part}»: {wrong}")))
            .collect::<Result<Vec<_>, _>>()?;
        if roles.is_empty() { Err(WRITTEN.to_owned()) } else { Ok(Self(roles)) }
    }

    /// The group that decides and its role; nothing for who is in none of them.
    pub fn of<'a>(&'a self, groups: &[String]) -> Option<(&'a str, &'a Role)> {
        let found = self.0.iter().find(|(group, _)| groups.contains(group));
        found.map(|(group, role)| (group.as_str(), role))
    }
}

impl fmt::Display for GroupRoles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (group, role)) in self.0.iter().enumerate() {
            let between = if place == 0 { "" } else { "; " };
            match role.organisation() {
                Organisation::Regulator => write!(f, "{between}{group}=tlokb:{}", role.duty())?,
                Organisation::Body(code) => write!(f, "{between}{group}=instelling:{code}:{}", role.duty())?,
                Organisation::SchemeOwner(name) => {
                    write!(f, "{between}{group}=schemabeheerder:{name}:{}", role.duty())?;
                }
            }
        }
        Ok(())
    }
}

fn role(part: &str) -> Result<(String, Role), String> {
    let (group, role) = part.rsplit_once('=').ok_or(WRITTEN)?;
    let (group, words) = (group.trim(), role.split(':').map(str::trim).collect::<Vec<_>>());
    let (organisation, duty) = match words[..] {
        ["tlokb", duty] => (Organisation::Regulator, duty),
        ["instelling", code, duty] => {
            (Organisation::Body(BodyCode::parse(code).map_err(|error| error.to_string())?), duty)
        }
        ["schemabeheerder", name, duty] if !name.is_empty() => (Organisation::SchemeOwner(name.to_owned()), duty),
        _ => return Err(WRITTEN.to_owned()),
    };
    if group.is_empty() {
        return Err(WRITTEN.to_owned());
    }
    Ok((group.to_owned(), Role::of(organisation, duty).map_err(|error| error.to_string())?))
}

impl SignInService {
    /// All of a sign-in service is set, or nothing.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if SETTINGS.iter().all(|setting| reader.given(*setting).is_none()) {
            return None;
        }
        for setting in [ISSUER, CLIENT_ID, CLIENT_SECRET, ROLES] {
            if reader.given(setting).is_none() {
                let message =
                    "ontbreekt: voor een aanmelddienst zijn issuer, client-id, client-secret en rollen alle vier nodig";
                reader.hidden_fault(setting, message.to_owned());
            }
        }
        let right =
            "geef een adres met https, zoals https://aanmelden.voorbeeld.nl; met http alleen op deze computer zelf";
        let issuer = reader.given(ISSUER).filter(|text| {
            let is_sound = is_issuer(text);
            if !is_sound {
                reader.fault(ISSUER, text, right);
            }
            is_sound
        });
        let roles = reader
            .given(ROLES)
            .and_then(|text| GroupRoles::parse(&text).map_err(|wrong| reader.fault(ROLES, &text, &wrong)).ok());
        Some(Self {
            issuer: issuer?,
            client_id: reader.given(CLIENT_ID)?,
            client_secret: reader.given(CLIENT_SECRET)?.into(),
            name: reader.text(NAME),
            groups_claim: reader.text(GROUPS),
            roles: roles?,
        })
    }

    pub(super) fn values(service: Option<&Self>) -> [String; SETTINGS.len()] {
        let Some(service) = service else { return SETTINGS.map(|setting| setting.default.to_owned()) };
        let Self { issuer, client_id, name, groups_claim, roles, .. } = service;
        let secret = "set".to_owned();
        [issuer.clone(), client_id.clone(), secret, name.clone(), groups_claim.clone(), roles.to_string()]
    }
}

/// Whether a sign-in service can be reached here safely.
fn is_issuer(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else { return false };
    let is_here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let plain = url.query().is_none() && url.fragment().is_none() && url.has_host();
    plain && (url.scheme() == "https" || (url.scheme() == "http" && is_here))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::config::{InvalidSettings, Settings};

    fn settings(given: &[(&str, &str)]) -> Result<Settings, InvalidSettings> {
        Settings::from_lookup(|name| given.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_group_that_is_named_first_decides() {
        let roles =
            GroupRoles::parse("cn=a,dc=x=tlokb:beheerder; keurders = instelling:alfa:aanleveraar;rest=tlokb:lezer")
                .unwrap();
        let of = |groups: &[&str]| {
            let groups: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
            roles.of(&groups).map(|(group, role)| format!("{group} {} {}", role.word(), role.duty()))
        };
        assert_eq!(of(&["rest", "keurders"]).unwrap(), "keurders instelling aanleveraar");
        assert_eq!(of(&["rest", "cn=a,dc=x"]).unwrap(), "cn=a,dc=x tlokb beheerder");
        assert_eq!(of(&["andere"]), None);
    }

    #[test]
    fn what_is_no_role_is_told_with_the_part_it_is_in() {
        for wrong in ["", ";", "groep", "groep=tlokb", "groep=tlokb:baas", "=tlokb:lezer", "g=instelling::lezer"] {
            let told = GroupRoles::parse(wrong).unwrap_err();
            assert!(wrong.len() < 2 || told.contains(wrong), "{wrong}: {told}");
        }
    }

    #[test]
    fn of_a_sign_in_service_everything_that_is_wrong_is_told_at_once() {
        let half = settings(&[
            ("STELSELWACHT_OIDC_ISSUER", "http://elders.example"),
            ("STELSELWACHT_OIDC_ROLES", "groep=tlokb:baas"),
        ]);
        let told = half.unwrap_err().to_string();
        for part in [
            "STELSELWACHT_OIDC_CLIENT_ID: ontbreekt",
            "STELSELWACHT_OIDC_CLIENT_SECRET: ontbreekt",
            "STELSELWACHT_OIDC_ISSUER=http://elders.example: geef een adres met https",
            "«groep=tlokb:baas»",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        let whole = settings(&[
            ("STELSELWACHT_OIDC_ISSUER", "https://aanmelden.example"),
            ("STELSELWACHT_OIDC_CLIENT_ID", "register"),
            ("STELSELWACHT_OIDC_CLIENT_SECRET", "zeer-geheim"),
            ("STELSELWACHT_OIDC_ROLES", "a = instelling:alfa:lezer; b=tlokb:lezer"),
        ]);
        let shown = format!("{:?}", whole.unwrap().current());
        assert!(shown.contains("a=instelling:alfa:lezer; b=tlokb:lezer") && !shown.contains("zeer-geheim"), "{shown}");
    }
}
