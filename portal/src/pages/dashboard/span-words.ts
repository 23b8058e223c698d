import { dateWords } from '../../parts/dates';
import { t } from '../../text';
import type { Span } from './spans';

export const spanWords = ({ from, to }: Pick<Span, 'from' | 'to'>) => t.dashboard.days(dateWords(from), dateWords(to));
