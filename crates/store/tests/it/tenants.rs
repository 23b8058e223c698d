//! Whatever one company does with another's ids, it finds nothing and changes nothing.

use crate::support::{
    NOW, all, brand, by, company, member, new_brand, new_product, product, uat, write,
};
use countermark_core::{
    audit::Entry,
    ids::{BrandId, CompanyId, ProductId, SessionId, UatId, UserId},
    page::PageRequest,
    permissions::PermissionSet,
    roles::Role,
};
use countermark_store::{
    Conn, Db, DbError, Tx, audit, brands, invitations, members, products,
    products::bulk::{self, Change, Known},
    sessions, uats,
};
use countermark_testkit::db::{Raw, TestDb, each};

/// What the victim has.
struct Theirs {
    brand: BrandId,
    product: ProductId,
    user: UserId,
    uat: UatId,
    session: SessionId,
}

async fn furnish(db: &Db, company: CompanyId, mail: &str, number: u128) -> Theirs {
    let brand = brand(db, company, "Brand").await;
    let product = product(db, company, brand, "sku", "Product").await;
    let user = member(db, company, mail, Role::AccountAdmin).await;
    let uat = uat(db, company, user, number).await;
    let session = sessions::Session {
        id: SessionId(number),
        company,
        user,
        kind: sessions::Kind::Jwt,
        secret_digest: None,
        signed_in_at: NOW,
        seen_at: NOW,
        expires_at: NOW.plus_seconds(600),
        ended: false,
        amr: "pwd".to_owned(),
    };
    let origin = sessions::Origin {
        address: "",
        user_agent: "",
    };
    let mut tx = db.write().await.expect("a transaction");
    sessions::create(&mut tx, &session, origin)
        .await
        .expect("a session");
    let code = number.to_be_bytes();
    let created = invitations::create(
        &mut tx,
        company,
        user,
        &code,
        user,
        NOW,
        NOW.plus_seconds(9),
    );
    created.await.expect("an invitation");
    let entry = Entry::event("brand.create", "brand", brand, "Brand");
    tx.commit(&by(company, user), &[entry])
        .await
        .expect("it commits");
    Theirs {
        brand,
        product,
        user,
        uat,
        session: session.id,
    }
}

/// Everything that the database holds.
async fn everything(raw: &mut Raw) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for table in [
        "company",
        "person",
        "member",
        "invitation",
        "session",
        "uat",
        "counter",
        "brand",
        "product",
        "audit",
    ] {
        let mut of_table = raw.rows(&format!("SELECT * FROM {table}")).await;
        of_table.sort();
        assert!(!of_table.is_empty(), "{table}");
        rows.extend(of_table);
    }
    rows
}

async fn finds_nothing(conn: &mut Conn, us: CompanyId, theirs: &Theirs) -> Result<(), DbError> {
    assert!(brands::get(conn, &all(us), theirs.brand).await?.is_none());
    assert!(
        products::get(conn, &all(us), theirs.product)
            .await?
            .is_none()
    );
    assert!(uats::get(conn, us, theirs.uat).await?.is_none());
    assert!(members::get(conn, us, theirs.user).await?.is_none());
    let wanted = products::Wanted {
        brand: Some(theirs.brand),
        ..products::Wanted::default()
    };
    let (page, orderings) = (PageRequest::default(), products::ORDERINGS);
    let found = products::list(conn, &all(us), &wanted, orderings[0], &page).await?;
    assert_eq!((found.count, found.rows), (0, vec![]));
    let wanted = uats::Wanted {
        owner: Some(theirs.user),
        ..uats::Wanted::default()
    };
    assert_eq!(uats::count(conn, us, &wanted, NOW).await?, 0);
    let wanted = audit::Wanted {
        person: Some(theirs.user),
        ..audit::Wanted::default()
    };
    let found = audit::list(conn, us, &wanted, audit::ORDERINGS[0], &page).await?;
    assert_eq!(found.count, 0);
    Ok(())
}

/// The lists of a company show its own one thing each, though the other has the like.
async fn lists_show_one(conn: &mut Conn, us: CompanyId, ours: &Theirs) -> Result<(), DbError> {
    let page = PageRequest::default();
    let (wanted, ordering) = (brands::Wanted::default(), brands::ORDERINGS[0]);
    let found = brands::list(conn, &all(us), &wanted, ordering, &page).await?;
    assert_eq!(
        (found.count, found.rows.len(), found.rows[0].id),
        (1, 1, ours.brand)
    );
    let (wanted, ordering) = (products::Wanted::default(), products::ORDERINGS[0]);
    let found = products::list(conn, &all(us), &wanted, ordering, &page).await?;
    assert_eq!(
        (found.count, found.rows.len(), found.rows[0].id),
        (1, 1, ours.product)
    );
    let (found, after) = products::export(conn, &all(us), &wanted, ordering, None).await?;
    assert_eq!((found.len(), found[0].id, after), (1, ours.product, None));
    let (wanted, ordering) = (members::Wanted::default(), members::ORDERINGS[0]);
    let found = members::list(conn, us, &wanted, ordering, &page).await?;
    assert_eq!(
        (found.count, found.rows.len(), found.rows[0].id),
        (1, 1, ours.user)
    );
    let (wanted, ordering) = (uats::Wanted::default(), uats::ORDERINGS[0]);
    let found = uats::list(conn, us, &wanted, NOW, ordering, &page).await?;
    assert_eq!(
        (found.count, found.rows.len(), found.rows[0].id),
        (1, 1, ours.uat)
    );
    let (wanted, ordering) = (audit::Wanted::default(), audit::ORDERINGS[0]);
    let found = audit::list(conn, us, &wanted, ordering, &page).await?;
    assert_eq!((found.count, found.rows.len()), (1, 1));
    assert_eq!(
        found.rows[0].person.as_ref().map(|person| person.0),
        Some(ours.user)
    );

    // Taken by ours, and by no other one.
    let scope = all(us);
    assert!(products::is_sku_taken(conn, &scope, "sku", None).await?);
    assert!(!products::is_sku_taken(conn, &scope, "sku", Some(ours.product)).await?);
    assert!(brands::is_name_taken(conn, &scope, "BRAND", None).await?);
    assert!(!brands::is_name_taken(conn, &scope, "BRAND", Some(ours.brand)).await?);
    let found = bulk::find_skus(conn, &all(us), &["sku"]).await?;
    assert_eq!(found["sku"].id, ours.product);
    Ok(())
}

