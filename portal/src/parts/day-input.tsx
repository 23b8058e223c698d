// A field for a day, with a calendar, in the language of the portal.

import '@mantine/dates/styles.css';

import { DateInput, type DateInputProps } from '@mantine/dates';
import { t } from '../text';
import { CalendarIcon } from './icons';
import { DAY_FORMAT, parseDay } from './parse-day';

const locale = new Intl.Locale(t.language).language;

const { previousMonth, nextMonth, previousYear, nextYear, previousYears, nextYears } = t.newToken;
const labels = { previousMonth, nextMonth, previousYear, nextYear, previousDecade: previousYears, nextDecade: nextYears };

export function DayInput(props: Omit<DateInputProps, 'onChange'> & { onChange: (day: string | null) => void }) {
  return (
    <DateInput
      locale={locale} valueFormat={DAY_FORMAT} dateParser={(text) => parseDay(text, locale)} firstDayOfWeek={1} weekendDays={[]} highlightToday hideOutsideDates
      leftSection={<CalendarIcon size={16} />}
      ariaLabels={labels}
      {...props}
    />
  );
}
