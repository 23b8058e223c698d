//! What belongs to campaigns: fields, options, rules and keys, and who sees which of them.

use crate::support::{NOW, all, brand, company, member, new_brand, property, write};
use countermark_core::{
    country::Country,
    ids::{CampaignId, CompanyId, TeamId, UserId},
    page::PageRequest,
    redirect::{Rule, Target},
    roles::Role,
    scm_field::Kind,
};
use countermark_store::{
    Db, DbError, Scope, Tx,
    campaigns::{self, NewCampaign, access, consumer_key, options, redirects},
    products::{self, NewProduct},
    regions,
    scm_fields::{self, NewField},
    teams,
};
use countermark_testkit::db::{TestDb, each, engines};
use proptest::{collection::vec, prelude::*};
use std::collections::BTreeSet;

async fn campaign(tx: &mut Tx, company: CompanyId, name: &str) -> Result<CampaignId, DbError> {
    let new = NewCampaign {
        name,
        description: "",
    };
    let made = campaigns::create(tx, &all(company), &new, NOW).await?;
    Ok(made.id)
}

const fn field(key: &str) -> NewField<'_> {
    NewField {
        key,
        label: "Label",
        kind: Kind::Text,
        choices: &[],
        display: false,
        active: true,
    }
}

/// Whatever one company does with another's campaign, it finds nothing and changes nothing.
#[tokio::test]
async fn another_companys_campaign_has_no_parts() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (us, them) = (company(db, "Us").await, company(db, "Them").await);
        let person = member(db, them, "a@them.example", Role::ScmUser).await;
        let ours = member(db, us, "a@us.example", Role::ScmUser).await;
        write(db, async |tx| {
            let id = campaign(tx, them, "Theirs").await?;
            let theirs = scm_fields::create(tx, &all(them), id, &field("lot"), NOW).await?;
            consumer_key::set(tx, &all(them), id, "key").await?;
            let team = teams::create(tx, them, "Team", NOW).await?;
            teams::set_members(tx, them, team, &BTreeSet::from([person])).await?;
            let scope = all(us);
            assert!(options::get(tx, &scope, id).await?.is_none());
            assert!(redirects::get(tx, &scope, id).await?.is_none());
            assert!(access::get(tx, &scope, id).await?.is_none());
            assert!(consumer_key::get(tx, &scope, id).await?.is_none());
            assert!(scm_fields::list(tx, &scope, id).await?.is_empty());
            assert!(scm_fields::get(tx, &scope, id, theirs.id).await?.is_none());
            assert!(scm_fields::lock(tx, &scope, id).await?.is_empty());
            assert!(!scm_fields::delete(tx, &scope, &theirs).await?);
            assert!(!scm_fields::has_data(tx, &scope, &theirs).await?);
            assert!(teams::get(tx, &scope, team).await?.is_none());
            assert!(teams::lock(tx, &scope, team).await?.is_none());
            assert!(!teams::delete(tx, us, team).await?);
            let missing = teams::missing(tx, us, &BTreeSet::from([team])).await?;
            assert_eq!(missing, [team]);
            let strangers = teams::strangers(tx, us, &BTreeSet::from([person, ours])).await?;
            assert_eq!(strangers, [person]);
            let beyond = teams::out_of_reach(tx, &scope, &BTreeSet::from([id])).await?;
            assert_eq!(beyond, [id]);

            let changed = options::Options {
                ga_key: "taken".into(),
                ..options::Options::default()
            };
            options::set(tx, &scope, id, &changed).await?;
            let rule = Rule {
                target: Target::ELabel,
                ..Rule::usual()
            };
            redirects::set(tx, &scope, id, &[rule]).await?;
            consumer_key::set(tx, &scope, id, "taken").await?;
            access::set(tx, &scope, id, true, &BTreeSet::from([team])).await?;
            let mut renamed = theirs.clone();
            renamed.label = "taken".into();
            scm_fields::update(tx, &scope, &renamed).await?;
            teams::rename(tx, us, team, "taken").await?;
            teams::set_campaigns(tx, &scope, team, &BTreeSet::new()).await?;

            let scope = all(them);
            let options = options::get(tx, &scope, id).await?;
            assert_eq!(options, Some(options::Options::default()));
            assert_eq!(
                redirects::get(tx, &scope, id).await?,
                Some(vec![Rule::usual()])
            );
            let key = consumer_key::get(tx, &scope, id).await?;
            assert_eq!(key, Some(Some("key".to_owned())));
            assert_eq!(consumer_key::find(tx, "key").await?, Some((them, id)));
            let access = access::get(tx, &scope, id).await?.expect("there");
            assert!(!access.limited && access.teams.is_empty());
            assert_eq!(scm_fields::list(tx, &scope, id).await?, [theirs]);
            let found = teams::get(tx, &scope, team).await?.expect("there");
            assert_eq!((found.name.as_str(), found.members.len()), ("Team", 1));
            Ok(())
        })
        .await;
        // A field or a team member of ours cannot point there either.
        let mut tx = db.write().await.expect("a transaction");
        let found = consumer_key::find(&mut tx, "key").await.expect("an answer");
        let (_, id) = found.expect("a campaign");
        let result = scm_fields::create(&mut tx, &all(us), id, &field("k"), NOW).await;
        assert!(matches!(result, Err(DbError::Referenced)), "{result:?}");
    })
    .await;
}

