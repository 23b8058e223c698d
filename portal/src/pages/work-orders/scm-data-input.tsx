// Supply-chain data that is said of many codes at once: a key and a value each.

import { ActionIcon, Button, Group, Input, NativeSelect, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { CloseIcon, PlusIcon } from '../../parts/icons';
import { t } from '../../text';
import { keyWords, optionWords } from '../supply-chain/import/keys';
import { useKeys } from '../supply-chain/import/use-keys';
import './scm-data-input.css';

export type Pair = [key: string, value: string];

export const pairsOf = (data: Record<string, unknown> = {}): Pair[] => Object.entries(data).map(([key, value]) => [key, String(value ?? '')]);

/** What the API takes: a pair that says nothing is left out. */
export const dataOf = (pairs: Pair[]) => Object.fromEntries(pairs.filter(([key, value]) => key !== '' && value !== ''));

interface Props {
  label: string;
  hint: string;
  value?: Pair[];
  onChange?: (pairs: Pair[]) => void;
  error?: ReactNode;
}

export function ScmDataInput({ label, hint, value: pairs = [], onChange, error }: Props) {
  const { data: keys = [] } = useKeys();
  const words = t.workOrders.data;
  const set = (at: number, pair: Pair | null) => onChange?.(pairs.flatMap((old, place) => (place === at ? (pair ? [pair] : []) : [old])));
  const taken = pairs.map(([key]) => key);
  const free = keys.filter(({ key }) => !taken.includes(key));
  return (
    <Input.Wrapper label={`${label} (${t.common.optional})`} description={hint} error={error} labelElement="div">
      <Stack gap="xs" mt="xs">
        {pairs.map(([key, value], at) => (
          <div key={key || at} className="cm-scm-pair">
            <NativeSelect aria-label={words.key} value={key} onChange={(event) => set(at, [event.currentTarget.value, value])}>
              {key === '' && <option value="">{words.choose}</option>}
              {key !== '' && <option value={key}>{keyWords(keys, key)}</option>}
              {free.map((one) => <option key={one.key} value={one.key}>{optionWords(one)}</option>)}
            </NativeSelect>
            <TextInput
              aria-label={words.valueOf(keyWords(keys, key))} placeholder={words.value} value={value}
              onChange={(event) => set(at, [key, event.currentTarget.value])}
            />
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.drop(keyWords(keys, key))} onClick={() => set(at, null)}>
              <CloseIcon size={16} />
            </ActionIcon>
          </div>
        ))}
        <Group>
          <Button
            variant="default" size="xs" leftSection={<PlusIcon size={14} />} disabled={free.length === 0 || taken.includes('')}
            onClick={() => onChange?.([...pairs, ['', '']])}
          >
            {words.add}
          </Button>
          {keys.length === 0 && <span className="cm-dim">{words.noKeys}</span>}
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
