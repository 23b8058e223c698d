import type { IngestionDetails } from '../../../../api/types';
import { StateBadge } from '../../../../parts/badge';
import { timeWords } from '../../../../parts/dates';
import { Facts } from '../../../../parts/facts';
import { useMe } from '../../../../parts/me';
import { t } from '../../../../text';
import { STATUSES } from '../../../codes/code-status';
import { isOpen } from '../ingestion-state';
import { useKeyWords } from '../use-key-words';
import { useTemplateNames } from '../use-template-names';

export function UploadFacts({ upload }: { upload: IngestionDetails }) {
  const { company } = useMe();
  const nameOf = useTemplateNames();
  const words = t.ingestions;
  const f = words.facts;
  const at = (instant: string) => timeWords(instant, company.time_zone);
  const facts: ([string, React.ReactNode] | false)[] = [
    [f.state, <StateBadge key="state" state={upload.state} label={words.states[upload.state]} />],
    [f.key, <code key="key" className="cm-mono">{upload.key}</code>],
    [f.template, nameOf(upload.template)],
    // Of a file that was refused nobody counts the codes.
    (isOpen(upload) || Boolean(upload.quantity)) && [f.codes, upload.quantity?.toLocaleString(t.language) ?? words.unknown],
    [f.data, <Data key="data" data={upload.default_scm_data} />],
    [f.begun, <>{at(upload.creation_date)}<br /><small>{words.by(upload.created_by.email)}</small></>],
    Boolean(upload.completion_date) && [f.ended, at(upload.completion_date ?? '')],
  ];
  return <Facts facts={facts.filter((fact) => fact !== false)} />;
}

function Data({ data }: { data: Record<string, unknown> }) {
  const words = useKeyWords();
  const entries = Object.entries(data);
  if (entries.length === 0) return t.ingestions.noData;
  return entries.map(([key, value]) => <div key={key}>{t.common.pair(words(key), valueWords(key, value))}</div>);
}

function valueWords(key: string, value: unknown): string {
  const status = key === 'activation_status' ? STATUSES[Number(value)] : undefined;
  return status ? t.codes.statuses[status] : String(value);
}
