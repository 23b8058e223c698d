// All fields in their order.

import { Button } from '@mantine/core';
import type { ScmField } from '../../../api/types';
import { Empty } from '../../../parts/empty';
import { PlusIcon, SupplyIcon } from '../../../parts/icons';
import { Panel } from '../../../parts/page';
import { Sortable } from '../../../parts/sortable';
import { t } from '../../../text';
import { FieldRow, type RowActions } from './field-row';

interface Props extends RowActions {
  fields: ScmField[];
  onAdd?: () => void;
  onMove?: (from: number, to: number) => void;
}

export function FieldList({ fields, onAdd, onMove, ...actions }: Props) {
  const w = t.campaign.scm;
  const add = onAdd && <Button leftSection={<PlusIcon />} onClick={onAdd}>{w.add}</Button>;
  return (
    <Panel title={w.fields} lead={w.fieldsLead}>
      {fields.length === 0 ? <Empty icon={<SupplyIcon />} title={w.empty} text={w.emptyText}>{add}</Empty> : (
        <>
          <Sortable label={w.list} items={fields} keyOf={({ id }) => id} nameOf={({ label }) => label} onMove={onMove}>
            {(field) => <FieldRow field={field} {...actions} />}
          </Sortable>
          {add && <div className="cm-scm-add">{add}</div>}
        </>
      )}
    </Panel>
  );
}
