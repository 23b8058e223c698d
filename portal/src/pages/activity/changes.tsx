// What an entry changed, member by member.

import { Text } from '@mantine/core';
import type { AuditEntry } from '../../api/types';
import { momentWords } from '../../parts/dates';
import { HistoryLink } from '../../parts/history-link';
import { useMe } from '../../parts/me';
import { t } from '../../text';
import './changes.css';

export function Changes({ entry }: { entry: AuditEntry }) {
  const { company } = useMe();
  const before = asObject(entry.before);
  const after = asObject(entry.after);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const notes = [
    entry.credential?.kind === 'uat' && entry.credential.id && t.activity.credentialId(entry.credential.id),
    entry.address && t.activity.from(entry.address),
    entry.request_id && t.activity.request(entry.request_id),
  ].filter(Boolean);
  return (
    <div className="cm-rights">
      {names.length > 0 && (
        <div className="cm-changes" tabIndex={0} role="region" aria-label={t.activity.changes}>
          <table>
            <caption className="cm-hidden">{t.activity.changes}</caption>
            <thead>
              <tr><th scope="col">{t.activity.field}</th><th scope="col">{t.activity.before}</th><th scope="col">{t.activity.after}</th></tr>
            </thead>
            <tbody>
              {names.map((name) => (
                <tr key={name}>
                  <th scope="row"><code className="cm-mono">{name}</code></th>
                  <td>{shown(before[name], company.time_zone)}</td>
                  <td>{shown(after[name], company.time_zone)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Text size="xs" c="dimmed" className="cm-wrap">
        {notes.join(' · ')}
        {entry.object_id && <>{notes.length > 0 && ' · '}<HistoryLink type={entry.object_type} id={entry.object_id} /></>}
      </Text>
    </div>
  );
}

function asObject(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { '': value };
}

function shown(value: unknown, zone: string): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return momentWords(value, zone);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
