import type { ReactNode } from 'react';
import type { CompanyPolicy } from '../../../api/types';
import { addDays } from '../../../parts/dates';
import { DayInput } from '../../../parts/day-input';
import { t } from '../../../text';

interface Props { policy: CompanyPolicy; value?: string; onChange: (value: string) => void; error?: ReactNode }

export function StartsOn({ policy: { today, time_zone }, value, onChange, error }: Props) {
  return (
    <DayInput
      className="cm-policy-starts" label={t.policy.startsOn} description={t.policy.startsHint(time_zone)}
      value={value ?? today} onChange={(day) => onChange(day ?? today)} error={error}
      minDate={today} maxDate={addDays(today, 365)}
    />
  );
}
