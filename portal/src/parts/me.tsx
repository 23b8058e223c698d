// Who is signed in. Inside the shell there is always somebody.

import { createContext, useContext } from 'react';
import type { Me } from '../api/types';

const MeContext = createContext<Me | null>(null);
export const MeProvider = MeContext.Provider;

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe outside the shell');
  return me;
}

/** Whether the person may do something, for hiding what would only be refused. */
export function useMay(): (...anyOf: string[]) => boolean {
  const { permissions } = useMe();
  return (...anyOf) => anyOf.some((permission) => permissions.includes(permission));
}

export function fullName({ given_name, family_name, email }: Pick<Me['user'], 'given_name' | 'family_name' | 'email'>): string {
  return `${given_name} ${family_name}`.trim() || email;
}

/** What opens the brands, as the API has it. */
export const BRAND_READ = ['brand_view', 'brand_create', 'product_view', 'product_create'];

/** What opens the uploads of supply-chain data. */
export const SCM_READ = ['scm_bulk_edit', 'scm_code_edit'];
