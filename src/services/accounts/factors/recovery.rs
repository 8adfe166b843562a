//! Recovery codes: a way in when app and passkeys are lost. Ten at a time, each works once; only hashes are kept.

use chrono::{DateTime, Utc};
use data_encoding::BASE32;

use super::super::sessions::sha256_hex;
use crate::storage::{Conn, StorageError, second_factors as rows};

/// How many codes there are.
pub const NUMBER: usize = 10;

/// Bytes of a code: 80 bits cannot be guessed, so that a plain hash keeps it and no wait has to protect it.
const BYTES: usize = 10;

/// Makes new codes for an account; those from before stop working. They are shown once.
pub(super) fn make(conn: &mut Conn, now: DateTime<Utc>, account_id: i64) -> Result<Vec<String>, StorageError> {
    let codes: Vec<String> = (0..NUMBER).map(|_| BASE32.encode(&rand::random::<[u8; BYTES]>())).collect();
    let hashes: Vec<String> = codes.iter().map(|code| hash(account_id, code)).collect();
    rows::replace_codes(conn, now, account_id, &hashes)?;
    Ok(codes.iter().map(|code| shown(code)).collect())
}

/// Uses the code, if the account has it. Whether it could be used.
pub(super) fn give(conn: &mut Conn, now: DateTime<Utc>, account_id: i64, typed: &str) -> Result<bool, StorageError> {
    rows::use_code(conn, now, account_id, &hash(account_id, typed))
}

fn hash(account_id: i64, typed: &str) -> String {
    let signs: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase()).collect();
    sha256_hex(&format!("recovery:{account_id}:{signs}"))
}

/// Small letters in groups of four, as in `abcd-efgh-ijkl-mnop`.
fn shown(code: &str) -> String {
    let groups: Vec<String> =
        code.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).to_ascii_lowercase()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed_and_of_one_account() {
        assert_eq!(shown("ABCDEFGHIJKLMNOP"), "abcd-efgh-ijkl-mnop");
        assert_eq!(hash(1, "abcd-efgh-ijkl-mnop"), hash(1, " ABCD EFGH IJKL MNOP "));
        assert_ne!(hash(1, "abcd-efgh-ijkl-mnop"), hash(2, "abcd-efgh-ijkl-mnop"));
    }
}
