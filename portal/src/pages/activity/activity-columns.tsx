import { ActionIcon } from '@mantine/core';
import type { AuditEntry } from '../../api/types';
import type { Column } from '../../parts/data-table';
import { ChevronDownIcon } from '../../parts/icons';
import { t } from '../../text';
import { actionWords, whatHappened } from '../../parts/activity-words';
import { Ago } from '../../parts/ago';

interface Options { open: number | null; onToggle: (id: number) => void }

export function useActivityColumns({ open, onToggle }: Options): Column<AuditEntry>[] {
  const c = t.activity.columns;
  const credential = ({ credential: by }: AuditEntry) => t.activity.credential[by?.kind ?? 'none'] ?? by?.kind;
  return [
    {
      key: 'what', header: c.what, isRowHeader: true,
      cell: ({ action, label }) => (
        <span className="cm-wrap cm-plain">{actionWords(action)} {label && <b>{label}</b>}</span>
      ),
    },
    { key: 'who', header: c.who, cell: ({ user }) => <span className="cm-wrap">{user?.email ?? t.entries.system}</span> },
    { key: 'how', header: c.how, cell: credential },
    {
      key: 'when', header: c.when, sort: 'at',
      cell: ({ at }) => <Ago at={at} />,
    },
    {
      key: 'details', header: c.details, isActions: true,
      cell: (entry) => (
        <ActionIcon
          variant="subtle" color="gray" size="lg" className="cm-quiet-button" aria-expanded={open === entry.id}
          aria-label={t.activity.show(whatHappened(entry))} onClick={() => onToggle(entry.id)}
        >
          <span className="cm-turn" data-open={open === entry.id}><ChevronDownIcon /></span>
        </ActionIcon>
      ),
    },
  ];
}
