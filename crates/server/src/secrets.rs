//! The master key and what is derived from it.
//!
//! One secret of 256 bits stands outside the database. From it come, by HKDF-SHA-256 with a
//! label each, the pepper of token digests, the key that wraps the JWT signing keys, the one
//! that signs download links and the one that signs backups. A stolen database alone verifies nothing and signs nothing (OWASP ASVS 5.0 §11.2, §13.3).

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf, hmac,
};
use countermark_core::{
    chain::hex,
    ids::{CompanyId, SessionId, UatId, UserId},
    time::Timestamp,
};
use std::net::IpAddr;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// The 256 bits from which everything else is derived. No `Debug`, no `Display`.
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// The text is not a master key.
#[derive(Debug, thiserror::Error)]
#[error("a master key is 64 hexadecimal digits")]
pub struct NotAKey;

impl MasterKey {
    /// A new key.
    #[must_use]
    pub fn generate() -> Self {
        Self(crate::random::bytes())
    }

    /// Reads the 64 hexadecimal digits that [`MasterKey::to_text`] wrote.
    ///
    /// # Errors
    /// [`NotAKey`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        let text = text.trim();
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAKey);
        }
        let mut key = Zeroizing::new([0; 32]);
        for (at, byte) in key.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| NotAKey)?;
        }
        Ok(Self(key))
    }

    /// The form in which the key is kept in a file.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(hex(&*self.0))
    }

    fn derive(&self, label: &str) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        hkdf::Salt::new(hkdf::HKDF_SHA256, b"countermark")
            .extract(&*self.0)
            .expand(&[label.as_bytes()], hkdf::HKDF_SHA256)
            .and_then(|okm| okm.fill(&mut *out))
            .expect("32 bytes are within HKDF's bound");
        out
    }
}

/// The keys in use, made once at the start.
pub struct Secrets {
    pepper: hmac::Key,
    rotation: hmac::Key,
    links: hmac::Key,
    backups: hmac::Key,
    wrapping: LessSafeKey,
    check: String,
}

/// What is wrapped cannot be opened: another master key, or damage.
#[derive(Debug, thiserror::Error)]
#[error("a stored key cannot be opened with this master key")]
pub struct CannotOpen;

impl Secrets {
    /// Derives everything from the master key.
    #[must_use]
    pub fn new(master: &MasterKey) -> Self {
        let pepper = hmac::Key::new(hmac::HMAC_SHA256, &*master.derive("token pepper 1"));
        let rotation = hmac::Key::new(hmac::HMAC_SHA256, &*master.derive("uat rotation 1"));
        let links = hmac::Key::new(hmac::HMAC_SHA256, &*master.derive("download link 1"));
        let backups = hmac::Key::new(hmac::HMAC_SHA256, &*master.derive("backup manifest 1"));
        let wrapping = UnboundKey::new(&AES_256_GCM, &*master.derive("key wrapping 1"))
            .expect("32 bytes are the key's size");
        let check = hex(&master.derive("key check 1")[..8]);
        Self {
            pepper,
            rotation,
            links,
            backups,
            wrapping: LessSafeKey::new(wrapping),
            check,
        }
    }

    /// A public fingerprint that is stored in the database, so that a wrong key is noticed at
    /// the start and not at the first log-in.
    #[must_use]
    pub fn check(&self) -> &str {
        &self.check
    }

    /// The digest under which a token is stored: HMAC over its id and secret (design §3).
    #[must_use]
    pub fn uat_digest(&self, id: UatId, secret: &[u8; 32]) -> [u8; 32] {
        self.digest(b"uat1\0", &id.0.to_be_bytes(), secret)
    }

    /// The digest of what a client sent with a rotation, to recognise a retry.
    #[must_use]
    pub fn idempotency_digest(&self, old: UatId, text: &str) -> [u8; 32] {
        self.digest(b"idk1\0", &old.0.to_be_bytes(), text.as_bytes())
    }

    /// The secret of the token that replaces `old`, computed again from what the rotation left
    /// and the client's key. Without the master key nothing of it follows from the database.
    #[must_use]
    pub fn successor_secret(
        &self,
        company: CompanyId,
        old: UatId,
        new: UatId,
        salt: &[u8],
        key: &str,
    ) -> Zeroizing<[u8; 32]> {
        let mut context = hmac::Context::with_key(&self.rotation);
        context.update(b"rot1\0");
        context.update(&company.0.to_be_bytes());
        context.update(&old.0.to_be_bytes());
        context.update(&new.0.to_be_bytes());
        // Its length stands in front: no salt and key can be cut elsewhere.
        context.update(&(salt.len() as u64).to_be_bytes());
        context.update(salt);
        context.update(key.as_bytes());
        let tag = context.sign();
        Zeroizing::new(tag.as_ref().try_into().expect("SHA-256 has 32 bytes"))
    }