#[tokio::test]
async fn a_region_of_another_company_is_not_there() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let (us, them) = (company(db, "Us").await, company(db, "Them").await);
        write(db, async |tx| {
            let countries = BTreeSet::from(["BE", "NL"].map(|c| Country::parse(c).expect("known")));
            let theirs = regions::create(tx, them, "Theirs", &countries, NOW).await?;
            assert_eq!(theirs.countries, countries);
            assert!(regions::get(tx, us, theirs.id).await?.is_none());
            assert!(regions::lock(tx, us, theirs.id).await?.is_none());
            assert!(!regions::set_archived(tx, us, theirs.id, true).await?);
            assert!(!regions::is_name_taken(tx, us, "theirs", None).await?);
            assert!(regions::is_name_taken(tx, them, "theirs", None).await?);
            let mut changed = theirs.clone();
            changed.name = "Taken".into();
            regions::update(tx, us, &changed).await?;
            assert_eq!(regions::get(tx, them, theirs.id).await?, Some(theirs));
            Ok(())
        })
        .await;
    })
    .await;
}

/// Who is in which team, which campaign is open to which, and which campaigns are limited.
#[derive(Clone, Debug)]
struct World {
    members: Vec<BTreeSet<usize>>,
    campaigns: Vec<BTreeSet<usize>>,
    limited: Vec<bool>,
}

const PEOPLE: usize = 3;
const CAMPAIGNS: usize = 4;

fn worlds() -> impl Strategy<Value = World> {
    let some = |to| prop::collection::btree_set(0..to, 0..3);
    let teams = vec((some(PEOPLE), some(CAMPAIGNS)), 3);
    (teams, vec(any::<bool>(), CAMPAIGNS)).prop_map(|(teams, limited)| {
        let (members, campaigns) = teams.into_iter().unzip();
        World {
            members,
            campaigns,
            limited,
        }
    })
}

impl World {
    /// Slow and plain.
    fn sees(&self, person: usize, campaign: usize) -> bool {
        let mut sees = !self.limited[campaign];
        for (members, campaigns) in self.members.iter().zip(&self.campaigns) {
            sees |= members.contains(&person) && campaigns.contains(&campaign);
        }
        sees
    }
}

struct Made {
    company: CompanyId,
    people: Vec<UserId>,
    campaigns: Vec<CampaignId>,
    teams: Vec<TeamId>,
}

async fn make(db: &Db, number: usize, world: &World) -> Made {
    let company = company(db, &format!("Company {number}")).await;
    let mut people = Vec::new();
    for person in 0..PEOPLE {
        let email = format!("p{person}@c{number}.example");
        people.push(member(db, company, &email, Role::BrandManager).await);
    }
    let (mut campaigns, mut teams) = (Vec::new(), Vec::new());
    write(db, async |tx| {
        let brand = new_brand(tx, company, "Brand").await?;
        for place in 0..CAMPAIGNS {
            let id = campaign(tx, company, &format!("c{place}")).await?;
            scm_fields::create(tx, &all(company), id, &field("lot"), NOW).await?;
            let (uuid, sku) = (format!("{company} {place}"), format!("s{place}"));
            let new = NewProduct {
                uuid: &uuid,
                sku: &sku,
                name: "A",
                brand,
                campaign: Some(id),
                label: "",
                description: "",
                client_url: "",
            };
            products::create(tx, &all(company), &new, NOW).await?;
            campaigns.push(id);
        }
        for (place, members) in world.members.iter().enumerate() {
            let id = teams::create(tx, company, &format!("t{place}"), NOW).await?;
            let members = members.iter().map(|person| people[*person]).collect();
            teams::set_members(tx, company, id, &members).await?;
            let opened = world.campaigns[place].iter().map(|place| campaigns[*place]);
            teams::set_campaigns(tx, &all(company), id, &opened.collect()).await?;
            teams.push(id);
        }
        for (id, limited) in campaigns.iter().zip(&world.limited) {
            let access = access::get(tx, &all(company), *id).await?.expect("there");
            let teams = access.teams.iter().map(|team| team.id).collect();
            access::set(tx, &all(company), *id, *limited, &teams).await?;
        }
        Ok(())
    })
    .await;
    Made {
        company,
        people,
        campaigns,
        teams,
    }
}

