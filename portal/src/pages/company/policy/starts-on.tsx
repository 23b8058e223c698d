import '@mantine/dates/styles.css';

import { DateInput } from '@mantine/dates';
import type { ReactNode } from 'react';
import type { CompanyPolicy } from '../../../api/types';
import { addDays } from '../../../parts/dates';
import { CalendarIcon } from '../../../parts/icons';
import { t } from '../../../text';

interface Props { policy: CompanyPolicy; value?: string; onChange: (value: string) => void; error?: ReactNode }

export function StartsOn({ policy: { today, time_zone }, value, onChange, error }: Props) {
  return (
    <DateInput
      className="cm-policy-starts" label={t.policy.startsOn} description={t.policy.startsHint(time_zone)}
      value={value ?? today} onChange={(day) => onChange(day ?? today)} error={error}
      minDate={today} maxDate={addDays(today, 365)} valueFormat="D MMM YYYY" firstDayOfWeek={1} weekendDays={[]}
      highlightToday hideOutsideDates leftSection={<CalendarIcon size={16} />}
      ariaLabels={{ previousMonth: t.newToken.previousMonth, nextMonth: t.newToken.nextMonth }}
    />
  );
}