    /// What one device is told from another by: the same for a company and a period, and without
    /// the master key nothing of who it was.
    #[must_use]
    pub fn device_digest(
        &self,
        company: CompanyId,
        period: i64,
        address: IpAddr,
        user_agent: &str,
    ) -> [u8; 16] {
        let of = [company.0.to_be_bytes(), period.to_be_bytes()].concat();
        // An address holds no blank: no two pairs are the same text.
        let who = format!("{address} {user_agent}");
        let mut digest = [0; 16];
        digest.copy_from_slice(&self.digest(b"dev1\0", &of, who.as_bytes())[..16]);
        digest
    }

    /// The digest under which a cookie's secret is stored.
    #[must_use]
    pub fn session_digest(&self, id: SessionId, secret: &[u8]) -> [u8; 32] {
        self.digest(b"ses1\0", &id.0.to_be_bytes(), secret)
    }

    /// The digest under which an invitation's code is stored.
    #[must_use]
    pub fn invitation_digest(&self, code: &str) -> [u8; 32] {
        self.digest(b"inv1\0", &[], code.as_bytes())
    }

    /// The digest under which a recovery code is stored, bound to its person.
    #[must_use]
    pub fn recovery_digest(&self, user: UserId, code: &str) -> [u8; 32] {
        self.digest(b"rec1\0", &user.0.to_be_bytes(), code.as_bytes())
    }

    /// The digest under which failed log-ins of an account are counted, whether there is one or
    /// not: what people type into the field for the address stays out of the database.
    #[must_use]
    pub fn account_digest(&self, email: &str) -> [u8; 32] {
        self.digest(b"acc1\0", &[], email.as_bytes())
    }

    /// The digest under which a ceremony that is under way is stored.
    #[must_use]
    pub fn ceremony_digest(&self, code: &str) -> [u8; 32] {
        self.digest(b"cer1\0", &[], code.as_bytes())
    }

    /// What authenticators know a person by: 128 bits that tell nothing about them (WebAuthn
    /// Level 3 §14.6.1) and are the same whenever they are asked for.
    #[must_use]
    pub fn user_handle(&self, user: UserId) -> [u8; 16] {
        let mut handle = [0; 16];
        handle.copy_from_slice(&self.digest(b"wan1\0", &user.0.to_be_bytes(), &[])[..16]);
        handle
    }

    /// The digest under which a code that went out by mail is stored; `purpose` is bound to it.
    #[must_use]
    pub fn code_digest(&self, purpose: &str, code: &str) -> [u8; 32] {
        let purpose = [b"cod1\0", purpose.as_bytes(), b"\0"].concat();
        self.digest(&purpose, &[], code.as_bytes())
    }

    /// What makes a download link good: bound to the company, the file and the moment it ends, and
    /// of use for nothing else (security checklist 56).
    #[must_use]
    pub fn link_signature(&self, company: CompanyId, file: &str, ends: Timestamp) -> String {
        let mut context = hmac::Context::with_key(&self.links);
        context.update(b"get1\0");
        context.update(&company.0.to_be_bytes());
        context.update(&ends.0.to_be_bytes());
        context.update(file.as_bytes());
        hex(context.sign().as_ref())
    }

    /// What makes an upload good: bound to the company, the upload and the moment it ends; it opens
    /// no download (security checklist 56).
    #[must_use]
    pub fn upload_signature(&self, company: CompanyId, key: &str, ends: Timestamp) -> String {
        let mut context = hmac::Context::with_key(&self.links);
        context.update(b"put1\0");
        context.update(&company.0.to_be_bytes());
        context.update(&ends.0.to_be_bytes());
        context.update(key.as_bytes());
        hex(context.sign().as_ref())
    }

    /// What makes a backup ours: over its manifest, which holds the digest of everything else.
    #[must_use]
    pub fn backup_signature(&self, manifest: &[u8]) -> String {
        hex(hmac::sign(&self.backups, manifest).as_ref())
    }

    fn digest(&self, purpose: &[u8], id: &[u8], secret: &[u8]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.pepper);
        context.update(purpose);
        context.update(id);
        context.update(secret);
        context
            .sign()
            .as_ref()
            .try_into()
            .expect("SHA-256 has 32 bytes")
    }

    /// Encrypts a private key for the database; `name` is bound to it.
    #[must_use]
    pub fn wrap(&self, name: &str, plain: &[u8]) -> Vec<u8> {
        let nonce = *crate::random::bytes::<NONCE_LEN>();
        let mut sealed = plain.to_vec();
        self.wrapping
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(name.as_bytes()),
                &mut sealed,
            )
            .expect("a key is short enough to be sealed");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Decrypts what [`Secrets::wrap`] made.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn unwrap(&self, name: &str, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let (nonce, sealed) = wrapped.split_at_checked(NONCE_LEN).ok_or(CannotOpen)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| CannotOpen)?;
        let mut plain = Zeroizing::new(sealed.to_vec());
        let length = self
            .wrapping
            .open_in_place(nonce, Aad::from(name.as_bytes()), &mut plain)
            .map_err(|_| CannotOpen)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }
}

/// Compares two secrets in a time that does not depend on where they differ.
#[must_use]
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}
