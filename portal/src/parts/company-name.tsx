// The company that one looks at: a name, or a menu for people who belong to several.

import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { api } from '../api/calls';
import { useMe } from './me';

// Most people have one company: they need no menu.
const CompanyMenu = lazy(() => import('./company-menu'));

export function CompanyName() {
  const { company } = useMe();
  const { data } = useQuery({ queryKey: ['companies'], queryFn: api.me.companies, staleTime: 600_000 });
  const name = <Text size="sm" c="dimmed" className="cm-header-company" truncate title={company.name}>{company.name}</Text>;
  if (!data || data.results.length < 2) return name;
  return <Suspense fallback={name}><CompanyMenu companies={data.results} /></Suspense>;
}
