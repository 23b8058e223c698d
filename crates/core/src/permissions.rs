//! THE table of permissions: wire name, meaning, group, risk, and whether a token may carry it.
//!
//! One macro makes the enum, a marker type for each (so that a handler's type says what it
//! needs), and the list that the portal, the documents and the tests read. The published names
//! are in contract §2; ours follow the same `<object>_<verb>` form.

use std::fmt;

/// How much harm a leaked token with this permission can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Reads what is no secret inside the company.
    Low,
    /// Changes data that can be restored, or reads people's data.
    Medium,
    /// Deletes, spends or changes what every scan shows.
    High,
}

impl Risk {
    /// `low`, `medium` or `high`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What a handler asks of its caller: any one of these permissions.
pub trait Permit: Send + Sync + 'static {
    /// The permissions of which one is enough, the most fitting first.
    const ANY_OF: &'static [Permission];
    /// Whether somebody may do it who still has to set up the second factor that is asked of
    /// them: only what is needed to do so, or to leave.
    const BEFORE_FACTOR: bool = false;
    /// Whether it changes supply-chain data: such calls have a rate limit of their own.
    const UPDATES_SCM: bool = false;
}

macro_rules! permissions {
    ($($variant:ident $wire:literal $label:literal, $text:literal, $group:literal, $risk:ident, $token:ident;)+) => {
        /// A right to do one kind of thing. Its position is only used inside the process;
        /// stored and sent is the name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Permission {
            $(#[doc = $text] $variant,)+
        }

        impl Permission {
            /// Every permission, in the order in which people should read them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $wire,)+ }
            }

            /// A short title for people.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// One plain sentence that says what it allows.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The heading it stands under.
            #[must_use]
            pub const fn group(self) -> &'static str {
                match self { $(Self::$variant => $group,)+ }
            }

            /// What a leak would cost.
            #[must_use]
            pub const fn risk(self) -> Risk {
                match self { $(Self::$variant => Risk::$risk,)+ }
            }

            /// Whether a UAT may carry it. What concerns people and tokens is for persons only.
            #[must_use]
            pub const fn for_tokens(self) -> bool {
                match self { $(Self::$variant => permissions!(@token $token),)+ }
            }
        }

        /// A marker type for each permission, to stand in a handler's signature.
        pub mod perm {
            use super::{Permission, Permit};
            $(
                #[doc = $text]
                pub struct $variant;
                impl Permit for $variant {
                    const ANY_OF: &'static [Permission] = &[Permission::$variant];
                }
            )+

            /// Reading brands: the documented flow for making products needs a brand's id, so
            /// four permissions open it (design §4).
            pub struct BrandRead;
            impl Permit for BrandRead {
                const ANY_OF: &'static [Permission] = &[
                    Permission::BrandView,
                    Permission::BrandCreate,
                    Permission::ProductView,
                    Permission::ProductCreate,
                ];
            }

            /// Loading supply-chain data onto many codes.
            pub struct ScmUpload;
            impl Permit for ScmUpload {
                const ANY_OF: &'static [Permission] = &[Permission::ScmBulkEdit];
                const UPDATES_SCM: bool = true;
            }

            /// Changing single codes.
            pub struct ScmEdit;
            impl Permit for ScmEdit {
                const ANY_OF: &'static [Permission] = &[Permission::ScmCodeEdit];
                const UPDATES_SCM: bool = true;
            }

            /// Looking after what has been changed: whoever changes something may.
            pub struct ScmTasks;
            impl Permit for ScmTasks {
                const ANY_OF: &'static [Permission] =
                    &[Permission::ScmBulkEdit, Permission::ScmCodeEdit];
            }

            /// Any valid credential will do.
            pub struct Anything;
            impl Permit for Anything {
                const ANY_OF: &'static [Permission] = &[];
            }

            /// Any valid credential will do, also that of somebody who has yet to set up the
            /// second factor that is asked of them: for one's own account and for signing out.
            pub struct OwnAccount;
            impl Permit for OwnAccount {
                const ANY_OF: &'static [Permission] = &[];
                const BEFORE_FACTOR: bool = true;
            }
        }
    };
    (@token token) => { true };
    (@token person) => { false };
}

