import { api } from '../../../api/calls';
import type { Template } from '../../../api/types';
import { Confirm } from '../../../parts/confirm';
import { t } from '../../../text';

export interface Action { kind: 'archive' | 'restore'; template: Template }

interface Props { action: Action; onDone: (words: string) => void; onClose: () => void }

export function TemplateAction({ action: { kind, template: { id, name } }, onDone, onClose }: Props) {
  const words = t.workOrders.templates;
  return kind === 'archive'
    ? (
      <Confirm
        title={words.archiveTitle(name)} text={words.archiveText} submit={t.common.archive}
        action={() => api.templates.archive(id)} onDone={() => onDone(words.archived(name))} onClose={onClose}
      />
    )
    : (
      <Confirm
        title={words.restoreTitle(name)} text={words.restoreText} submit={t.common.restore}
        action={() => api.templates.restore(id)} onDone={() => onDone(words.restored(name))} onClose={onClose}
      />
    );
}
