//! Proof: statements that anybody can check without asking the register again.
//!
//! A [`statement`] says how a certificate stood on a day, according to what the register knew at a moment. The [`signer`]
//! puts a signature under it with the key that is in use; [`keys`] makes keys, retires and revokes them, and publishes
//! their public halves; [`token`] is the form in which it travels, a JWS that any JWT library reads. Private keys are in the
//! database, sealed with the secret of the settings.

pub mod keys;
pub mod public_keys;
pub mod signer;
pub mod statement;
pub mod token;
