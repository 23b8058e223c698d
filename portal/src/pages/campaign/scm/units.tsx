// The logistical units among the fields. Together they keep the places that they have.

import { Button, Text } from '@mantine/core';
import type { ScmField } from '../../../api/types';
import { PlusIcon } from '../../../parts/icons';
import { Panel } from '../../../parts/page';
import { Sortable } from '../../../parts/sortable';
import { t } from '../../../text';

interface Props {
  units: ScmField[];
  onAdd?: () => void;
  onMove?: (from: number, to: number) => void;
}

export function Units({ units, onAdd, onMove }: Props) {
  const w = t.campaign.scm;
  return (
    <Panel title={w.units} lead={w.unitsLead}>
      {units.length === 0 ? <Text size="sm" c="dimmed">{w.noUnits}</Text> : (
        <Sortable label={w.unitsList} items={units} keyOf={({ id }) => id} nameOf={({ label }) => label} onMove={onMove}>
          {({ key, label }, at) => (
            <span className="cm-scm-name cm-wrap">
              {label} <code className="cm-mono cm-dim">{w.key(key)}</code>
              {' '}<small className="cm-dim">{w.unit(at, units.length)}</small>
            </span>
          )}
        </Sortable>
      )}
      {onAdd && (
        <div className="cm-scm-add">
          <Button variant="default" leftSection={<PlusIcon />} onClick={onAdd}>{w.addUnit}</Button>
        </div>
      )}
    </Panel>
  );
}
