// The day until which a token is valid, with quick choices inside what the company allows.

import { Button, Group } from '@mantine/core';
import type { TokenPolicy } from '../../api/types';
import { addDays, dateWords } from '../../parts/dates';
import { DayInput } from '../../parts/day-input';
import { t } from '../../text';

interface Props {
  policy: TokenPolicy;
  value?: string | null;
  onChange: (value: string | null) => void;
  error?: React.ReactNode;
}

const QUICK = [30, 90, 365];

export function EndDate({ policy, value, onChange, error }: Props) {
  // A policy of 45 to 180 days offers 45, 90 and 180.
  const { min_days: min, max_days: max } = policy;
  const days = [...new Set(QUICK.map((count) => Math.min(Math.max(count, min), max)))];
  return (
    <div>
      <DayInput
        label={t.newToken.until} description={t.newToken.untilHint(policy.time_zone, dateWords(policy.latest))}
        value={value ?? null} onChange={onChange} error={error} minDate={policy.earliest} maxDate={policy.latest}
        placeholder={dateWords(policy.latest)} clearable={false} defaultDate={policy.today}
        // Escape closes the calendar, not the dialog around it.
        data-mantine-stop-propagation popoverProps={{ zIndex: 300 }} required withAsterisk={false}
      />
      <Group gap="xs" mt={8} role="group" aria-label={t.newToken.quickLabel}>
        {days.map((count) => {
          const date = addDays(policy.today, count) < policy.latest ? addDays(policy.today, count) : policy.latest;
          return (
            <Button
              key={count} size="compact-sm" variant={value === date ? 'filled' : 'default'} aria-pressed={value === date}
              onClick={() => onChange(date)}
            >
              {t.newToken.quick(count)}
            </Button>
          );
        })}
      </Group>
    </div>
  );
}
