// A day that somebody types. Pure.

import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import 'dayjs/locale/fr';

dayjs.extend(customParseFormat);

/** How fields show a day. */
export const DAY_FORMAT = 'D MMM YYYY';

// The day stands before the month in every language that there is.
const FORMATS = [DAY_FORMAT, 'D MMMM YYYY', 'YYYY-MM-DD', 'D/M/YYYY', 'DD/MM/YYYY', 'D.M.YYYY', 'DD.MM.YYYY'];

/** `3 févr. 2027`, `03/02/2027` → `2027-02-03`; null for what is no day. */
export function parseDay(text: string, locale: string): string | null {
  const typed = dayjs(text.trim(), FORMATS, locale, true);
  // With a name of a month in it, a browser cannot take the month for the day.
  const day = typed.isValid() ? typed : dayjs(/\p{L}/u.test(text) ? new Date(text) : Number.NaN);
  return day.isValid() ? day.format('YYYY-MM-DD') : null;
}
