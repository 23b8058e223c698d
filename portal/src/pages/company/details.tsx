// What the company says of itself, and for those who may, its change.

import { Button, Group, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/calls';
import { countryName } from '../../parts/countries';
import { ExternalLink } from '../../parts/external-link';
import { Facts } from '../../parts/facts';
import { useMay } from '../../parts/me';
import { ProblemAlert } from '../../parts/problem-alert';
import { t } from '../../text';
import { CompanyDialog } from './company-dialog';

export function Details() {
  const c = t.company;
  const may = useMay();
  const queries = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: ['company'], queryFn: api.company.get });
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={180} />;
  const where = [data.address, data.city, data.country && countryName(data.country)].filter(Boolean).join(', ');
  const saved = () => {
    setEditing(false);
    // The name also stands above every page.
    void queries.invalidateQueries();
  };
  return (
    <>
      <Facts
        facts={[
          [c.name, data.name],
          [c.website, data.website ? <ExternalLink url={data.website} /> : c.none],
          [c.address, where || c.none],
          [c.id, <code className="cm-mono">{data.id}</code>],
          [c.uuid, <code className="cm-mono">{data.uuid}</code>],
          [c.zone, data.time_zone],
        ]}
      />
      {may('company_edit') && (
        <Group mt="md"><Button variant="default" onClick={() => setEditing(true)}>{c.edit}</Button></Group>
      )}
      {isEditing && <CompanyDialog company={data} onSaved={saved} onClose={() => setEditing(false)} />}
    </>
  );
}
