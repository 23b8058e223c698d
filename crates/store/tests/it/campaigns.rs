//! Campaigns, and the products in them.

use crate::support::{NOW, all, brand, company, write};
use countermark_core::{
    ids::{BrandId, CampaignId, CompanyId, ProductId},
    only::Only,
    page::PageRequest,
};
use countermark_store::{
    Db, DbError, Scope,
    campaigns::{self, Campaign, NewCampaign},
    products::{self, CampaignOf, NewProduct, bulk},
};
use countermark_testkit::db::{TestDb, each};
use std::{collections::BTreeSet, sync::Arc};

async fn campaign(db: &Db, company: CompanyId, name: &str) -> CampaignId {
    let new = NewCampaign {
        name,
        description: "",
    };
    let made = async |tx: &mut _| campaigns::create(tx, &all(company), &new, NOW).await;
    write(db, made).await.id
}

/// Products of that brand in that campaign, as an import would make them.
async fn put(
    db: &Db,
    (company, brand): (CompanyId, BrandId),
    campaign: Option<CampaignId>,
    skus: &[&str],
) -> ProductId {
    let uuids: Vec<_> = skus.iter().map(|sku| format!("{company} {sku}")).collect();
    let row = |(sku, uuid)| NewProduct {
        uuid,
        sku,
        name: sku,
        brand,
        campaign,
        label: "",
        description: "",
        client_url: "",
    };
    let pairs = skus.iter().zip(&uuids);
    let rows: Vec<_> = pairs
        .map(|(sku, uuid)| row((*sku, uuid.as_str())))
        .collect();
    let made = async |tx: &mut _| bulk::insert(tx, &all(company), &rows, NOW).await;
    write(db, made).await.expect("products").0
}

async fn get(db: &Db, scope: &Scope, id: CampaignId) -> Option<Campaign> {
    let mut conn = db.read().await.expect("a connection");
    campaigns::get(&mut conn, scope, id)
        .await
        .expect("an answer")
}

async fn count(db: &Db, company: CompanyId, id: CampaignId) -> i64 {
    let found = get(db, &all(company), id).await;
    found.expect("a campaign").product_count
}

#[tokio::test]
async fn products_made_together_are_counted_in_their_campaign() {
    each(async |test: &TestDb| {
        let us = company(&test.db, "Us").await;
        let brand = brand(&test.db, us, "brand").await;
        let id = campaign(&test.db, us, "Spring").await;
        let skus: Vec<_> = (0..120).map(|n| format!("s{n}")).collect();
        let skus: Vec<_> = skus.iter().map(String::as_str).collect();
        put(&test.db, (us, brand), Some(id), &skus).await;
        put(&test.db, (us, brand), None, &["alone"]).await;
        assert_eq!(count(&test.db, us, id).await, 120);
    })
    .await;
}

/// What a handler looks up first cannot go wrong here either (security checklist 53).
#[tokio::test]
async fn another_companys_campaign_takes_no_products() {
    each(async |test: &TestDb| {
        let (us, them) = (
            company(&test.db, "Us").await,
            company(&test.db, "Them").await,
        );
        let brand = brand(&test.db, us, "brand").await;
        let theirs = campaign(&test.db, them, "Theirs").await;
        let id = put(&test.db, (us, brand), Some(theirs), &["bulk"]).await;
        let changed = write(&test.db, async |tx| {
            let found = products::get(tx, &all(us), id).await?;
            let mut product = found.expect("a product");
            product.campaign = Some(CampaignOf {
                id: theirs,
                name: String::new(),
                description: String::new(),
                archived: false,
            });
            products::update(tx, &all(us), &product).await?;
            products::get(tx, &all(us), id).await
        })
        .await;
        assert_eq!(changed.expect("a product").campaign, None);
        assert_eq!(count(&test.db, them, theirs).await, 0);
        assert!(get(&test.db, &all(us), theirs).await.is_none());
        write(&test.db, async |tx| {
            assert!(campaigns::lock(tx, &all(us), theirs).await?.is_none());
            assert!(!campaigns::set_archived(tx, &all(us), theirs, true).await?);
            let found = campaigns::get(tx, &all(them), theirs).await?;
            let mut campaign = found.expect("a campaign");
            campaign.name = "Taken".into();
            campaigns::update(tx, &all(us), &campaign).await
        })
        .await;
        let found = get(&test.db, &all(them), theirs).await.expect("a campaign");
        assert_eq!((found.name.as_str(), found.archived), ("Theirs", false));
    })
    .await;
}

/// A condition on brands or products shows the campaigns of what it reaches, and lets nobody
/// change one.
#[tokio::test]
async fn a_condition_reaches_the_campaigns_of_its_products() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = company(db, "Us").await;
        let (ours, other) = (brand(db, us, "ours").await, brand(db, us, "other").await);
        let (both, theirs) = (
            campaign(db, us, "Both").await,
            campaign(db, us, "Theirs").await,
        );
        campaign(db, us, "Empty").await;
        put(db, (us, ours), Some(both), &["a", "b"]).await;
        put(db, (us, other), Some(both), &["c"]).await;
        put(db, (us, other), Some(theirs), &["d"]).await;
        let only = Only::of(Some(BTreeSet::from([ours])), None, None);
        let scope = Scope::within(us, only.map(Arc::new));

        let found = get(db, &scope, both).await.expect("reached");
        assert_eq!(found.product_count, 2, "of three");
        assert!(get(db, &scope, theirs).await.is_none());
        let mut conn = db.read().await.expect("a connection");
        let wanted = campaigns::Wanted::default();
        let (page, ordering) = (PageRequest::default(), campaigns::ORDERINGS[0]);
        let list = campaigns::list(&mut conn, &scope, &wanted, ordering, &page).await;
        let list = list.expect("a list");
        assert_eq!((list.count, list.rows.len()), (1, 1));
        assert_eq!(list.rows[0].product_count, 2);
        drop(conn);

        let mut tx = db.write().await.expect("a transaction");
        let new = NewCampaign {
            name: "New",
            description: "",
        };
        let refused = [
            campaigns::create(&mut tx, &scope, &new, NOW)
                .await
                .map(drop),
            campaigns::update(&mut tx, &scope, &found).await,
            campaigns::set_archived(&mut tx, &scope, both, true)
                .await
                .map(drop),
        ];
        for result in refused {
            assert!(
                matches!(result, Err(DbError::OutsideScope(_))),
                "{result:?}"
            );
        }
        let row = |campaign| NewProduct {
            uuid: "uuid of e",
            sku: "e",
            name: "e",
            brand: ours,
            campaign,
            label: "",
            description: "",
            client_url: "",
        };
        let outside = products::create(&mut tx, &scope, &row(Some(theirs)), NOW).await;
        assert!(
            matches!(outside, Err(DbError::OutsideScope(_))),
            "{outside:?}"
        );
        let inside = products::create(&mut tx, &scope, &row(Some(both)), NOW).await;
        let campaign = inside.expect("made").campaign;
        assert_eq!(campaign.map(|campaign| campaign.id), Some(both));
    })
    .await;
}
