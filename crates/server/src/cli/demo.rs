//! `countermark serve --demo`: a company to look around in. Only for an empty database; the
//! passwords are random and printed once.

use super::{Failure, found};
use crate::{app::App, auth::password::Password};
use countermark_core::roles::Role;
use countermark_store::{
    Scope,
    brands::{self, NewBrand},
    companies,
    members::Details,
    users,
};

const COMPANY: &str = "Kallista (demo)";
const BRANDS: [(&str, &str); 2] = [("Kallista", "KAL"), ("Meltemi", "MEL")];
const PEOPLE: [(&str, &str, &str, Role); 5] = [
    ("admin@demo.example", "Alexia", "Admin", Role::AccountAdmin),
    ("brand@demo.example", "Bruno", "Brand", Role::BrandManager),
    ("scm@demo.example", "Sofia", "Supply", Role::ScmUser),
    (
        "dashboard@demo.example",
        "Dario",
        "Dashboard",
        Role::DashboardUser,
    ),
    ("it@demo.example", "Iris", "Technik", Role::ItAdmin),
];

/// Fills the database and prints who can sign in.
///
/// # Errors
/// When there is anything in it already.
pub async fn fill(app: &App) -> Result<(), Failure> {
    let mut people = Vec::new();
    for (email, given, family, role) in PEOPLE {
        let text = crate::random::code()[..20].to_owned();
        let password = Password::new(text.clone()).map_err(Failure)?;
        let hash = app
            .hasher
            .hash(&password)
            .await
            .map_err(|_| "hashing failed")?;
        people.push((email, given, family, role, text, hash));
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    companies::lock_setup(&mut tx).await?;
    if companies::any(&mut tx).await? {
        return Err(
            "--demo needs an empty database; this one has a company already. Leave \
                    --demo out, or choose another folder with --data."
                .into(),
        );
    }
    let (email, given_name, family_name, _, _, hash) = &people[0];
    let admin = found::Admin {
        company: COMPANY,
        time_zone: "UTC",
        email,
        given_name,
        family_name,
    };
    let (company, user, entries) = found::create(&mut tx, &admin, hash, now).await?;
    // Nobody reads these addresses; the demo is not about mail.
    users::verify(&mut tx, user, now).await?;
    for (email, given, family, role, _, hash) in &people[1..] {
        let details = Details {
            given_name: (*given).to_owned(),
            family_name: (*family).to_owned(),
            ..Details::default()
        };
        let person = found::person(&mut tx, company, email, &details, *role, hash, now).await?;
        users::verify(&mut tx, person, now).await?;
    }
    for (name, reference) in BRANDS {
        let new = NewBrand {
            name,
            reference: Some(reference),
            description: "",
            client_url: "",
        };
        brands::create(&mut tx, &Scope::everything(company), &new, now).await?;
    }
    tx.commit(&found::by(company, user, now), &entries).await?;
    println!("Demo company \"{COMPANY}\". These passwords are shown once:");
    for (email, _, _, role, password, _) in &people {
        println!("  {:<26} {email:<24} {password}", role.label());
    }
    Ok(())
}
