//! The sign-in service of an organisation (OpenID Connect), as it is set.

use std::fmt;

use secrecy::SecretString;

use crate::domain::access::{Organisation, Role};
use crate::domain::identifiers::BodyCode;

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
                    write!(f, "{between}{group}=schemabeheerder:{name}:{}", role.duty())?
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

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
        for wrong in ["", ";", "groep", "groep=tlokb", "groep=tlokb:baas", "=tlokb:lezer", "g=instelling:a b:lezer"] {
            let told = GroupRoles::parse(wrong).unwrap_err();
            assert!(wrong.len() < 2 || told.contains(wrong), "{wrong}: {told}");
        }
    }
}
