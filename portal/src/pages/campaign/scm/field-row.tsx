import type { ScmField } from '../../../api/types';
import { Badge } from '../../../parts/badge';
import { EyeIcon, PauseIcon } from '../../../parts/icons';
import { useMay } from '../../../parts/me';
import { RowMenu } from '../../../parts/row-menu';
import { t } from '../../../text';

export interface RowActions { onEdit: (field: ScmField) => void; onToggle: (field: ScmField) => void; onRemove: (field: ScmField) => void }

export function FieldRow({ field, onEdit, onToggle, onRemove }: RowActions & { field: ScmField }) {
  const w = t.campaign.scm;
  const may = useMay();
  const { key, label, type, choices, display, active } = field;
  const canEdit = may('campaign_edit');
  return (
    <div className="cm-scm-field">
      <div className="cm-scm-words">
        <span className="cm-scm-name cm-wrap">{label} <code className="cm-mono cm-dim">{w.key(key)}</code></span>
        <span className="cm-scm-kind">
          <small className="cm-dim">{type === 'list' ? `${w.types.list}, ${w.choices(choices.length)}` : w.types[type]}</small>
          {display && <Badge tone="accent" icon={<EyeIcon size={14} />}>{w.shown}</Badge>}
          {!active && <Badge tone="quiet" icon={<PauseIcon size={14} />}>{w.inactive}</Badge>}
        </span>
      </div>
      <RowMenu
        name={label}
        actions={[
          canEdit && { label: t.common.edit, onClick: () => onEdit(field) },
          canEdit && { label: active ? w.deactivate : w.activate, onClick: () => onToggle(field) },
          canEdit && { label: t.common.remove, onClick: () => onRemove(field), isDangerous: true },
        ]}
      />
    </div>
  );
}
