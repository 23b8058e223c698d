// What the campaign keeps about the code, field by field.

import { Button, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { Code } from '../../../api/types';
import { dateWords } from '../../../parts/dates';
import { useMay } from '../../../parts/me';
import { Panel } from '../../../parts/page';
import { ProblemAlert } from '../../../parts/problem-alert';
import { t } from '../../../text';
import type { Editable } from './edit-value';

export function ScmValues({ code, onEdit }: { code: Code; onEdit?: (what: Editable) => void }) {
  const may = useMay();
  const { campaign, product, scm } = code;
  const fields = useQuery({
    queryKey: ['campaigns', 'scm-fields', campaign?.id], queryFn: () => api.campaigns.scmFields(campaign!.id),
    enabled: Boolean(campaign) && may('campaign_view'),
  });
  const text = (key: string) => (scm[key] === undefined || scm[key] === null ? '' : String(scm[key]));
  const kept = fields.data?.results.filter(({ active }) => active) ?? [];
  // What came before a field was put away is still there; it is shown, and stays as it is.
  const others = Object.keys(scm).filter((key) => !kept.some((field) => field.key === key));
  const isLoading = fields.isLoading;
  const nothing = kept.length === 0 && others.length === 0;
  return (
    <Panel title={t.codes.dataTitle} lead={campaign ? t.codes.dataLead : product ? t.codes.noCampaign : t.codes.noProduct}>
      {fields.error && <ProblemAlert error={fields.error} onRetry={() => void fields.refetch()} />}
      {isLoading && <Skeleton height={120} />}
      {nothing && campaign && !isLoading && !fields.error && <Text size="sm" c="dimmed">{t.codes.noFields}</Text>}
      {!nothing && !isLoading && (
        <dl className="cm-values">
          {kept.map(({ key, label, type, choices }) => (
            <div key={key}>
              <dt>{label}</dt>
              <dd className="cm-wrap">{valueWords(text(key), type) || <span className="cm-dim">{t.codes.noValue}</span>}</dd>
              {onEdit && (
                <dd>
                  <Button
                    size="compact-sm" variant="subtle" aria-label={t.codes.edit(label)}
                    onClick={() => onEdit({ key, label, type, choices, value: text(key) })}
                  >
                    {t.common.edit}
                  </Button>
                </dd>
              )}
            </div>
          ))}
          {others.map((key) => (
            <div key={key}>
              <dt>{key}{(fields.data || !campaign) && <><br /><small>{t.codes.notKept}</small></>}</dt>
              <dd className="cm-wrap">{text(key)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}

// A date of another form is kept as it came, and shown so.
function valueWords(value: string, type: string): string {
  return type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? dateWords(value) : value;
}
