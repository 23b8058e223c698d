// The access rights, grouped and searchable. What cannot be given is shown with the reason, so
// that nobody looks for it in vain.

import { Checkbox, Text, TextInput } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import type { Permission } from '../../api/types';
import { Badge } from '../../parts/badge';
import { AlertIcon, SearchIcon } from '../../parts/icons';
import { t } from '../../text';

interface Props {
  permissions: Permission[];
  label?: string;
  hint?: string;
  value?: string[];
  onChange: (value: string[]) => void;
  error?: ReactNode;
}

export function RightsPicker(props: Props) {
  const { permissions, label = t.newToken.rights, hint = t.newToken.rightsHint, value = [], onChange, error } = props;
  const [search, setSearch] = useState('');
  const id = useId();
  const shown = permissions.filter((permission) => matches(permission, search));
  const toggle = (name: string) =>
    onChange(value.includes(name) ? value.filter((other) => other !== name) : [...value, name]);
  return (
    <div role="group" aria-labelledby={id} aria-describedby={`${id}-hint`}>
      <div className="cm-picker-head">
        <Text id={id} fw={600} size="sm">{label}</Text>
        <Text size="sm" c="dimmed" role="status" className="cm-no-break">{t.newToken.chosen(value.length)}</Text>
      </div>
      <Text id={`${id}-hint`} size="xs" c="dimmed" mb={8}>{hint}</Text>
      <div className="cm-picker" data-error={error ? true : undefined}>
        <TextInput
          className="cm-picker-search" type="search" variant="unstyled" leftSection={<SearchIcon size={16} />}
          aria-label={t.newToken.rightsSearch} placeholder={t.newToken.rightsSearch} value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          // Enter would send the form with the rights half chosen.
          onKeyDown={(event) => { if (event.key === 'Enter') event.preventDefault(); }}
        />
        {/* Focusable, so that a keyboard can scroll it even when everything in it is disabled. */}
        <div className="cm-picker-list" tabIndex={0} role="group" aria-label={label}>
          {shown.length === 0 && <Text size="sm" c="dimmed" p="md">{t.newToken.noRight}</Text>}
          {grouped(shown).map(([group, members]) => (
            <fieldset key={group}>
              <legend>{group}</legend>
              {members.map((permission) => (
                <Right key={permission.name} permission={permission} isChosen={value.includes(permission.name)} onToggle={toggle} />
              ))}
            </fieldset>
          ))}
        </div>
      </div>
      {error && <Text size="xs" c="var(--mantine-color-error)" mt={5} role="alert">{error}</Text>}
    </div>
  );
}

interface RightProps { permission: Permission; isChosen: boolean; onToggle: (name: string) => void }

function Right({ permission: p, isChosen, onToggle }: RightProps) {
  return (
    <Checkbox
      className="cm-right" checked={isChosen} disabled={!p.grantable} onChange={() => onToggle(p.name)} value={p.name}
      label={<>
        {p.label} <code className="cm-mono">{p.name}</code>
        {p.risk === 'high' && p.grantable && <> <Badge tone="warn" icon={<AlertIcon size={13} />}>{t.newToken.highRisk}</Badge></>}
      </>}
      description={p.grantable ? p.description : p.reason ?? p.description}
    />
  );
}

function matches({ name, label, description, group }: Permission, search: string): boolean {
  const text = `${name} ${label} ${description} ${group}`.toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** By group in the server's order; inside a group, what can be given comes first. */
function grouped(permissions: Permission[]): [string, Permission[]][] {
  const groups = new Map<string, Permission[]>();
  for (const permission of permissions) {
    groups.set(permission.group, [...(groups.get(permission.group) ?? []), permission]);
  }
  const canGive = (members: Permission[]) => members.some(({ grantable }) => grantable);
  return [...groups].sort(([, a], [, b]) => Number(canGive(b)) - Number(canGive(a)))
    .map(([group, members]) => [group, members.toSorted((a, b) => Number(b.grantable) - Number(a.grantable))]);
}