async fn changes_nothing(
    tx: &mut Tx,
    us: CompanyId,
    theirs: &Theirs,
    them: CompanyId,
) -> Result<(), DbError> {
    let mut brand = brands::get(tx, &all(them), theirs.brand)
        .await?
        .expect("their brand");
    brand.name = "Taken".into();
    brands::update(tx, &all(us), &brand).await?;
    assert!(!brands::set_archived(tx, &all(us), theirs.brand, true).await?);
    assert!(!brands::delete(tx, &all(us), theirs.brand).await?);

    let mut product = products::get(tx, &all(them), theirs.product)
        .await?
        .expect("their product");
    product.name = "Taken".into();
    assert!(
        products::lock(tx, &all(us), theirs.product)
            .await?
            .is_none()
    );
    products::update(tx, &all(us), &product).await?;
    assert!(!products::set_archived(tx, &all(us), theirs.product, true).await?);
    assert!(!products::delete(tx, &all(us), theirs.product).await?);
    let change = Change {
        known: Known {
            id: theirs.product,
            brand: theirs.brand,
            campaign: None,
        },
        sku: "sku",
        name: "Taken",
        brand: theirs.brand,
        label: None,
        description: None,
        client_url: None,
    };
    bulk::update(tx, &all(us), &[change]).await?;

    assert!(uats::lock(tx, us, theirs.uat).await?.is_none());
    uats::update(tx, us, theirs.uat, "Taken", PermissionSet::all()).await?;
    assert!(!uats::revoke(tx, us, theirs.uat, theirs.user, None, NOW).await?);
    let details = members::Details {
        given_name: "Taken".into(),
        ..members::Details::default()
    };
    members::set_details(tx, us, (theirs.user, "x@example.com"), &details).await?;
    members::set_role(tx, us, theirs.user, Role::DashboardUser).await?;
    members::set_archived(tx, us, theirs.user, Some(NOW)).await?;
    sessions::end(tx, us, theirs.user, theirs.session, NOW).await?;
    sessions::confirm(tx, us, theirs.user, theirs.session, NOW.plus_seconds(5)).await?;
    assert_eq!(invitations::end(tx, us, theirs.user).await?, 0);
    Ok(())
}

#[tokio::test]
async fn another_companys_ids_lead_nowhere() {
    each(async |test: &TestDb| {
        let (us, them) = (
            company(&test.db, "Us").await,
            company(&test.db, "Them").await,
        );
        let ours = furnish(&test.db, us, "us@example.com", 1).await;
        let theirs = furnish(&test.db, them, "them@example.com", 2).await;
        let mut conn = test.db.read().await.expect("a connection");
        finds_nothing(&mut conn, us, &theirs)
            .await
            .expect("answers");
        lists_show_one(&mut conn, us, &ours).await.expect("answers");
        lists_show_one(&mut conn, them, &theirs)
            .await
            .expect("answers");
        drop(conn);

        let mut raw = test.place.raw().await;
        let before = everything(&mut raw).await;
        write(&test.db, async |tx| {
            changes_nothing(tx, us, &theirs, them).await
        })
        .await;
        assert_eq!(everything(&mut raw).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_product_cannot_carry_another_companys_brand() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (us, them) = (company(db, "Us").await, company(db, "Them").await);
        let ours = furnish(db, us, "us@example.com", 1).await;
        let theirs = furnish(db, them, "them@example.com", 2).await;
        let mut raw = test.place.raw().await;
        let before = everything(&mut raw).await;

        let mut tx = db.write().await.expect("a transaction");
        let made = new_product(&mut tx, us, theirs.brand, "new", "New").await;
        assert!(matches!(made, Err(DbError::Referenced)), "{made:?}");
        drop(tx);
        let mut tx = db.write().await.expect("a transaction");
        let mut product = products::lock(&mut tx, &all(us), ours.product)
            .await
            .expect("one")
            .expect("ours");
        product.brand.id = theirs.brand;
        let moved = products::update(&mut tx, &all(us), &product).await;
        assert!(matches!(moved, Err(DbError::Referenced)), "{moved:?}");
        drop(tx);
        assert_eq!(everything(&mut raw).await, before);
        // Names and keys of the one company do not stand in the other's way.
        write(db, async |tx| {
            let brand = new_brand(tx, us, "Other").await?;
            new_product(tx, us, brand, "other", "Other").await
        })
        .await;
    })
    .await;
}