permissions! {
    BrandView "brand_view" "View brands", "See the company's brands.", "Brands", Low, token;
    BrandCreate "brand_create" "Create brands", "Add new brands.", "Brands", Medium, token;
    BrandEdit "brand_edit" "Edit brands", "Change the name, link and description of brands.", "Brands", Medium, token;
    BrandArchive "brand_archive" "Archive brands", "Archive brands and bring them back.", "Brands", Medium, token;
    BrandDelete "brand_delete" "Delete brands", "Remove brands that have no products.", "Brands", High, token;

    ProductView "product_view" "View products", "See and export products.", "Products", Low, token;
    ProductCreate "product_create" "Create products", "Add and import new products.", "Products", Medium, token;
    ProductEdit "product_edit" "Edit products", "Change, archive and restore products.", "Products", Medium, token;
    ProductDelete "product_delete" "Delete products", "Remove products for good.", "Products", High, token;

    CampaignView "campaign_view" "View campaigns", "See the company's campaigns.", "Campaigns", Low, token;
    CampaignCreate "campaign_create" "Create campaigns", "Add new campaigns.", "Campaigns", Medium, token;
    CampaignEdit "campaign_edit" "Edit campaigns", "Change what the scans of a campaign show and carry.", "Campaigns", High, token;
    CampaignArchive "campaign_archive" "Archive campaigns", "Archive campaigns and bring them back.", "Campaigns", Medium, token;

    RegionView "region_view" "View regions", "See the regions that products are meant for.", "Regions", Low, token;
    RegionCreate "region_create" "Create regions", "Add new regions.", "Regions", Medium, token;
    RegionEdit "region_edit" "Edit regions", "Change the name and countries of regions.", "Regions", Medium, token;
    RegionArchive "region_archive" "Archive regions", "Archive regions and bring them back.", "Regions", Medium, token;

    CodesView "codes_view" "View codes", "See and download codes with their data.", "Codes and scans", Medium, token;
    DashboardView "dashboard_view" "View the dashboard", "See how many scans there were, by day, country, product and campaign.", "Codes and scans", Low, token;
    ScansDownload "scans_download" "Download scans", "Export the scans of the company's codes.", "Codes and scans", Medium, token;

    ScmBulkEdit "scm_bulk_edit" "Upload SCM data", "Load supply-chain data onto many codes at once.", "Supply-chain data", High, token;
    ScmCodeEdit "scm_code_edit" "Edit a code's SCM data", "Change the supply-chain data and status of single codes.", "Supply-chain data", High, token;

    WorkorderView "workorder_view" "View work orders", "See work orders and their state.", "Work orders", Low, token;
    WorkorderCreate "workorder_create" "Create work orders", "Order new codes.", "Work orders", High, token;
    WorkorderEdit "workorder_edit" "Edit work orders", "Change the remarks and settings of work orders.", "Work orders", Medium, token;
    WorkorderCancel "workorder_cancel" "Cancel work orders", "Cancel work orders that are not finished.", "Work orders", High, token;
    WorkorderArchive "workorder_archive" "Archive work orders", "Archive work orders and bring them back.", "Work orders", Medium, token;
    WorkorderDelete "workorder_delete" "Delete work orders", "Remove work orders for good.", "Work orders", High, token;
    WorkorderDownload "workorder_download" "Download work orders", "Download the codes of a work order.", "Work orders", High, token;
    WorkorderSidDownload "workorder_sid_download" "Download serial numbers", "Download the serial numbers of a work order.", "Work orders", High, token;

    IngestionView "ingestion_view" "View code uploads", "See uploads of own codes and their state.", "Code uploads", Low, token;
    IngestionCancel "ingestion_cancel" "Cancel code uploads", "Cancel uploads of own codes.", "Code uploads", Medium, token;
    IngestionCodeCreate "ingestion_code_create" "Upload codes", "Bring own codes into the system.", "Code uploads", High, token;

    ApiAccess "api_access" "API access", "Make User Authorization Tokens for oneself.", "Access", High, person;
    UatManage "uat_manage" "Manage tokens", "See and revoke every token of the company.", "Access", High, person;
    KeyManage "key_manage" "Rotate signing keys", "See and rotate the keys that sign log-ins.", "Access", High, person;
    CompanyEdit "company_edit" "Change the company", "Change the company's name, address and website.", "Access", Medium, person;
    PolicyEdit "policy_edit" "Change the token policy", "Set the company's rules for tokens and log-ins.", "Access", High, person;
    WebhookEdit "webhook_edit" "Manage webhooks", "See and change where the company is called when something happens.", "Access", High, person;
    UserView "user_view" "View users", "See the people of the company.", "People", Medium, person;
    UserCreate "user_create" "Invite users", "Invite people into the company.", "People", High, person;
    UserEdit "user_edit" "Edit users", "Change people's details and roles.", "People", High, person;
    UserArchive "user_archive" "Archive users", "Shut people out and let them in again.", "People", High, person;
    TeamView "team_view" "View teams", "See the teams, their people and their campaigns.", "People", Medium, person;
    TeamEdit "team_edit" "Edit teams", "Make, change and remove teams, which open campaigns to people.", "People", High, person;
    AuditView "audit_view" "View the activity log", "See who did what in the company.", "People", Medium, person;
}

impl Permission {
    /// Whether it shows things and no more: what a token in quarantine keeps. A download is a
    /// copy that leaves, and is none of these.
    #[must_use]
    pub fn only_reads(self) -> bool {
        self.name().ends_with("_view")
    }

    /// Finds a permission by its wire name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|permission| permission.name() == name)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of permissions: one machine word pair, so that the decision costs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct PermissionSet(u128);

impl PermissionSet {
    /// No permission.
    pub const EMPTY: Self = Self(0);

    /// The set of these permissions.
    #[must_use]
    pub const fn of(list: &[Permission]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < list.len() {
            bits |= 1 << (list[at] as u8);
            at += 1;
        }
        Self(bits)
    }

    /// Every permission there is.
    #[must_use]
    pub const fn all() -> Self {
        Self::of(Permission::ALL)
    }

    /// Whether `permission` is in the set.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << (permission as u8)) != 0
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in this and not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether everything in this is also in `other`.
    #[must_use]
    pub const fn is_within(self, other: Self) -> bool {
        self.without(other).is_empty()
    }

    /// The permissions in the table's order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL
            .iter()
            .copied()
            .filter(move |permission| self.contains(*permission))
    }

    /// The names in the table's order, as `/me/` shows them.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        self.iter().map(Permission::name).collect()
    }

    /// The stored form: names with a space between.
    #[must_use]
    pub fn to_stored(self) -> String {
        self.names().join(" ")
    }

    /// Reads the stored form. A name this version does not know grants nothing.
    #[must_use]
    pub fn from_stored(text: &str) -> Self {
        text.split(' ').filter_map(Permission::by_name).collect()
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(list: I) -> Self {
        list.into_iter().fold(Self::EMPTY, |set, permission| {
            set.or(Self::of(&[permission]))
        })
    }
}
