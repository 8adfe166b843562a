//! The codes of an authenticator app (RFC 6238): six digits, SHA-1, a new one every thirty seconds. That is what every app can
//! do; whether a code was used before is for the caller to see.

use chrono::{DateTime, Utc};
use secrecy::zeroize::Zeroizing;
use totp_rs::{Algorithm, Builder, Secret, Totp, TotpError};

/// Bytes of a secret, as RFC 4226 advises.
const SECRET: usize = 20;

/// Seconds that a code is shown.
const STEP: u64 = 30;

/// How many codes before and after the one of this moment are taken: clocks differ, and typing takes a while.
const SKEW: u16 = 1;

/// What the app calls the site.
const ISSUER: &str = "Stelselwacht";

/// A new secret, from the random source of the machine.
pub(super) fn secret() -> Zeroizing<Vec<u8>> {
    Zeroizing::new(rand::random::<[u8; SECRET]>().to_vec())
}

fn totp(secret: &[u8], account: &str) -> Result<Totp, TotpError> {
    // The sign between the names of site and account may not stand in them.
    let account = account.replace(':', "");
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(SKEW)
        .with_step_duration(STEP)
        .with_secret(Secret::from(secret.to_vec()))
        .with_issuer(Some(ISSUER))
        .with_account_name(account)
        .build()
}

/// The address that an app reads from a QR code, and the secret as somebody types it over, in groups of four.
pub(super) fn to_show(secret: &[u8], account: &str) -> Result<(String, String), TotpError> {
    let totp = totp(secret, account)?;
    let signs = totp.secret().to_base32();
    let groups: Vec<String> =
        signs.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    Ok((totp.to_url()?, groups.join(" ")))
}

/// The step of thirty seconds whose code this is, around this moment.
pub(super) fn step_of(secret: &[u8], code: &str, now: DateTime<Utc>) -> Result<Option<i64>, TotpError> {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Ok(totp(secret, "account")?.check(code, seconds).and_then(|step| i64::try_from(step).ok()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    /// The secret of the test vectors in appendix B of RFC 6238; their codes have eight digits, of which ours are the last six.
    const RFC: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(step_of(RFC, code, at(seconds)).unwrap(), Some(seconds / 30), "{code}");
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_no_more() {
        let now = 1_111_111_109;
        for (shift, taken) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            assert_eq!(step_of(RFC, "081804", at(now + shift)).unwrap().is_some(), taken, "{shift}");
        }
        for wrong in ["", "0", "08180", "0818040", "abcdef", "０８１８０４"] {
            assert_eq!(step_of(RFC, wrong, at(now)).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_reads_what_the_secret_is_for() {
        let (url, text) = to_show(RFC, "an@alfa.example").unwrap();
        assert_eq!(
            url,
            "otpauth://totp/Stelselwacht:an%40alfa.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Stelselwacht"
        );
        assert_eq!(text, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
