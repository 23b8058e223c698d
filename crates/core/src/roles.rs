//! Roles and what they allow: data, not code (contract §3.1).
//!
//! Where the published description is cut, the grant is the reading in contract §3.1.

use crate::permissions::{Permission as P, PermissionSet};

/// One row of the table.
struct Row {
    role: Role,
    name: &'static str,
    label: &'static str,
    description: &'static str,
    permissions: PermissionSet,
}

/// A person's role in a company; exactly one per company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Everything.
    AccountAdmin,
    /// Brands and products.
    BrandManager,
    /// Scans, codes and counterfeits.
    BrandProtectionManager,
    /// The inspection app only.
    InspectionUser,
    /// Supply-chain data, all of it.
    SupplyChainManager,
    /// Uploads of supply-chain data.
    ScmUser,
    /// Looks and downloads.
    DashboardUser,
    /// Orders of codes.
    WorkOrderEditor,
    /// People.
    ItAdmin,
}

const WORK_ORDERS: PermissionSet = PermissionSet::of(&[
    P::WorkorderView,
    P::WorkorderCreate,
    P::WorkorderEdit,
    P::WorkorderCancel,
    P::WorkorderArchive,
    P::WorkorderDelete,
    P::WorkorderDownload,
    P::WorkorderSidDownload,
]);

const CATALOGUE: PermissionSet = PermissionSet::of(&[
    P::BrandView,
    P::BrandCreate,
    P::BrandEdit,
    P::BrandArchive,
    P::BrandDelete,
    P::ProductView,
    P::ProductCreate,
    P::ProductEdit,
    P::ProductDelete,
    P::CampaignView,
    P::CampaignCreate,
    P::CampaignEdit,
    P::CampaignArchive,
]);

/// Regions say where products are meant to be sold: the intended market of a code.
const REGIONS: PermissionSet = PermissionSet::of(&[
    P::RegionView,
    P::RegionCreate,
    P::RegionEdit,
    P::RegionArchive,
]);

const SCM: PermissionSet = PermissionSet::of(&[
    P::ScmBulkEdit,
    P::ScmCodeEdit,
    P::CodesView,
    P::ProductView,
    P::CampaignView,
]);

const ROLES: [Row; 9] = [
    Row {
        role: Role::AccountAdmin,
        name: "account_admin",
        label: "Account Admin",
        description: "Manages the company: people, tokens, brands, products, codes and everything else.",
        permissions: PermissionSet::all(),
    },
    Row {
        role: Role::BrandManager,
        name: "brand_manager",
        label: "Brand Manager",
        description: "Looks after brands, products and campaigns and sees all scans.",
        permissions: CATALOGUE.or(SCM).or(REGIONS).or(PermissionSet::of(&[
            P::TeamView,
            P::DashboardView,
            P::ScansDownload,
            P::WorkorderView,
            P::WorkorderDownload,
        ])),
    },
    Row {
        role: Role::BrandProtectionManager,
        name: "brand_protection_manager",
        label: "Brand Protection Manager",
        description: "Watches scans and alerts and blacklists codes.",
        permissions: PermissionSet::of(&[
            P::BrandView,
            P::ProductView,
            P::CampaignView,
            P::RegionView,
            P::CodesView,
            P::DashboardView,
            P::ScansDownload,
            P::ScmCodeEdit,
        ]),
    },
    Row {
        role: Role::InspectionUser,
        name: "inspection_user",
        label: "Inspection User",
        description: "Checks items in the field with the app; sees nothing in the portal.",
        permissions: PermissionSet::EMPTY,
    },
    Row {
        role: Role::SupplyChainManager,
        name: "supply_chain_manager",
        label: "Supply Chain Manager",
        description: "Views, edits and uploads supply-chain data.",
        permissions: SCM.or(REGIONS).or(PermissionSet::of(&[
            P::BrandView,
            P::DashboardView,
            P::ScansDownload,
            P::ApiAccess,
        ])),
    },
    Row {
        role: Role::ScmUser,
        name: "scm_user",
        label: "SCM User",
        description: "Uploads supply-chain data, in the portal or through the API.",
        permissions: SCM.or(PermissionSet::of(&[P::ApiAccess])),
    },
    Row {
        role: Role::DashboardUser,
        name: "dashboard_user",
        label: "Dashboard User",
        description: "Sees the dashboard and downloads scans.",
        permissions: PermissionSet::of(&[
            P::BrandView,
            P::ProductView,
            P::CampaignView,
            P::DashboardView,
            P::ScansDownload,
        ]),
    },
    Row {
        role: Role::WorkOrderEditor,
        name: "work_order_editor",
        label: "Work Order Editor",
        description: "Orders codes and follows the orders.",
        permissions: WORK_ORDERS.or(PermissionSet::of(&[
            P::BrandView,
            P::ProductView,
            P::CampaignView,
        ])),
    },
    Row {
        role: Role::ItAdmin,
        name: "it_admin",
        label: "IT Admin",
        description: "Invites, edits and archives people and looks after teams; cannot touch an Account Admin.",
        permissions: PermissionSet::of(&[
            P::CampaignView,
            P::UserView,
            P::UserCreate,
            P::UserEdit,
            P::UserArchive,
            P::TeamView,
            P::TeamEdit,
        ]),
    },
];

impl Role {
    /// Every role, the most powerful first.
    pub const ALL: [Self; 9] = [
        Self::AccountAdmin,
        Self::BrandManager,
        Self::BrandProtectionManager,
        Self::InspectionUser,
        Self::SupplyChainManager,
        Self::ScmUser,
        Self::DashboardUser,
        Self::WorkOrderEditor,
        Self::ItAdmin,
    ];

    const fn row(self) -> &'static Row {
        &ROLES[self as usize]
    }

    /// The name on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// One sentence about the role.
    #[must_use]
    pub const fn description(self) -> &'static str {
        self.row().description
    }

    /// Everything the role may do.
    #[must_use]
    pub const fn permissions(self) -> PermissionSet {
        self.row().permissions
    }

    /// Finds a role by its wire name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        ROLES
            .iter()
            .find(|row| row.name == name)
            .map(|row| row.role)
    }

    /// Whether somebody in this role may give `target` to a person, or touch a person who has
    /// it. An IT Admin could otherwise make an Account Admin and become one.
    #[must_use]
    pub fn may_manage(self, target: Self) -> bool {
        match self {
            Self::AccountAdmin => true,
            Self::ItAdmin => target != Self::AccountAdmin,
            _ => false,
        }
    }
}
