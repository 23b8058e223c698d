import { t } from '../../text';

/** The names of the mapping; what is about the whole row or file has none. */
export const fieldWords = (field: string) => (t.import.mapped as Record<string, string>)[field] ?? '';
