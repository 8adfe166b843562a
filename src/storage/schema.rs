//! The tables as diesel sees them, the same for both databases; [`check_tables`] holds a
//! database to them.

use diesel::prelude::*;

use super::{Conn, StorageError};

diesel::table! {
    schemes (id) {
        id -> BigInt,
        code -> Text,
        system -> Text,
        recorded_from -> Timestamp,
    }
}

diesel::table! {
    scheme_records (id) {
        id -> BigInt,
        scheme_id -> BigInt,
        name -> Text,
        owner -> Text,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
        subareas -> Text,
        lapses -> Text,
    }
}

diesel::table! {
    scheme_versions (id) {
        id -> BigInt,
        scheme_id -> BigInt,
        version -> Text,
        in_force_from -> Date,
        in_force_until -> Nullable<Date>,
        matrix -> Text,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    bodies (id) {
        id -> BigInt,
        code -> Text,
        recorded_from -> Timestamp,
    }
}

diesel::table! {
    body_records (id) {
        id -> BigInt,
        body_id -> BigInt,
        name -> Text,
        kvk_number -> Text,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    designations (id) {
        id -> BigInt,
        body_id -> BigInt,
        scheme_id -> BigInt,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        email -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        role -> Text,
        duty -> Text,
        body_id -> Nullable<BigInt>,
        scheme_owner -> Nullable<Text>,
        created_at -> Timestamp,
        activated_at -> Nullable<Timestamp>,
        disabled_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    account_tokens (id) {
        id -> BigInt,
        account_id -> BigInt,
        purpose -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        token_hash -> Text,
        account_id -> BigInt,
        csrf_secret -> Text,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        browser -> Nullable<Text>,
        factor -> Nullable<Text>,
    }
}

diesel::table! {
    login_failures (id) {
        id -> BigInt,
        subject -> Text,
        failed_at -> Timestamp,
    }
}

diesel::table! {
    deliveries (id) {
        id -> BigInt,
        body_id -> BigInt,
        account_id -> Nullable<BigInt>,
        channel -> Text,
        received_at -> Timestamp,
        complete_through -> Date,
        checksum -> Text,
        new_rows -> BigInt,
        changed_rows -> BigInt,
        unchanged_rows -> BigInt,
        refused_rows -> BigInt,
        duration_ms -> Nullable<BigInt>,
        token_name -> Nullable<Text>,
    }
}

diesel::table! {
    uploads (id) {
        id -> BigInt,
        token -> Text,
        body_id -> BigInt,
        account_id -> BigInt,
        received_at -> Timestamp,
        complete_through -> Nullable<Date>,
    }
}

diesel::table! {
    upload_files (id) {
        id -> BigInt,
        upload_id -> BigInt,
        name -> Text,
        content -> Binary,
    }
}

diesel::table! {
    certificates (id) {
        id -> BigInt,
        body_id -> BigInt,
        number -> Text,
        kvk_number -> Text,
        establishment_number -> Nullable<Text>,
        name -> Text,
        street -> Text,
        house_number -> Text,
        postcode -> Text,
        place -> Text,
        scheme_id -> BigInt,
        subarea -> Text,
        activities -> Text,
        issued_on -> Date,
        valid_until -> Date,
        delivery_id -> BigInt,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    audits (id) {
        id -> BigInt,
        body_id -> BigInt,
        reference -> Text,
        certificate_number -> Text,
        kind -> Text,
        date -> Date,
        recovery_established_on -> Nullable<Date>,
        delivery_id -> BigInt,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    nonconformities (id) {
        id -> BigInt,
        body_id -> BigInt,
        reference -> Text,
        audit_reference -> Text,
        code -> Text,
        note -> Text,
        annulled_on -> Nullable<Date>,
        delivery_id -> BigInt,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    decisions (id) {
        id -> BigInt,
        body_id -> BigInt,
        reference -> Text,
        audit_reference -> Text,
        measure -> Text,
        date -> Date,
        effective_on -> Date,
        recovery_until -> Nullable<Date>,
        follow_up -> Bool,
        lifted_on -> Nullable<Date>,
        revoked_on -> Nullable<Date>,
        reason -> Text,
        delivery_id -> BigInt,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    verdicts (id) {
        id -> BigInt,
        body_id -> BigInt,
        audit_reference -> Text,
        kvk_number -> Text,
        scheme_id -> BigInt,
        scheme_version_id -> BigInt,
        audit_date -> Date,
        as_of -> Date,
        category -> Nullable<Text>,
        occurrence -> Nullable<Integer>,
        prescribed_measure -> Nullable<Text>,
        decide_by -> Nullable<Date>,
        imposed_decision -> Nullable<Text>,
        imposed_measure -> Nullable<Text>,
        imposed_on -> Nullable<Date>,
        outcomes -> Text,
        steps -> Nullable<Integer>,
        days_late -> Nullable<BigInt>,
        finding_count -> Integer,
        settled_on -> Date,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
        due_kind -> Nullable<Text>,
        due_on -> Nullable<Date>,
        due_measure -> Nullable<Text>,
    }
}

diesel::table! {
    signals (id) {
        id -> BigInt,
        kind -> Text,
        body_id -> Nullable<BigInt>,
        scheme_id -> BigInt,
        level -> Text,
        period_from -> Date,
        period_until -> Date,
        sentence -> Text,
        evidence -> Text,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    audit_trail (id) {
        id -> BigInt,
        recorded_at -> Timestamp,
        actor -> Text,
        action -> Text,
        subject -> Text,
        details -> Text,
        previous_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    register_state (id) {
        id -> BigInt,
        change_counter -> BigInt,
    }
}

diesel::table! {
    signing_keys (id) {
        id -> BigInt,
        kid -> Text,
        public_key -> Text,
        sealed_key -> Text,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
        revoked_reason -> Nullable<Text>,
    }
}

diesel::table! {
    account_devices (id) {
        id -> BigInt,
        account_id -> BigInt,
        token_hash -> Text,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> BigInt,
        body_id -> BigInt,
        name -> Text,
        token_hash -> Text,
        beginning -> Text,
        scopes -> Text,
        made_by -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        warned_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    api_answers (id) {
        id -> BigInt,
        token_id -> BigInt,
        idempotency_key -> Text,
        request_hash -> Text,
        started_at -> Timestamp,
        status -> Nullable<Integer>,
        tag -> Nullable<Text>,
        answer -> Nullable<Text>,
    }
}

diesel::joinable!(upload_checks -> uploads (upload_id));
diesel::joinable!(upload_parts -> uploads (upload_id));
diesel::joinable!(delivery_files -> deliveries (delivery_id));
diesel::joinable!(refused_files -> deliveries (delivery_id));
diesel::joinable!(delivery_withdrawals -> deliveries (delivery_id));
diesel::joinable!(scheme_records -> schemes (scheme_id));
diesel::joinable!(scheme_versions -> schemes (scheme_id));
diesel::table! {
    register_changes (id) {
        id -> BigInt,
        change_counter -> BigInt,
        recorded_at -> Timestamp,
        day -> Date,
        subject -> Text,
        body_id -> Nullable<BigInt>,
        scheme_id -> Nullable<BigInt>,
        certificate_number -> Nullable<Text>,
        kvk_number -> Nullable<Text>,
        former_kvk_number -> Nullable<Text>,
        kinds -> Text,
        standing_before -> Nullable<Text>,
        standing_after -> Nullable<Text>,
    }
}

diesel::table! {
    register_day (id) {
        id -> BigInt,
        day -> Nullable<Date>,
        shown_from -> Nullable<Date>,
        shown_years -> Nullable<BigInt>,
    }
}

diesel::table! {
    subscriptions (id) {
        id -> BigInt,
        email -> Text,
        language -> Text,
        frequency -> Text,
        kind -> Text,
        subject -> Text,
        created_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        starts_after -> BigInt,
        last_digest_on -> Nullable<Date>,
    }
}

diesel::table! {
    subscription_tokens (id) {
        id -> BigInt,
        subscription_id -> BigInt,
        purpose -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    alerts (id) {
        id -> BigInt,
        subscription_id -> BigInt,
        change_id -> BigInt,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        subscription_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        kind -> Text,
        payload -> Text,
        created_at -> Timestamp,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        claimed_until -> Nullable<Timestamp>,
        sent_at -> Nullable<Timestamp>,
        given_up_at -> Nullable<Timestamp>,
        setback -> Nullable<Text>,
    }
}

diesel::table! {
    alert_progress (id) {
        id -> BigInt,
        matched_through -> BigInt,
    }
}

diesel::table! {
    calendar_keys (id) {
        id -> BigInt,
        account_id -> BigInt,
        key_hash -> Text,
        created_at -> Timestamp,
        last_used_on -> Nullable<Date>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    reminder_choices (id) {
        id -> BigInt,
        account_id -> BigInt,
        days_before -> Nullable<Text>,
        looked_on -> Nullable<Date>,
    }
}

diesel::table! {
    reminders (id) {
        id -> BigInt,
        account_id -> BigInt,
        body_id -> BigInt,
        audit_reference -> Text,
        due_kind -> Text,
        due_on -> Date,
        days_before -> Integer,
        told_at -> Timestamp,
    }
}

diesel::table! {
    reason_steps (id) {
        id -> BigInt,
        body_id -> BigInt,
        audit_reference -> Text,
        number -> Integer,
        kind -> Text,
        recorded_at -> Timestamp,
        actor -> Text,
        words -> Nullable<Text>,
        verdicts -> Text,
        category -> Nullable<Text>,
        occurrence -> Nullable<Integer>,
        prescribed_measure -> Nullable<Text>,
        imposed_measure -> Nullable<Text>,
        days_late -> Nullable<BigInt>,
    }
}

diesel::table! {
    upload_checks (upload_id) {
        upload_id -> BigInt,
        summary -> Text,
    }
}

diesel::table! {
    carried_measures (id) {
        id -> BigInt,
        body_id -> BigInt,
        certificate_number -> Text,
        former_body_id -> BigInt,
        decision_reference -> Text,
        holds_from -> Date,
        lifted_on -> Nullable<Date>,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    upload_parts (id) {
        id -> BigInt,
        upload_id -> BigInt,
        outcome -> Text,
        kind -> Text,
        file -> Text,
        row_count -> BigInt,
        content -> Text,
    }
}

diesel::table! {
    delivery_files (id) {
        id -> BigInt,
        delivery_id -> BigInt,
        name -> Text,
        kind -> Nullable<Text>,
        new_rows -> BigInt,
        changed_rows -> BigInt,
        unchanged_rows -> BigInt,
        refused_rows -> BigInt,
    }
}

diesel::table! {
    refused_files (id) {
        id -> BigInt,
        delivery_id -> BigInt,
        name -> Text,
        content -> Binary,
        kept_until -> Timestamp,
    }
}

diesel::table! {
    delivery_withdrawals (delivery_id) {
        delivery_id -> BigInt,
        account_id -> Nullable<BigInt>,
        withdrawn_at -> Timestamp,
        reason -> Text,
    }
}

diesel::table! {
    delivery_rhythms (id) {
        id -> BigInt,
        body_id -> BigInt,
        holds_from -> Date,
        months -> BigInt,
        days -> BigInt,
        recorded_from -> Timestamp,
        recorded_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    authenticator_apps (id) {
        id -> BigInt,
        account_id -> BigInt,
        sealed_secret -> Text,
        last_step -> BigInt,
        created_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    recovery_codes (id) {
        id -> BigInt,
        account_id -> BigInt,
        code_hash -> Text,
        created_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        replaced_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    passkeys (id) {
        id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        credential_id -> Text,
        credential -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    passkey_questions (id) {
        id -> BigInt,
        session_id -> BigInt,
        purpose -> Text,
        options -> Text,
        state -> Text,
        name -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    identities (id) {
        id -> BigInt,
        account_id -> BigInt,
        issuer -> Text,
        subject -> Text,
        linked_at -> Timestamp,
        last_used_at -> Timestamp,
    }
}

diesel::table! {
    orders (id) {
        id -> BigInt,
        title -> Text,
        what -> Text,
        grounds -> Text,
        weeks -> Integer,
        drafted_by -> Text,
        drafted_at -> Timestamp,
    }
}

diesel::table! {
    order_addressees (id) {
        id -> BigInt,
        order_id -> BigInt,
        scheme_id -> Nullable<BigInt>,
        body_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    order_givings (id) {
        id -> BigInt,
        order_id -> BigInt,
        decided_by -> Text,
        decided_at -> Timestamp,
        due_on -> Nullable<Date>,
        words -> Nullable<Text>,
    }
}

diesel::table! {
    order_steps (id) {
        id -> BigInt,
        addressee_id -> BigInt,
        number -> Integer,
        kind -> Text,
        recorded_at -> Timestamp,
        actor -> Text,
        words -> Text,
        due_on -> Nullable<Date>,
    }
}

diesel::table! {
    order_reminders (id) {
        id -> BigInt,
        addressee_id -> BigInt,
        due_on -> Date,
        days_before -> Integer,
        told_at -> Timestamp,
    }
}

diesel::table! {
    replays (id) {
        id -> BigInt,
        scheme_id -> BigInt,
        from_day -> Nullable<Date>,
        through_day -> Nullable<Date>,
        draft_name -> Nullable<Text>,
        draft -> Text,
        outcome -> Text,
        judged -> BigInt,
        changed -> BigInt,
        made_at -> Timestamp,
        actor -> Text,
    }
}

diesel::joinable!(body_records -> bodies (body_id));
diesel::joinable!(designations -> bodies (body_id));
diesel::joinable!(designations -> schemes (scheme_id));
diesel::joinable!(accounts -> bodies (body_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(account_tokens -> accounts (account_id));
diesel::joinable!(deliveries -> bodies (body_id));
diesel::joinable!(deliveries -> accounts (account_id));
diesel::joinable!(uploads -> bodies (body_id));
diesel::joinable!(uploads -> accounts (account_id));
diesel::joinable!(upload_files -> uploads (upload_id));
diesel::joinable!(certificates -> bodies (body_id));
diesel::joinable!(certificates -> schemes (scheme_id));
diesel::joinable!(certificates -> deliveries (delivery_id));
diesel::joinable!(audits -> bodies (body_id));
diesel::joinable!(audits -> deliveries (delivery_id));
diesel::joinable!(nonconformities -> bodies (body_id));
diesel::joinable!(nonconformities -> deliveries (delivery_id));
diesel::joinable!(decisions -> bodies (body_id));
diesel::joinable!(decisions -> deliveries (delivery_id));
diesel::joinable!(verdicts -> bodies (body_id));
diesel::joinable!(verdicts -> schemes (scheme_id));
diesel::joinable!(verdicts -> scheme_versions (scheme_version_id));
diesel::joinable!(signals -> bodies (body_id));
diesel::joinable!(signals -> schemes (scheme_id));
diesel::joinable!(subscription_tokens -> subscriptions (subscription_id));
diesel::joinable!(alerts -> subscriptions (subscription_id));
diesel::joinable!(alerts -> register_changes (change_id));
diesel::joinable!(outbox -> subscriptions (subscription_id));
diesel::joinable!(outbox -> accounts (account_id));
diesel::joinable!(calendar_keys -> accounts (account_id));
diesel::joinable!(reminder_choices -> accounts (account_id));
diesel::joinable!(reminders -> accounts (account_id));
diesel::joinable!(reminders -> bodies (body_id));
diesel::joinable!(reason_steps -> bodies (body_id));
diesel::joinable!(account_devices -> accounts (account_id));
diesel::joinable!(api_tokens -> bodies (body_id));
diesel::joinable!(api_answers -> api_tokens (token_id));
diesel::joinable!(identities -> accounts (account_id));
diesel::joinable!(replays -> schemes (scheme_id));

/// Does what follows for every table.
macro_rules! all_tables {
    ($($table:ident),+ $(,)?) => {
        diesel::allow_tables_to_appear_in_same_query!($($table),+);

        /// Asks the database for every column of every table, without rows; gives the names of the tables.
        ///
        /// # Errors
        /// A [`StorageError`] when a table or a column is not what this program expects.
        pub fn check_tables(conn: &mut Conn) -> Result<Vec<&'static str>, StorageError> {
            $($table::table.select($table::all_columns).limit(0).execute(conn)?;)+
            Ok(vec![$(stringify!($table)),+])
        }
    };
}

all_tables!(
    schemes,
    scheme_records,
    scheme_versions,
    bodies,
    body_records,
    designations,
    accounts,
    account_tokens,
    sessions,
    login_failures,
    deliveries,
    uploads,
    upload_files,
    certificates,
    audits,
    nonconformities,
    decisions,
    verdicts,
    signals,
    audit_trail,
    register_state,
    signing_keys,
    register_changes,
    register_day,
    subscriptions,
    subscription_tokens,
    alerts,
    outbox,
    alert_progress,
    calendar_keys,
    reminder_choices,
    reminders,
    account_devices,
    reason_steps,
    carried_measures,
    api_tokens,
    api_answers,
    upload_checks,
    upload_parts,
    delivery_files,
    delivery_withdrawals,
    refused_files,
    delivery_rhythms,
    authenticator_apps,
    recovery_codes,
    passkeys,
    passkey_questions,
    identities,
    orders,
    order_addressees,
    order_givings,
    order_steps,
    order_reminders,
    replays,
);
