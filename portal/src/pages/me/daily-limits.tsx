// How much a token may do in a day.

import { NumberInput, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { UNITS, type Budgets } from '../../api/types';
import { t } from '../../text';
import { TokenLimit } from './token-limits';

interface Props {
  /** A unit that is not there has no limit. */
  value?: Budgets;
  onChange: (value: Budgets) => void;
  error?: ReactNode;
}

const MOST = 1_000_000_000;

export function DailyLimits({ value = {}, onChange, error }: Props) {
  const set = (unit: string, most: string | number) => {
    const { [unit]: _, ...others } = value;
    onChange(typeof most === 'number' ? { ...others, [unit]: most } : others);
  };
  const count = Object.keys(value).length;
  return (
    <TokenLimit title={t.limits.daily} summary={count === 0 ? t.limits.none : t.limits.dailyCount(count)} error={error}>
      <Text size="xs" c="dimmed">{t.limits.dailyHint}</Text>
      <div className="cm-daily">
        {UNITS.map((unit) => (
          <NumberInput
            key={unit} label={t.limits.units[unit]} placeholder={t.limits.none} value={value[unit] ?? ''}
            onChange={(most) => set(unit, most)} min={0} max={MOST} allowDecimal={false} allowNegative={false} thousandSeparator={t.thousands}
            clampBehavior="strict" hideControls
          />
        ))}
      </div>
      {error && <Text size="xs" c="var(--mantine-color-error)" mt={5} role="alert">{error}</Text>}
    </TokenLimit>
  );
}
