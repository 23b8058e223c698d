//! What tests begin with: a company, people in it, brands, products.

use countermark_core::{
    ids::{BrandId, CompanyId, ProductId, UatId, UserId},
    page::{Page, PageRequest},
    permissions::{Permission, PermissionSet},
    roles::Role,
    time::Timestamp,
};
use countermark_store::{
    Db, DbError, Scope, Tx, audit::By, brands, companies, members, products, uats, users,
};
use proptest::{
    strategy::Strategy,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// The time at which everything happens unless a test says otherwise.
pub(crate) const NOW: Timestamp = Timestamp(1_760_000_000_000_000);

/// All of a company.
pub(crate) const fn all(company: CompanyId) -> Scope {
    Scope::everything(company)
}

/// Does something in a transaction of its own and commits.
pub(crate) async fn write<T>(db: &Db, work: impl AsyncFnOnce(&mut Tx) -> Result<T, DbError>) -> T {
    let mut tx = db.write().await.expect("a transaction begins");
    let value = work(&mut tx).await.expect("the work is done");
    tx.commit_unaudited().await.expect("it is committed");
    value
}

/// A company of that name; names are different within one database.
pub(crate) async fn company(db: &Db, name: &str) -> CompanyId {
    let uuid = format!("uuid of {name}");
    write(db, async |tx| {
        companies::create(tx, &uuid, name, "UTC", NOW).await
    })
    .await
}

/// An active member of the company.
pub(crate) async fn member(db: &Db, company: CompanyId, email: &str, role: Role) -> UserId {
    let details = members::Details::default();
    write(db, async |tx| {
        let id = users::create(tx, email, NOW).await?;
        members::add(tx, company, (id, email), &details, role, NOW, Some(NOW)).await?;
        Ok(id)
    })
    .await
}

/// A brand with nothing but a name.
pub(crate) async fn brand(db: &Db, company: CompanyId, name: &str) -> BrandId {
    write(db, async |tx| new_brand(tx, company, name).await).await
}

/// The same inside a transaction that is open.
pub(crate) async fn new_brand(
    tx: &mut Tx,
    company: CompanyId,
    name: &str,
) -> Result<BrandId, DbError> {
    let new = brands::NewBrand {
        name,
        reference: None,
        description: "",
        client_url: "",
    };
    brands::create(tx, &all(company), &new, NOW)
        .await
        .map(|brand| brand.id)
}

/// What a product with this SKU and name is made of; its UUID follows from company and SKU.
pub(crate) async fn product(
    db: &Db,
    company: CompanyId,
    brand: BrandId,
    sku: &str,
    name: &str,
) -> ProductId {
    write(db, async |tx| {
        new_product(tx, company, brand, sku, name).await
    })
    .await
}

/// The same inside a transaction that is open.
pub(crate) async fn new_product(
    tx: &mut Tx,
    company: CompanyId,
    brand: BrandId,
    sku: &str,
    name: &str,
) -> Result<ProductId, DbError> {
    let uuid = format!("{company} {sku}");
    let new = products::NewProduct {
        uuid: &uuid,
        sku,
        name,
        brand,
        campaign: None,
        label: "",
        description: "",
        client_url: "",
    };
    products::create(tx, &all(company), &new, NOW)
        .await
        .map(|product| product.id)
}

/// A token that works for an hour.
pub(crate) async fn uat(db: &Db, company: CompanyId, owner: UserId, id: u128) -> UatId {
    let new = uats::NewUat {
        id: UatId(id),
        owner,
        name: "a token",
        secret_digest: &[7; 32],
        permissions: PermissionSet::of(&[Permission::BrandCreate]),
        valid_until: "2025-10-09",
        created_at: NOW,
        expires_at: NOW.plus_seconds(3_600),
    };
    write(db, async |tx| uats::create(tx, company, &new).await).await;
    UatId(id)
}

/// Somebody who does things in the company.
pub(crate) fn by(company: CompanyId, person: UserId) -> By {
    By {
        company,
        person: Some(person),
        credential_kind: "jwt",
        credential_id: "credential".into(),
        address: "192.0.2.1".into(),
        request_id: "request".into(),
        at: NOW,
        budget: None,
    }
}

/// Every row of a list, page by page.
pub(crate) async fn walk<T>(
    limit: i64,
    page: impl AsyncFn(&PageRequest) -> Result<Page<T>, DbError>,
) -> Vec<T> {
    let mut rows = Vec::new();
    let mut request = PageRequest {
        limit,
        ..PageRequest::default()
    };
    loop {
        let page = page(&request).await.expect("a page");
        rows.extend(page.rows);
        match page.next {
            None => return rows,
            after => request.after = after,
        }
    }
}

/// Tries a property on so many random values, always the same ones, and reports the smallest
/// that breaks it. The check panics when the property does not hold.
pub(crate) fn property<V: std::fmt::Debug>(
    cases: u32,
    values: impl Strategy<Value = V>,
    check: impl Fn(V),
) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, random).run(&values, |value| {
        check(value);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
