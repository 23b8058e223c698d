//! The access decision against a slow and obvious model.

use crate::{
    access::{MissingBecause, Rights},
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    roles::Role,
};
use proptest::prelude::*;

fn any_set() -> impl Strategy<Value = PermissionSet> {
    proptest::collection::vec(0..Permission::ALL.len(), 0..40)
        .prop_map(|list| list.into_iter().map(|at| Permission::ALL[at]).collect())
}

fn any_role() -> impl Strategy<Value = Role> {
    (0..Role::ALL.len()).prop_map(|at| Role::ALL[at])
}

proptest! {
    #[test]
    fn a_token_has_what_all_three_grant(token in any_set(), forbidden in any_set(), role in any_role()) {
        let policy = TokenPolicy { forbidden, ..TokenPolicy::default() };
        let rights = Rights::of_token(token, role, &policy).effective();
        for &permission in Permission::ALL {
            let expected = token.contains(permission)
                && role.permissions().contains(permission)
                && !forbidden.contains(permission)
                && permission.for_tokens();
            prop_assert_eq!(rights.contains(permission), expected, "{}", permission);
        }
    }

    #[test]
    fn in_quarantine_only_what_reads_is_left(token in any_set(), forbidden in any_set(), role in any_role()) {
        let policy = TokenPolicy { forbidden, ..TokenPolicy::default() };
        let free = Rights::of_token(token, role, &policy).in_quarantine(false);
        let held = Rights::of_token(token, role, &policy).in_quarantine(true);
        prop_assert_eq!(free, Rights::of_token(token, role, &policy));
        for &permission in Permission::ALL {
            let expected = free.effective().contains(permission)
                && permission.name().ends_with("_view");
            prop_assert_eq!(held.effective().contains(permission), expected, "{}", permission);
        }
    }

    #[test]
    fn the_stored_form_is_read_back(set in any_set()) {
        prop_assert_eq!(PermissionSet::from_stored(&set.to_stored()), set);
    }
}

#[test]
fn a_refusal_says_which_of_the_three_took_it_away() {
    use crate::permissions::{Permit, perm};
    let both = PermissionSet::of(&[Permission::BrandCreate, Permission::ProductCreate]);
    let only = PermissionSet::of(&[Permission::BrandCreate]);
    let strict = TokenPolicy {
        forbidden: only,
        ..TokenPolicy::default()
    };
    let free = TokenPolicy::default();
    let why = |rights: Rights| {
        rights
            .check(perm::BrandCreate::ANY_OF)
            .map_err(|r| r.because)
    };

    assert_eq!(
        why(Rights::of_token(both, Role::AccountAdmin, &free)),
        Ok(())
    );
    assert_eq!(
        why(Rights::of_token(both, Role::DashboardUser, &free)),
        Err(MissingBecause::Role)
    );
    assert_eq!(
        why(Rights::of_token(
            PermissionSet::EMPTY,
            Role::AccountAdmin,
            &free
        )),
        Err(MissingBecause::Token)
    );
    assert_eq!(
        why(Rights::of_token(both, Role::AccountAdmin, &strict)),
        Err(MissingBecause::Policy)
    );
    assert_eq!(why(Rights::of_person(Role::AccountAdmin)), Ok(()));
}

#[test]
fn the_tables_name_everything_once() {
    for (at, permission) in Permission::ALL.iter().enumerate() {
        assert_eq!(*permission as usize, at);
        assert_eq!(Permission::by_name(permission.name()), Some(*permission));
    }
    for role in Role::ALL {
        assert_eq!(Role::by_name(role.name()), Some(role));
    }
    for name in [
        "brand_create",
        "product_create",
        "scans_download",
        "scm_bulk_edit",
        "scm_code_edit",
    ] {
        assert!(
            Permission::by_name(name).is_some_and(Permission::for_tokens),
            "{name}"
        );
    }
}

#[test]
fn an_it_admin_cannot_reach_an_account_admin() {
    assert!(!Role::ItAdmin.may_manage(Role::AccountAdmin));
    assert!(Role::ItAdmin.may_manage(Role::ScmUser));
    assert!(!Role::BrandManager.may_manage(Role::ScmUser));
}