/// Holds everything that a person can ask for against the model.
async fn compare(db: &Db, world: &World, made: &Made) {
    let mut conn = db.read().await.expect("a connection");
    let page = PageRequest::default();
    for (place, person) in made.people.iter().enumerate() {
        let scope = Scope::everything(made.company).seen_by(*person);
        let expected: BTreeSet<_> = (0..CAMPAIGNS)
            .filter(|campaign| world.sees(place, *campaign))
            .map(|campaign| made.campaigns[campaign])
            .collect();
        for search in [None, Some("c".to_owned())] {
            let wanted = campaigns::Wanted {
                search,
                archived: false,
            };
            let ordering = campaigns::ORDERINGS[0];
            let list = campaigns::list(&mut conn, &scope, &wanted, ordering, &page).await;
            let list = list.expect("a list");
            let ids: BTreeSet<_> = list.rows.iter().map(|row| row.id).collect();
            assert_eq!(ids, expected);
            assert_eq!(usize::try_from(list.count), Ok(expected.len()));
            assert!(list.rows.iter().all(|row| row.product_count == 1));
        }
        let wanted = products::Wanted::default();
        let list = products::list(&mut conn, &scope, &wanted, products::ORDERINGS[0], &page).await;
        let list = list.expect("a list");
        assert_eq!(
            (list.count, list.rows.len()),
            (4, CAMPAIGNS),
            "products are seen by all"
        );
        let shown = list.rows.iter().filter_map(|row| row.campaign.as_ref());
        assert_eq!(
            shown.map(|campaign| campaign.id).collect::<BTreeSet<_>>(),
            expected
        );
        for id in &made.campaigns {
            let sees = expected.contains(id);
            let found = campaigns::get(&mut conn, &scope, *id)
                .await
                .expect("an answer");
            assert_eq!(found.is_some(), sees);
            let fields = scm_fields::list(&mut conn, &scope, *id).await;
            assert_eq!(fields.expect("fields").len(), usize::from(sees));
            let options = options::get(&mut conn, &scope, *id)
                .await
                .expect("an answer");
            assert_eq!(options.is_some(), sees);
            let wanted = products::Wanted {
                campaign: Some(*id),
                ..products::Wanted::default()
            };
            let list = products::list(&mut conn, &scope, &wanted, products::ORDERINGS[0], &page);
            let list = list.await.expect("a list");
            assert_eq!(
                (list.count, list.rows.len()),
                (i64::from(sees), usize::from(sees))
            );
        }
        let asked = made.campaigns.iter().copied().collect();
        let beyond = teams::out_of_reach(&mut conn, &scope, &asked);
        let beyond: BTreeSet<_> = beyond.await.expect("an answer").into_iter().collect();
        assert!(beyond.is_disjoint(&expected));
        assert_eq!(beyond.len() + expected.len(), CAMPAIGNS);
        for (team, opened) in made.teams.iter().zip(&world.campaigns) {
            let team = teams::get(&mut conn, &scope, *team).await;
            let team = team.expect("an answer").expect("a team");
            let shown: BTreeSet<_> = team.campaigns.iter().map(|campaign| campaign.id).collect();
            let opened: BTreeSet<_> = opened.iter().map(|place| made.campaigns[*place]).collect();
            assert_eq!(shown, opened.intersection(&expected).copied().collect());
        }
    }
}

#[test]
fn everybody_sees_the_campaigns_of_their_teams() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    for engine in engines() {
        let test = runtime.block_on(TestDb::new(engine));
        let number = std::cell::Cell::new(0);
        property(24, worlds(), |world| {
            number.set(number.get() + 1);
            runtime.block_on(async {
                let made = make(&test.db, number.get(), &world).await;
                compare(&test.db, &world, &made).await;
            });
        });
    }
}

/// Two fields at once get places of their own, and a key is unique in its campaign.
#[tokio::test]
async fn fields_are_numbered_and_unique() {
    each(async |test: &TestDb| {
        let db = &test.db;
        let us = company(db, "Us").await;
        brand(db, us, "Brand").await;
        let id = write(db, async |tx| campaign(tx, us, "Spring").await).await;
        for (key, position) in [("a", 0), ("b", 1), ("c", 2)] {
            let made = write(db, async |tx| {
                scm_fields::create(tx, &all(us), id, &field(key), NOW).await
            })
            .await;
            assert_eq!(made.position, position);
        }
        let mut tx = db.write().await.expect("a transaction");
        let again = scm_fields::create(&mut tx, &all(us), id, &field("a"), NOW).await;
        assert!(matches!(again, Err(DbError::Unique)), "{again:?}");
    })
    .await;
}
